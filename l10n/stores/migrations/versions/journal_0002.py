"""The ledger of what was sent to engines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sends",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("proxy", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("source_locale", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("hidden", sa.Integer, nullable=False),
        sa.Column("digests", sa.Text, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("finished_at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("sends_by_engine", "sends", ["engine", "at"])
    op.create_index("sends_by_run", "sends", ["run"])


def downgrade() -> None:
    raise NotImplementedError("the ledger never forgets: restore a backup instead")
