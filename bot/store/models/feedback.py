"""What citizens say of an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id
from bot.store.types import EncryptedText


class Feedback(Base):
    """One opinion: `about` is `faq:<entry>` or `flow:<name>`, `ruleset` the hash of the rules.

    `remark` is what was wrong, in one redacted line; encrypted, for people tell of themselves.
    """

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_about_useful", "about", "useful"), NEVER_REUSED)

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    about: Mapped[str] = mapped_column(String(80))
    ruleset: Mapped[str] = mapped_column(String(64))
    useful: Mapped[bool]
    remark: Mapped[str | None] = mapped_column(EncryptedText)
    at: Mapped[datetime]
