"""The inbox: every event a channel received, once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import ERROR_LENGTH, NEVER_REUSED, Base, ConversationId, Id, only_where
from bot.store.types import EncryptedJSON, name_of


class InboxStatus(StrEnum):
    """How far an event got; it only moves from `pending` to one of the others."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Inbox(Base):
    """One event. `payload` is its JSON form, erased when it was consumed.

    `not_before` is set as long as the event is pending: the indexes of those that wait stay small.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(
            "ix_inbox_due",
            "id",
            **only_where("not_before IS NOT NULL"),
        ),
        Index(
            "ix_inbox_waiting",
            "conversation_id",
            "id",
            **only_where("not_before IS NOT NULL"),
        ),
        Index(
            "ix_inbox_lost",
            "status",
            **only_where("status = 'failed'"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    channel: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(255))
    payload: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON(or_none=True))
    status: Mapped[InboxStatus] = mapped_column(name_of(InboxStatus), default=InboxStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(ERROR_LENGTH))
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
