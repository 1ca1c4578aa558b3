"""The outbox: every message we owe someone, until it is sent."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import ERROR_LENGTH, NEVER_REUSED, Base, ConversationId, Id, only_where
from bot.store.types import EncryptedJSON, name_of


class Priority(IntEnum):
    """What goes first: the smaller number."""

    REPLY = 0
    HAND_OFF = 1
    REMINDER = 2
    BROADCAST = 3


class Author(StrEnum):
    """Who speaks. The bot is silent while a person owns the conversation; the others are not."""

    BOT = "bot"
    NOTICE = "notice"
    """What a person must be told whoever owns the conversation: handed off, deleted, opted out."""
    STAFF = "staff"


class OutboxStatus(StrEnum):
    """How far a message got.

    `in_doubt`: nobody knows whether it arrived. Such a row with a `not_before` is sent once more.
    """

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Outbox(Base):
    """One message. The order within a conversation is that of `id`.

    `body` is `Reply.as_json()`, erased once the row is finished. `parts_sent` counts the parts of
    a long message that arrived, so that sending it again goes on after them. `not_before` is empty
    when nothing is to be sent any more. `channel` is the conversation's, for the index by which a
    long broadcast on one channel does not slow the look for what another may send.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "priority",
            "id",
            **only_where("not_before IS NOT NULL"),
        ),
        Index(
            "ix_outbox_channel_due",
            "channel",
            "priority",
            "id",
            **only_where("not_before IS NOT NULL"),
        ),
        Index(
            "ix_outbox_waiting",
            "conversation_id",
            "priority",
            "id",
            **only_where("not_before IS NOT NULL"),
        ),
        Index(
            "ix_outbox_leased",
            "lease_until",
            **only_where("lease_until IS NOT NULL"),
        ),
        Index(
            "ix_outbox_lost",
            "status",
            "priority",
            **only_where("status IN ('failed', 'in_doubt')"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    conversation_id: Mapped[ConversationId]
    channel: Mapped[str] = mapped_column(String(32), server_default=text("''"))
    priority: Mapped[int] = mapped_column(SmallInteger)
    author: Mapped[Author] = mapped_column(name_of(Author))
    body: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON(or_none=True))
    status: Mapped[OutboxStatus] = mapped_column(
        name_of(OutboxStatus), default=OutboxStatus.PENDING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    parts_sent: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    platform_message_id: Mapped[str | None] = mapped_column(String(255))
    error: Mapped[str | None] = mapped_column(String(ERROR_LENGTH))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
