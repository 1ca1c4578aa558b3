"""Leads and their history."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.leads.status import OPEN, Interest, LeadStatus
from bot.store.models.base import NEVER_REUSED, Base, Id, only_where
from bot.store.types import EncryptedText, name_of

_IS_OPEN = f"status IN ({', '.join(repr(str(status)) for status in LeadStatus if status in OPEN)})"


class Lead(Base):
    """One wish to join. A contact has at most one open lead for each interest.

    `contact_id` and `note` are empty after the citizen had their data deleted.
    """

    __tablename__ = "lead"
    __table_args__ = (
        Index(
            "uq_lead_open",
            "contact_id",
            "interest",
            unique=True,
            **only_where(_IS_OPEN),
        ),
        Index("ix_lead_status_due_at", "status", "due_at"),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id", ondelete="SET NULL"))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"))
    interest: Mapped[Interest] = mapped_column(name_of(Interest))
    commune_code: Mapped[str | None] = mapped_column(String(16), index=True)
    commune_name: Mapped[str | None] = mapped_column(String(128))
    status: Mapped[LeadStatus] = mapped_column(name_of(LeadStatus), default=LeadStatus.NEW)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    due_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LeadChange(StrEnum):
    """What happened to a lead."""

    CREATED = "created"
    REQUESTED_AGAIN = "requested_again"
    UPDATED = "updated"
    ASSIGNED = "assigned"
    STATUS = "status"
    NOTE = "note"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class LeadEvent(Base):
    """One line of a lead's history, written in the transaction of the change."""

    __tablename__ = "lead_event"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    change: Mapped[LeadChange] = mapped_column(name_of(LeadChange))
    from_status: Mapped[LeadStatus | None] = mapped_column(name_of(LeadStatus))
    to_status: Mapped[LeadStatus] = mapped_column(name_of(LeadStatus))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str | None] = mapped_column(EncryptedText)
    at: Mapped[datetime]
