"""Questions nobody has written an answer for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id
from bot.store.types import EncryptedText


class Unanswered(Base):
    """One question, redacted, with what it might have meant: [[intent, confidence], …]."""

    __tablename__ = "unanswered"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    text: Mapped[str] = mapped_column(EncryptedText)
    ranking: Mapped[list[list[Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
