"""Queries about the inbox: taking events in, and one worker at a time taking them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Insert, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.store import queue
from bot.store.models import Conversation, Inbox, InboxStatus
from bot.store.models.base import ERROR_LENGTH, table_of
from bot.store.prepared import Prepared
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


@dataclass(frozen=True, slots=True)
class Put:
    """An event in the inbox: whether it is `new`, and whether it counts as handled."""

    inbox_id: int
    new: bool
    done: bool = False


async def put(
    session: AsyncSession,
    *,
    conversation_id: int,
    channel: str,
    external_id: str,
    payload: Mapping[str, Any],
    received_at: datetime,
    done: bool = False,
) -> Put:
    """Store an event. A repeat changes nothing.

    With `done` it is stored as handled, by the transaction that handles it, for which the
    conversation must be locked; but where earlier events of it wait, it waits behind them.
    """
    event = {
        "conversation_id": conversation_id,
        "channel": channel,
        "external_id": external_id,
        "payload": None if done else dict(payload),
        "status": InboxStatus.DONE if done else InboxStatus.PENDING,
        "received_at": received_at,
        "attempts": 0,
        "not_before": None if done else now(session),
        "done_at": now(session) if done else None,
        "of_conversation": conversation_id,
    }
    rows = await _PUT.run(session, event)
    if not rows:
        known = await find(session, channel, external_id)
        if known is None:
            raise LookupError("an event that was there a moment ago is gone")
        return Put(known, new=False)
    inbox_id, others_wait = rows[0]
    if done and others_wait:
        await session.execute(
            update(Inbox)
            .where(Inbox.id == inbox_id)
            .values(
                payload=dict(payload),
                status=InboxStatus.PENDING,
                not_before=now(session),
                done_at=None,
            )
        )
    elif done:
        return Put(inbox_id, new=True, done=True)
    announce(session, "inbox")
    return Put(inbox_id, new=True)


def _put_into(database: str) -> Insert:
    # It tells of others that wait by itself: a look before it, while the database waits for the
    # lock of the conversation, would not see what the holder of the lock left.
    waiting = aliased(Inbox)
    return (
        insertion(database, table_of(Inbox))
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
        .returning(
            table_of(Inbox).c.id,
            exists().where(
                waiting.conversation_id == bindparam("of_conversation"),
                waiting.not_before.is_not(None),
            ),
        )
    )


_PUT = Prepared(
    _put_into,
    (
        "conversation_id",
        "channel",
        "external_id",
        "payload",
        "status",
        "attempts",
        "received_at",
        "not_before",
        "done_at",
    ),
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
    of_worker = queue.moment(at) | {"token": token}
    found = (await session.execute(queue.WITH_AN_EVENT, of_worker)).one_or_none()
    if found is None:
        return None
    conversation, event = found
    conversation.lease_owner = token
    conversation.lease_until = at + lease
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
