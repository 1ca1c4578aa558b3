"""Queries about the outbox: what we owe people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.replies import Reply
from bot.store.models import Author, Conversation, Outbox, OutboxStatus, Priority
from bot.store.models.base import table_of
from bot.store.prepared import Prepared
from bot.store.session import announce, now


async def add(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    *,
    author: Author = Author.BOT,
    priority: Priority = Priority.REPLY,
    not_before: datetime | None = None,
) -> int:
    """Owe a message; return its id.

    The conversation must be locked, for the order of ids is that of sending.
    """
    at = now(session)
    row = {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "priority": priority,
        "author": author,
        "body": reply.as_json(),
        "status": OutboxStatus.PENDING,
        "attempts": 0,
        "doubts": 0,
        "parts_sent": 0,
        "not_before": not_before or at,
        "created_at": at,
    }
    announce(session, "outbox")
    [[outbox_id]] = await _ADD.run(session, row)
    return int(outbox_id)


_ADD = Prepared(
    lambda _: table_of(Outbox).insert().returning(table_of(Outbox).c.id),
    (
        "conversation_id",
        "channel",
        "priority",
        "author",
        "body",
        "status",
        "attempts",
        "doubts",
        "parts_sent",
        "not_before",
        "created_at",
    ),
)


async def cancel_waiting(
    session: AsyncSession, conversation_id: int, priorities: Collection[Priority]
) -> None:
    """Cancel what waits for the conversation in `priorities` and erase what it says."""
    waiting = select(Outbox).where(
        Outbox.conversation_id == conversation_id,
        Outbox.status.in_([OutboxStatus.PENDING, OutboxStatus.IN_DOUBT]),
        Outbox.priority.in_(priorities),
    )
    for row in (await session.scalars(waiting)).all():
        finish(row, OutboxStatus.CANCELLED)


def finish(row: Outbox, status: OutboxStatus) -> None:
    """Let a message not be sent any more, and erase what it says."""
    row.status = status
    row.not_before = None
    row.body = None
    row.lease_until = None
