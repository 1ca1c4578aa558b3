"""What a person agreed to: the proof of consent (Law 91/2025/QH15) and of opting in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id


class Consent(Base):
    """One consent, by the version and hash of the text the person saw. Kept after a deletion."""

    __tablename__ = "consent"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    channel: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(32))
    text_sha256: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class OptIn(Base):
    """The wish to hear from us without asking, and its end."""

    __tablename__ = "opt_in"
    __table_args__ = NEVER_REUSED

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    opted_in_at: Mapped[datetime]
    opted_out_at: Mapped[datetime | None]
