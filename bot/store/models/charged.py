"""The messages that a platform charged, as far as we know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id


class ChargedMessage(Base):
    """One message that was sent, or may have been, after the platform's free time was over."""

    __tablename__ = "charged_message"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(32))
    conversation_id: Mapped[ConversationId]
    at: Mapped[datetime] = mapped_column(index=True)
