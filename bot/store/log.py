"""Writes the message log; nothing gets into it without being redacted."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.replies import Reply
from bot.store.models import Conversation, Direction, Message
from bot.store.redact import redact, redact_known
from bot.store.session import announce, now


def heard(
    session: AsyncSession, conversation: Conversation, kind: str, text: str, at: datetime
) -> Message:
    """Log what a citizen said; `kind` is the type of the event."""
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.IN,
        kind=kind,
        text=redact(text),
        at=at,
    )
    session.add(message)
    _show(session, conversation, message, now(session))
    return message


def said(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    *,
    outbox_id: int,
    quote_id: int | None = None,
    staff_id: int | None = None,
    phones: Set[str] = frozenset(),
) -> Message:
    """Log what is going to be sent. `phones` (E.164) are the citizen's own, which are masked."""
    body = reply.as_json()
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.OUT if staff_id is None else Direction.STAFF,
        kind="reply",
        text=redact_known(reply.text, phones),
        buttons=body["buttons"],
        sources=body["sources"],
        attachments=body["attachments"],
        quote_id=quote_id,
        outbox_id=outbox_id,
        staff_id=staff_id,
        at=now(session),
    )
    session.add(message)
    return message


async def mark_delivered(session: AsyncSession, conversation: Conversation, outbox_id: int) -> None:
    """Let the citizen see the message of an outbox row that arrived."""
    of_row = select(Message).filter_by(outbox_id=outbox_id, delivered_at=None)
    for message in (await session.scalars(of_row)).all():
        _show(session, conversation, message, now(session))


async def label_of_press(session: AsyncSession, conversation_id: int, payload: str) -> str | None:
    """Return the label of the button with `payload` in the last messages that had buttons."""
    latest = (
        select(Message.buttons)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.OUT)
        .order_by(Message.id.desc())
        .limit(_RECENT)
    )
    rows: list[list[dict[str, Any]]] = list((await session.scalars(latest)).all())
    labels = [button["label"] for row in rows for button in row if button["payload"] == payload]
    return labels[0] if labels else None


_RECENT = 10


def _show(
    session: AsyncSession, conversation: Conversation, message: Message, at: datetime
) -> None:
    conversation.last_position += 1
    message.position = conversation.last_position
    message.delivered_at = at
    announce(session, "messages")
