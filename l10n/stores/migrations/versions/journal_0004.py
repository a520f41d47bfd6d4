"""What the desk keeps for people: settings, unsaved texts, openings, comments, credits, remarks on decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("remarks", sa.Text, nullable=False, server_default=""))
    op.create_index("decisions_by_person", "decisions", ["by", "id"])
    op.add_column("people", sa.Column("settings", sa.Text, nullable=False, server_default=""))
    op.add_column("people", sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("started_at", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("seen_on", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("sessions_by_person", "sessions", ["person"])
    _make_unsaved_texts()
    _make_openings()
    _make_comments()
    _make_credits()


def downgrade() -> None:
    raise NotImplementedError("the journal never forgets: restore a backup instead")


def _about_an_entry() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in ("slug", "locale", "context", "source")]


def _make_unsaved_texts() -> None:
    op.create_table(
        "unsaved_texts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("handle", sa.Text, nullable=False),
        *_about_an_entry(),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("unsaved_texts_by_person", "unsaved_texts", ["handle", "slug", "locale"])


def _make_openings() -> None:
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("handle", sa.Text, nullable=False),
        *_about_an_entry(),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("first_at", sa.Text, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("openings_by_catalog", "openings", ["slug", "locale", "last_at"])
    op.create_index("openings_by_person", "openings", ["handle", "last_at"])


def _make_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *_about_an_entry(),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("resolved_by", sa.Text, nullable=False),
        sa.Column("resolved_at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("comments_by_catalog", "comments", ["slug", "locale", "id"])


def _make_credits() -> None:
    op.create_table(
        "credits",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("locale", sa.Text, primary_key=True),
        sa.Column("handle", sa.Text, primary_key=True),
        sa.Column("credit", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
