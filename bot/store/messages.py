"""Queries about the message log: transcripts, and what staff write into a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.replies import Reply
from bot.store import conversations, log, outbox
from bot.store.models import Author, Direction, Message, Outbox, OutboxStatus, Staff


class NotOwnerError(Exception):
    """The member of staff has not taken the conversation over."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of a transcript.

    `cursor` is what to pass as `after` to get what follows. `text` is None once it was deleted.
    `delivery` is how far a message to the citizen got; None for what they said themselves.
    """

    id: int
    cursor: int
    direction: Direction
    kind: str
    text: str | None
    buttons: Sequence[Mapping[str, Any]]
    sources: Sequence[Mapping[str, Any]]
    attachments: Sequence[Mapping[str, Any]]
    at: datetime
    delivered_at: datetime | None
    delivery: OutboxStatus | None
    error: str | None
    staff_name: str | None
    quote_id: int | None


async def transcript(
    session: AsyncSession,
    conversation_id: int,
    *,
    after: int = 0,
    staff: bool = False,
    limit: int = 200,
) -> list[MessageRow]:
    """Return up to `limit` messages after the one whose `cursor` is `after`.

    A citizen sees what was delivered, in the order of delivery; staff see everything, in the order
    it was said.
    """
    order = Message.id if staff else Message.position
    query = (
        select(Message, Outbox.status, Outbox.error, Staff.name)
        .outerjoin(Outbox, Outbox.id == Message.outbox_id)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(Message.conversation_id == conversation_id, order > after)
        .order_by(order)
        .limit(limit)
    )
    return [
        MessageRow(
            id=message.id,
            cursor=message.id if staff else message.position or 0,
            direction=message.direction,
            kind=message.kind,
            text=message.text,
            buttons=message.buttons,
            sources=message.sources,
            attachments=message.attachments,
            at=message.at,
            delivered_at=message.delivered_at,
            delivery=delivery,
            error=error if staff else None,
            staff_name=name,
            quote_id=message.quote_id,
        )
        for message, delivery, error, name in await session.execute(query)
    ]


async def staff_reply(session: AsyncSession, conversation_id: int, staff_id: int, text: str) -> int:
    """Send and log what a member of staff writes; return the message's id.

    They must have taken the conversation over.

    Raises:
        LookupError: there is no such conversation.
        NotOwnerError: they have not taken it over.
        ValueError: there is nothing to send.
    """
    if not text.strip():
        raise ValueError("an empty message")
    conversation = await conversations.lock(session, conversation_id)
    if conversation.owner_staff_id != staff_id:
        raise NotOwnerError(f"conversation {conversation_id} was not taken over")
    reply = Reply(text.strip())
    owed = await outbox.add(session, conversation, reply, author=Author.STAFF)
    return await log.said(session, conversation, reply, outbox_id=owed, staff_id=staff_id)
