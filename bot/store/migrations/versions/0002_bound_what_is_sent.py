"""Bound what is sent: buckets of accounts and chats, and what a hand-off waits for."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENTS = ("bucket_full_at", "send_after", "heard_full_at", "flood_told_at", "hand_off_due_at")
_LOST = (
    ("outbox", ["status", "priority"], "status IN ('failed', 'in_doubt')"),
    ("inbox", ["status"], "status = 'failed'"),
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("bucket_full_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receiver", sa.String(length=64), nullable=True),
        sa.Column("receives_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_account")),
    )
    for name in _MOMENTS:
        op.add_column("conversation", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "conversation",
        sa.Column("hand_off_told", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_index(
        op.f("ix_conversation_hand_off_due_at"), "conversation", ["hand_off_due_at"], unique=False
    )
    # Who waits for a person already is told about at once.
    op.execute(
        "UPDATE conversation SET hand_off_due_at = handed_off_at"
        " WHERE owner = 'person' AND owner_staff_id IS NULL"
    )
    op.add_column(
        "outbox",
        sa.Column("channel", sa.String(length=32), server_default=sa.text("''"), nullable=False),
    )
    op.execute(
        "UPDATE outbox SET channel ="
        " (SELECT channel FROM conversation WHERE conversation.id = outbox.conversation_id)"
        " WHERE not_before IS NOT NULL"
    )
    waits = sa.text("not_before IS NOT NULL")
    op.create_index(
        "ix_outbox_channel_due",
        "outbox",
        ["channel", "priority", "id"],
        unique=False,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    for table, columns, lost in _LOST:
        op.create_index(
            f"ix_{table}_lost",
            table,
            columns,
            unique=False,
            sqlite_where=sa.text(lost),
            postgresql_where=sa.text(lost),
        )


def downgrade() -> None:
    for table, _, _ in _LOST:
        op.drop_index(f"ix_{table}_lost", table_name=table)
    op.drop_index("ix_outbox_channel_due", table_name="outbox")
    op.drop_column("outbox", "channel")
    op.drop_index(op.f("ix_conversation_hand_off_due_at"), table_name="conversation")
    op.drop_column("conversation", "hand_off_told")
    for name in reversed(_MOMENTS):
        op.drop_column("conversation", name)
    op.drop_table("account")
