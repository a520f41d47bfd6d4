"""Catalogs in rows, for newsrooms whose machines share a database; and names that several machines agree on.

In PostgreSQL all texts are compared by their bytes from here on, as SQLite does: times kept as text sort as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = """SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"""


def upgrade() -> None:
    op.create_table(
        "catalogs",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("locale", sa.Text, primary_key=True),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "catalog_entries",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("locale", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("block", sa.Text, nullable=False),
        sa.Column("decided", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "agreed",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    _compare_by_bytes()


def downgrade() -> None:
    raise NotImplementedError("the journal never forgets: restore a backup instead")


def _compare_by_bytes() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    quoted = connection.dialect.identifier_preparer.quote
    for table, column in connection.execute(sa.text(_TEXTS)).all():
        op.execute(f'ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column)} TYPE text COLLATE "C"')
