"""Queries about reminders that people asked for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Conversation, Owner, Reminder
from bot.store.session import now
from bot.vietnam import VIETNAM


def schedule(session: AsyncSession, conversation_id: int, kind: str, due_on: date) -> None:
    """Promise to write on a day."""
    session.add(
        Reminder(conversation_id=conversation_id, kind=kind, due_on=due_on, created_at=now(session))
    )


async def cancel(session: AsyncSession, conversation_id: int, kind: str | None = None) -> None:
    """Take back the promises of the conversation, of one kind or all, that were not kept yet."""
    query = (
        update(Reminder)
        .where(
            Reminder.conversation_id == conversation_id,
            Reminder.queued_at.is_(None),
            Reminder.cancelled_at.is_(None),
        )
        .values(cancelled_at=now(session))
    )
    if kind is not None:
        query = query.where(Reminder.kind == kind)
    await session.execute(query)


async def take_due(session: AsyncSession) -> tuple[Reminder, Conversation] | None:
    """Return a promise to keep today, with its conversation, both held for the transaction.

    While a person of the office owns the conversation the promise waits.
    """
    today = now(session).astimezone(VIETNAM).date()
    query = (
        select(Reminder, Conversation)
        .join(Conversation, Conversation.id == Reminder.conversation_id)
        .where(
            Reminder.due_on <= today,
            Reminder.queued_at.is_(None),
            Reminder.cancelled_at.is_(None),
            Conversation.owner == Owner.BOT,
        )
        .order_by(Reminder.due_on, Reminder.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1])
