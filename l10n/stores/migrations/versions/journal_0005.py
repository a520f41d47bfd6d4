"""The journal's chain, with a link for each decision there is."""

from __future__ import annotations

import secrets
from dataclasses import asdict

import sqlalchemy as sa
from alembic import op

from l10n.chain import COLUMNS, EARLIER, START, Head, Link, decision_link, head_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    chain = op.create_table(
        "chain",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("author_salt", sa.Text, nullable=False),
        sa.Column("earlier_salt", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("earlier", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
    )
    head = op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
    )
    last = _link_all(op.get_bind(), chain)
    op.bulk_insert(head, [{"id": 1, "number": last.number, "link": last.link}])


def downgrade() -> None:
    raise NotImplementedError("the journal never forgets: restore a backup instead")


def _link_all(connection: sa.Connection, chain: sa.Table) -> Head:
    """Add the links of all decisions there are, in the order of their ids; return where the chain ends."""
    texts = [sa.column(name, sa.Text) for name in ("slug", "by", EARLIER, *COLUMNS)]
    decisions = sa.table("decisions", sa.column("id", sa.Integer), *texts)
    query = sa.select(decisions).order_by(decisions.c.id).limit(AT_ONCE)
    head, id = START, 0
    while rows := connection.execute(query.where(decisions.c.id > id)).mappings().all():
        links: list[Link] = []
        for row in rows:
            salts = (secrets.token_hex(16), secrets.token_hex(16), secrets.token_hex(16))
            links.append(decision_link(head, row["id"], {**row}, salts=salts))
            head = head_of(links[-1])
        connection.execute(sa.insert(chain), [asdict(link) for link in links])
        id = rows[-1]["id"]
    return head
