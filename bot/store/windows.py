"""Queries about when a platform takes messages to a person, and what it charged for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import ChargedMessage, Conversation
from bot.store.session import now


def opened(conversation: Conversation, at: datetime) -> None:
    """Record that the person interacted at a moment; one that came late changes nothing.

    The conversation must be locked.
    """
    if not opened_since(conversation, at):
        conversation.interacted_at = at


def opened_since(conversation: Conversation, at: datetime) -> bool:
    """Return whether the person interacted after a moment."""
    return conversation.interacted_at is not None and conversation.interacted_at > at


async def interaction(
    session: AsyncSession, channel: str, chat: str
) -> tuple[int, datetime | None] | None:
    """Return the conversation's id and when the person last interacted; None where it is none."""
    found = await session.execute(
        select(Conversation.id, Conversation.interacted_at).filter_by(channel=channel, chat=chat)
    )
    row = found.one_or_none()
    return None if row is None else (row.id, row.interacted_at)


async def charge(session: AsyncSession, channel: str, conversation_id: int) -> int:
    """Record a message that will be charged; return the id under which it is taken back."""
    row = ChargedMessage(channel=channel, conversation_id=conversation_id, at=now(session))
    session.add(row)
    await session.flush()
    return row.id


async def take_back(session: AsyncSession, charged_id: int) -> None:
    """Forget a charged message: the platform did not take it."""
    await session.execute(delete(ChargedMessage).where(ChargedMessage.id == charged_id))


async def charged(session: AsyncSession, channel: str, since: datetime) -> int:
    """Return how many messages were charged on a channel since a moment."""
    count = select(func.count()).where(
        ChargedMessage.channel == channel, ChargedMessage.at >= since
    )
    return (await session.scalars(count)).one()
