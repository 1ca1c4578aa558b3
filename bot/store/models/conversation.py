"""A conversation: one chat on one channel, what it is about, and who speaks for us in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import NEVER_REUSED, Base, Id
from bot.store.types import EncryptedJSON, name_of


class Owner(StrEnum):
    """Who answers in a conversation."""

    BOT = "bot"
    PERSON = "person"


class Conversation(Base):
    """One chat on one channel.

    `owner` is the truth about who answers; the state's own copy is overwritten with it. `choices`
    are the payloads of the numbered list the person saw last, in order. `lease_owner` is the token
    of the worker that handles an event of it right now.

    `bucket_full_at` is when the chat's token bucket will be full again, and nothing is sent before
    `send_after`; `heard_full_at` is the like for what the person sends, and `flood_told_at` when
    they were asked to go slower. A hand-off was told to staff `hand_off_told` times and is told
    again at `hand_off_due_at`, which is empty once somebody took it. `interacted_at` is when the
    person last did something after which the platform takes our messages, by its own clock.

    Of a chat of staff, `moved_to` is the id that the platform gave it later, and `failing_since`
    when our notices began not to arrive there, which is empty again once one does.
    """

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "chat"), NEVER_REUSED)

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(32))
    chat: Mapped[str] = mapped_column(String(255))
    state: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON(or_none=True))
    choices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    owner: Mapped[Owner] = mapped_column(name_of(Owner), default=Owner.BOT)
    owner_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    handed_off_at: Mapped[datetime | None] = mapped_column(index=True)
    hand_off_reason: Mapped[str | None] = mapped_column(String(64))
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    last_position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_inbound_at: Mapped[datetime | None]
    bucket_full_at: Mapped[datetime | None]
    send_after: Mapped[datetime | None]
    heard_full_at: Mapped[datetime | None]
    flood_told_at: Mapped[datetime | None]
    hand_off_told: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    hand_off_due_at: Mapped[datetime | None] = mapped_column(index=True)
    interacted_at: Mapped[datetime | None]
    moved_to: Mapped[str | None] = mapped_column(String(255))
    failing_since: Mapped[datetime | None]
