"""Queries about the chats of staff: where they are now, and whether our notices arrive there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, tuple_

from bot.channels.contract import ChatChange
from bot.store.models import Conversation
from bot.store.session import Session


@dataclass(frozen=True, slots=True)
class Failing:
    """A chat, as the settings name it, where our notices do not arrive `since` a moment."""

    channel: str
    chat: str
    since: datetime


async def changed(session: Session, change: ChatChange) -> None:
    """Note what became of a chat in which staff were told before; any other is not followed.

    A change that is older than one noted already changes nothing, nor does what becomes of the
    chat that was left behind by a move.
    """
    here = or_(Conversation.chat == change.chat, Conversation.moved_to == change.chat)
    query = select(Conversation).where(Conversation.channel == change.channel, here)
    for conversation in (await session.scalars(query.with_for_update())).all():
        noted_at = conversation.last_inbound_at
        if noted_at is not None and change.at < noted_at:
            continue
        if change.moved_to is not None:
            conversation.moved_to = change.moved_to
        elif change.chat != (conversation.moved_to or conversation.chat):
            continue
        conversation.last_inbound_at = change.at
        if change.reachable:
            conversation.failing_since = None
        else:
            conversation.failing_since = conversation.failing_since or change.at


async def failing(session: Session, chats: Collection[tuple[str, str]]) -> list[Failing]:
    """Return which of the chats our notices do not arrive in, the longest first."""
    query = (
        select(Conversation)
        .where(
            tuple_(Conversation.channel, Conversation.chat).in_(chats),
            Conversation.failing_since.is_not(None),
        )
        .order_by(Conversation.failing_since)
    )
    return [
        Failing(found.channel, found.chat, found.failing_since)
        for found in (await session.scalars(query)).all()
        if found.failing_since is not None
    ]
