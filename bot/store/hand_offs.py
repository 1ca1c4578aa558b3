"""Queries about hand-offs: who waits for a person, and how often staff were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.clock import ServiceHours
from bot.leads.hand_off import PATIENCE
from bot.store import audit
from bot.store.models import Conversation, Owner, Staff
from bot.store.session import now

_AT_ONCE = 100
LONGEST_WAIT = timedelta(days=31)
"""No office is closed for longer: a later moment was written while a clock was wrong."""


def begin(session: AsyncSession, conversation: Conversation, reason: str | None) -> None:
    """Let the conversation wait for a person: staff are told when the office is open.

    One that waits already keeps its place.
    """
    if conversation.hand_off_due_at is None:
        conversation.handed_off_at = now(session)
        _tell_from(session, conversation)
    conversation.hand_off_reason = reason


def end(conversation: Conversation) -> None:
    """Nobody needs to be told any more: a person took it, or the bot has it back."""
    conversation.hand_off_due_at = None
    conversation.hand_off_told = 0


async def take_due(session: AsyncSession) -> Conversation | None:
    """Return a conversation of which staff are to be told now, held for the transaction."""
    at = now(session)
    query = (
        select(Conversation)
        .where(
            or_(
                Conversation.hand_off_due_at <= at,
                Conversation.hand_off_due_at > at + LONGEST_WAIT,
            ),
            Conversation.owner == Owner.PERSON,
            Conversation.owner_staff_id.is_(None),
        )
        .order_by(Conversation.hand_off_due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query)).one_or_none()


def told(session: AsyncSession, conversation: Conversation) -> None:
    """Record that staff were told once more, and when they are told again; the last is audited."""
    step = conversation.hand_off_told
    conversation.hand_off_told += 1
    if step < len(PATIENCE):
        conversation.hand_off_due_at = ServiceHours().after(now(session), PATIENCE[step])
    else:
        conversation.hand_off_due_at = None
        audit.write(session, None, "conversation.escalated", "conversation", conversation.id)


async def release_of_disabled(session: AsyncSession) -> list[int]:
    """Bring what disabled members of staff hold back to those who wait; return the ids."""
    query = (
        select(Conversation)
        .join(Staff, Staff.id == Conversation.owner_staff_id)
        .where(Staff.active.is_(False))
        .limit(_AT_ONCE)
        .with_for_update(of=Conversation, skip_locked=True)
    )
    held = (await session.scalars(query)).all()
    for conversation in held:
        await release(session, conversation)
    return [conversation.id for conversation in held]


async def release(session: AsyncSession, conversation: Conversation) -> None:
    """Let another member of staff take the conversation; the citizen waits since now."""
    detail = {"staff": conversation.owner_staff_id}
    audit.write(session, None, "conversation.released", "conversation", conversation.id, detail)
    conversation.owner_staff_id = None
    conversation.handed_off_at = now(session)
    conversation.hand_off_told = 0
    _tell_from(session, conversation)


def _tell_from(session: AsyncSession, conversation: Conversation) -> None:
    at: datetime = now(session)
    conversation.hand_off_due_at = ServiceHours().after(at, at - at)
