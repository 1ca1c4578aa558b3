"""Reminders that a person asked for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id


class Reminder(Base):
    """A promise to write on a day; open while neither `queued_at` nor `cancelled_at` is set."""

    __tablename__ = "reminder"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    kind: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date] = mapped_column(index=True)
    created_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
