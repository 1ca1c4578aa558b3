"""Quotes: what someone was told they would pay, so that it can be replayed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id
from bot.store.types import EncryptedJSON


class Quote(Base):
    """A request and an answer of `ansinh quote`; encrypted, for they tell income and hardship."""

    __tablename__ = "quote"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    request: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    answer: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    ruleset: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
