"""Queries about reminders that people asked for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Reminder
from bot.store.session import now


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
