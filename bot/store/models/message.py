"""The message log: what was said in a conversation, with personal numbers masked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, ConversationId, Id
from bot.store.types import EncryptedText, name_of


class Direction(StrEnum):
    """Who said it: the citizen, the assistant, or a member of staff."""

    IN = "in"
    OUT = "out"
    STAFF = "staff"


class Message(Base):
    """One message of the log.

    `text` is redacted and encrypted, and NULL after the citizen had their data deleted. `position`
    counts what the citizen has seen, in the order they saw it: empty until a message is delivered.
    """

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "position"), NEVER_REUSED)

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    position: Mapped[int | None]
    direction: Mapped[Direction] = mapped_column(name_of(Direction))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(EncryptedText)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    quote_id: Mapped[int | None] = mapped_column(
        ForeignKey("quote.id", ondelete="SET NULL"), index=True
    )
    outbox_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox.id", ondelete="SET NULL"), index=True
    )
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
