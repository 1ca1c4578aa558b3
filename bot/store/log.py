"""Writes the message log; nothing gets into it without being redacted."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.replies import Reply
from bot.store.models import Conversation, Direction, Message
from bot.store.models.base import table_of
from bot.store.prepared import Prepared
from bot.store.redact import redact, redact_known
from bot.store.session import announce, now


async def heard(
    session: AsyncSession, conversation: Conversation, kind: str, text: str, at: datetime
) -> None:
    """Log what a citizen said; `kind` is the type of the event."""
    row = {
        "conversation_id": conversation.id,
        "position": _next_position(session, conversation),
        "direction": Direction.IN,
        "kind": kind,
        "text": redact(text),
        "buttons": [],
        "sources": [],
        "attachments": [],
        "at": at,
        "delivered_at": now(session),
    }
    await _HEARD.run(session, row)


async def said(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    *,
    outbox_id: int,
    quote_id: int | None = None,
    staff_id: int | None = None,
    phones: Set[str] = frozenset(),
) -> int:
    """Log what is going to be sent; return the message's id.

    `phones` (E.164) are the citizen's own, which are masked.
    """
    body = reply.as_json()
    row = {
        "conversation_id": conversation.id,
        "direction": Direction.OUT if staff_id is None else Direction.STAFF,
        "kind": "reply",
        "text": redact_known(reply.text, phones),
        "buttons": body["buttons"],
        "sources": body["sources"],
        "attachments": body["attachments"],
        "quote_id": quote_id,
        "outbox_id": outbox_id,
        "staff_id": staff_id,
        "at": now(session),
    }
    [[message_id]] = await _SAID.run(session, row)
    return int(message_id)


_MESSAGES = table_of(Message)
_BOTH = ("conversation_id", "direction", "kind", "text", "buttons", "sources", "attachments", "at")
_HEARD = Prepared(lambda _: _MESSAGES.insert(), (*_BOTH, "position", "delivered_at"))
_SAID = Prepared(
    lambda _: _MESSAGES.insert().returning(_MESSAGES.c.id),
    (*_BOTH, "quote_id", "outbox_id", "staff_id"),
)


async def mark_delivered(session: AsyncSession, conversation: Conversation, outbox_id: int) -> None:
    """Let the citizen see the message of an outbox row that arrived."""
    for [message_id] in await _UNDELIVERED.run(session, {"of_row": outbox_id}):
        position = _next_position(session, conversation)
        shown = {"of_id": message_id, "position": position, "delivered_at": now(session)}
        await _SHOW.run(session, shown)


_UNDELIVERED = Prepared(
    lambda _: (
        select(Message.id)
        .where(Message.outbox_id == bindparam("of_row"), Message.delivered_at.is_(None))
        .order_by(Message.id)
    )
)
_SHOW = Prepared(
    lambda _: _MESSAGES.update().where(_MESSAGES.c.id == bindparam("of_id")),
    ("position", "delivered_at"),
)


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


def _next_position(session: AsyncSession, conversation: Conversation) -> int:
    """Return the place of a message that the citizen sees from now on."""
    announce(session, "messages")
    conversation.last_position += 1
    return conversation.last_position
