"""Queries about the inbox: taking events in, and one worker at a time taking them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from bot.store import queue
from bot.store.models import Conversation, Inbox, InboxStatus
from bot.store.models.base import ERROR_LENGTH, table_of
from bot.store.session import announce, insertion, now


class LeaseLostError(Exception):
    """Another worker took the conversation over; what this one did must be rolled back."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event that one worker holds, with what was remembered when it took it.

    `payload` is empty where no key decrypts it: that is no event, and fails as such.
    """

    inbox_id: int
    conversation_id: int
    channel: str
    chat: str
    payload: Mapping[str, Any]
    attempts: int
    received_at: datetime
    state: Mapping[str, Any] | None
    choices: tuple[str, ...]


async def put(
    session: AsyncSession,
    *,
    conversation_id: int,
    channel: str,
    external_id: str,
    payload: Mapping[str, Any],
    received_at: datetime,
) -> tuple[int, bool]:
    """Store an event; return its id and whether it is new. A repeat changes nothing."""
    event = {
        "conversation_id": conversation_id,
        "channel": channel,
        "external_id": external_id,
        "payload": dict(payload),
        "received_at": received_at,
        "not_before": now(session),
    }
    inserted = await session.execute(_put_into(session.get_bind().dialect.name), event)
    inbox_id = inserted.scalar_one_or_none()
    if inbox_id is not None:
        announce(session, "inbox")
        return inbox_id, True
    known = await find(session, channel, external_id)
    if known is None:
        raise LookupError("an event that was there a moment ago is gone")
    return known, False


@cache
def _put_into(database: str) -> ReturningInsert[int]:
    """Return the insertion, built once: every event takes it."""
    events = table_of(Inbox)
    return (
        insertion(database, events)
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
        .returning(events.c.id)
    )


async def take_back(session: AsyncSession, inbox_id: int) -> None:
    """Forget an event that came too fast; sent again later, it is new."""
    await session.execute(delete(Inbox).where(Inbox.id == inbox_id))


async def find(session: AsyncSession, channel: str, external_id: str) -> int | None:
    """Return the id of an event, or None where it is not stored."""
    known = select(Inbox.id).filter_by(channel=channel, external_id=external_id)
    return (await session.scalars(known)).one_or_none()


async def claim(session: AsyncSession, token: str, lease: timedelta) -> Claimed | None:
    """Take the oldest event of a conversation that nobody holds, for `lease`."""
    at = now(session)
    found = await _first(session, token)
    if found is None:
        return None
    conversation, event, _ = found
    conversation.lease_owner = token
    conversation.lease_until = at + lease
    return _claimed(conversation, event)


@dataclass(frozen=True, slots=True)
class Taken:
    """An event held by the transaction that handles it; `more` tells whether any other waits."""

    claimed: Claimed
    conversation: Conversation
    event: Inbox
    more: bool


async def take(session: AsyncSession, token: str) -> Taken | None:
    """Take the oldest event of a conversation that nobody holds, for this transaction only.

    Both rows are locked: whoever handles the event here needs no lease, and nobody else sees it
    until it is handled or everything is rolled back.
    """
    found = await _first(session, token)
    if found is None:
        return None
    conversation, event, more = found
    return Taken(_claimed(conversation, event), conversation, event, more)


async def _first(session: AsyncSession, token: str) -> tuple[Conversation, Inbox, bool] | None:
    at = now(session)
    moment = {"at": at, "far": at + queue.FAR, "token": token}
    found = (await session.execute(queue.WITH_AN_EVENT, moment)).one_or_none()
    return None if found is None else (found[0], found[1], bool(found[2]))


def _claimed(conversation: Conversation, event: Inbox) -> Claimed:
    return Claimed(
        inbox_id=event.id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        chat=conversation.chat,
        payload=event.payload or {},
        attempts=event.attempts,
        received_at=event.received_at,
        state=conversation.state,
        choices=tuple(conversation.choices or ()),
    )


async def hold(session: AsyncSession, claimed: Claimed, token: str) -> tuple[Conversation, Inbox]:
    """Lock the conversation and the event for the transaction that finishes it.

    Raises:
        LeaseLostError: the conversation is no longer held under `token`.
    """
    query = (
        select(Conversation, Inbox)
        .join(Inbox, Inbox.conversation_id == Conversation.id)
        .where(Inbox.id == claimed.inbox_id)
        .with_for_update()
    )
    found = (await session.execute(query)).one_or_none()
    if found is None or found[0].lease_owner != token:
        raise LeaseLostError(f"conversation {claimed.conversation_id}")
    if found[1].status is not InboxStatus.PENDING:
        raise LeaseLostError(f"event {claimed.inbox_id}")
    return found[0], found[1]


def consume(session: AsyncSession, conversation: Conversation, event: Inbox) -> None:
    """Mark the event as handled, erase what it said and give the conversation free."""
    event.status = InboxStatus.DONE
    event.payload = None
    event.not_before = None
    event.error = None
    event.done_at = now(session)
    _release(conversation)


def put_off(
    session: AsyncSession, conversation: Conversation, event: Inbox, delay: timedelta, error: str
) -> None:
    """Have the event tried again after `delay`."""
    event.attempts += 1
    event.error = error[:ERROR_LENGTH]
    event.not_before = now(session) + delay
    _release(conversation)


def give_up(session: AsyncSession, conversation: Conversation, event: Inbox, error: str) -> None:
    """Mark the event as failed. Its encrypted payload stays, to be looked into."""
    event.attempts += 1
    event.status = InboxStatus.FAILED
    event.not_before = None
    event.error = error[:ERROR_LENGTH]
    event.done_at = now(session)
    _release(conversation)


def _release(conversation: Conversation) -> None:
    conversation.lease_owner = None
    conversation.lease_until = None
