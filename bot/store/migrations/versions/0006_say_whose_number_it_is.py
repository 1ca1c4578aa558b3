"""Say which conversations gave a number, and whether they are its owner's."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_GIVEN_BEFORE = """
INSERT INTO identity (conversation_id, contact_id, proof, standing, given_at)
SELECT lead_event.conversation_id, lead.contact_id, 'told', 'open', MIN(lead_event.at)
FROM lead_event JOIN lead ON lead.id = lead_event.lead_id
WHERE lead_event.conversation_id IS NOT NULL AND lead.contact_id IS NOT NULL
GROUP BY lead_event.conversation_id, lead.contact_id
"""


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
            name=op.f("fk_identity_contact_id_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_identity_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_identity_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint(
            "conversation_id", "contact_id", name=op.f("uq_identity_conversation_id_contact_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_identity_conversation_id"), ["conversation_id"], unique=False
        )
    op.execute(_GIVEN_BEFORE)


def downgrade() -> None:
    op.drop_table("identity")
