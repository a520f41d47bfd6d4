"""An index of the few decisions that mark a paragraph as needing work: every count asks which marks still stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_FLAGS = sa.text("action = 'needs-work'")


def upgrade() -> None:
    op.create_index(
        "decisions_flagged", "decisions", ["slug", "locale", "id"], sqlite_where=_FLAGS, postgresql_where=_FLAGS
    )


def downgrade() -> None:
    raise NotImplementedError("the journal never forgets: restore a backup instead")
