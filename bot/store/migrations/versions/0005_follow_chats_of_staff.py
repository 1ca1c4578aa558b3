"""Follow a chat of staff that moved, and know since when notices fail there."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("moved_to", sa.String(length=255), nullable=True))
    op.add_column(
        "conversation", sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("conversation", "failing_since")
    op.drop_column("conversation", "moved_to")
