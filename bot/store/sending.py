"""Queries about sending: one sender at a time holds a message of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Capabilities, Rate, Scope
from bot.conversation.replies import Reply
from bot.store import buckets, conversations, log, outbox, queue
from bot.store.models import Author, Conversation, OptIn, Outbox, OutboxStatus, Owner, Priority
from bot.store.models.base import ERROR_LENGTH
from bot.store.rows import Rows
from bot.store.session import now

SENT_AGAIN = frozenset({Priority.REPLY, Priority.HAND_OFF})
"""What is sent once more when nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to send now; a bucket opens at `until`, where one is closed."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that one sender holds."""

    outbox_id: int
    conversation_id: int
    channel: str
    chat: str
    priority: Priority
    reply: Reply
    attempts: int
    parts_sent: int


async def claim(
    session: AsyncSession,
    token: str,
    lease: timedelta,
    channels: Mapping[str, Capabilities],
    *,
    unasked: bool = True,
) -> Leased | Nothing:
    """Take the most urgent message that may go out on one of `channels`, for `lease`.

    One message of a conversation is under way at a time, and none goes out for which the bucket of
    its account or its chat has no token. Without `unasked`, only what somebody waits for is taken.
    A message that must not go out any more is cancelled on the way, and one that no key decrypts
    fails.
    """
    at = now(session)
    await _doubt_the_abandoned(session, at, token)
    rates = {name: shown.account_rate for name, shown in channels.items()}
    while True:
        looked = await _look(session, rates, unasked=unasked)
        if isinstance(looked, Nothing):
            return looked
        conversation, least = looked
        # Looked for anew under the lock: another sender may have been faster.
        of_this = queue.moment(at) | {"of_conversation": conversation.id, "least": least}
        found = await queue.MOST_URGENT.run(session, of_this)
        if not found:
            return Nothing()
        row = _ROWS.of(found[0])
        if await _must_not_go(session, conversation, row):
            outbox.finish(row, OutboxStatus.CANCELLED)
            await _keep(session, row)
            continue
        if row.body is None:
            row.error = "no key decrypts it"
            outbox.finish(row, OutboxStatus.FAILED)
            await _keep(session, row)
            continue
        rate = rates[conversation.channel]
        if rate is not None:
            share = _share(row.priority)
            again = await buckets.take_of_account(session, conversation.channel, rate, share)
            if again is not None:
                return Nothing(again)
        await buckets.charge(session, conversation, chat=channels[conversation.channel].chat_rate)
        row.status = OutboxStatus.LEASED
        row.lease_owner = token
        row.lease_until = at + lease
        await _keep(session, row, conversation)
        return _leased(conversation, row, row.body)


async def _look(
    session: AsyncSession, rates: Mapping[str, Rate | None], *, unasked: bool
) -> tuple[Conversation, Priority] | Nothing:
    """Return a conversation to send in, locked, and the least urgent that may be sent there."""
    at = now(session)
    moment = queue.moment(at)
    accounts = await buckets.accounts(session)
    closed = buckets.opening(accounts, rates, at, buckets.WHOLE)
    free = tuple(sorted(rates.keys() - closed.keys()))
    if free and (found := await queue.with_a_reply(free).run(session, moment)):
        return conversations.ROWS.of(found[0]), Priority.HAND_OFF
    if unasked:
        closed |= buckets.opening(accounts, rates, at, buckets.FOR_THE_UNASKED)
        for name in rates.keys() - closed.keys():
            of_channel = moment | {"of_channel": name}
            if found := await queue.WITH_AN_UNASKED.run(session, of_channel):
                return conversations.ROWS.of(found[0]), Priority.BROADCAST
    return Nothing(min(closed.values(), default=None))


def _share(priority: int) -> Fraction:
    return buckets.WHOLE if priority <= Priority.HAND_OFF else buckets.FOR_THE_UNASKED


async def progress(
    session: AsyncSession,
    leased: Leased,
    token: str,
    parts_sent: int,
    lease: timedelta,
    shown: Capabilities,
) -> bool:
    """Record that `parts_sent` parts arrived; return whether the next part may go out.

    It does not wait for a token: a message is not left half said, what follows it waits.
    """
    conversation, row = await _held(session, leased, token)
    if row is None:
        return False
    row.parts_sent = parts_sent
    going_on = not await _must_not_go(session, conversation, row)
    if going_on:
        row.lease_until = now(session) + lease
        await buckets.charge(
            session, conversation, account=shown.account_rate, chat=shown.chat_rate
        )
    else:
        outbox.finish(row, OutboxStatus.CANCELLED)
    await _keep(session, row, conversation)
    return going_on


async def sent(
    session: AsyncSession,
    leased: Leased,
    token: str,
    platform_message_id: str | None,
    choices: list[str] | None,
) -> bool:
    """Record that the message arrived; `choices` are the payloads of its numbered list, if any.

    Returns False where the lease was lost: the row then is another sender's to decide.
    """
    conversation, row = await _held(session, leased, token)
    if row is None:
        return False
    row.platform_message_id = platform_message_id
    row.sent_at = now(session)
    outbox.finish(row, OutboxStatus.SENT)
    conversation.failing_since = None
    if choices:
        conversation.choices = choices
    await log.mark_delivered(session, conversation, row.id)
    await _keep(session, row, conversation)
    return True


async def put_off(
    session: AsyncSession,
    leased: Leased,
    token: str,
    delay: timedelta,
    error: str,
    *,
    pause: Scope | None = None,
    rest: timedelta | None = None,
    moved_to: str | None = None,
) -> bool:
    """Have the message sent again after `delay`: the platform did not take it.

    With `pause`, nothing else of the account or the chat goes out before then either; with `rest`,
    nothing else of the account for so long. What the conversation is sent goes to `moved_to` from
    now on, where there is one.
    """
    conversation, row = await _held(session, leased, token)
    conversation.moved_to = moved_to or conversation.moved_to
    await _rest(session, conversation, rest)
    if pause is Scope.ACCOUNT:
        await buckets.pause_account(session, conversation.channel, delay)
    elif pause is Scope.CHAT:
        buckets.pause_chat(session, conversation, delay)
    if row is not None:
        row.status = OutboxStatus.PENDING
        row.attempts += 1
        row.not_before = now(session) + min(delay, buckets.LONGEST_PAUSE)
        row.error = error[:ERROR_LENGTH]
        row.lease_until = None
    await _keep(session, row, conversation)
    return row is not None


async def fail(session: AsyncSession, leased: Leased, token: str, error: str) -> bool:
    """Give the message up: it will never be taken."""
    conversation, row = await _held(session, leased, token)
    if row is None:
        return False
    conversation.failing_since = conversation.failing_since or now(session)
    row.attempts += 1
    row.error = error[:ERROR_LENGTH]
    outbox.finish(row, OutboxStatus.FAILED)
    await _keep(session, row, conversation)
    return True


async def doubt(
    session: AsyncSession,
    leased: Leased,
    token: str,
    delay: timedelta,
    error: str,
    *,
    rest: timedelta | None = None,
) -> bool:
    """Record that nobody knows whether the message arrived; a reply is sent once more.

    With `rest`, nothing else of the account goes out before then: its platform is broken.
    """
    conversation, row = await _held(session, leased, token)
    await _rest(session, conversation, rest)
    if row is None:
        return False
    row.error = error[:ERROR_LENGTH]
    _doubt(row, now(session) + max(delay, rest or delay))
    await _keep(session, row)
    return True


async def _rest(session: AsyncSession, conversation: Conversation, rest: timedelta | None) -> None:
    if rest is not None:
        await buckets.pause_account(session, conversation.channel, rest)


async def _must_not_go(session: AsyncSession, conversation: Conversation, row: Outbox) -> bool:
    if row.author is Author.BOT and conversation.owner is Owner.PERSON:
        return True
    if row.priority != Priority.BROADCAST:
        return False
    wanted = select(
        exists().where(OptIn.conversation_id == conversation.id, OptIn.opted_out_at.is_(None))
    )
    return not (await session.scalars(wanted)).one()


async def _doubt_the_abandoned(session: AsyncSession, at: datetime, token: str) -> None:
    """Take back what senders that died were sending: it may have arrived.

    So may what this very sender still holds when it comes for more: it broke off.
    """
    of_sender = queue.moment(at) | {"token": token}
    for values in await queue.ABANDONED.run(session, of_sender):
        row = _ROWS.of(values)
        row.error = "the sender broke off while sending"
        _doubt(row, at)
        await _keep(session, row)


def _doubt(row: Outbox, again_at: datetime) -> None:
    row.doubts += 1
    if row.doubts == 1 and row.priority in SENT_AGAIN:
        row.status = OutboxStatus.IN_DOUBT
        row.not_before = again_at
        row.lease_until = None
    else:
        outbox.finish(row, OutboxStatus.IN_DOUBT)


async def _held(
    session: AsyncSession, leased: Leased, token: str
) -> tuple[Conversation, Outbox | None]:
    [values] = await queue.HELD.run(session, {"of_message": leased.outbox_id})
    conversation, rest = conversations.ROWS.split(values)
    row = _ROWS.of(rest)
    # A sender that was thought dead may still settle the doubt, until another one tries.
    mine = row.lease_owner == token and row.status in (OutboxStatus.LEASED, OutboxStatus.IN_DOUBT)
    return conversation, row if mine else None


async def _keep(
    session: AsyncSession, row: Outbox | None, conversation: Conversation | None = None
) -> None:
    """Write down what sending changes of a message and its conversation."""
    if row is not None:
        await _ROWS.keep(session, row)
    if conversation is not None:
        await conversations.keep(session, conversation)


_ROWS = Rows(Outbox, fixed=("id", "conversation_id", "channel", "priority", "author", "created_at"))


def _leased(conversation: Conversation, row: Outbox, body: Mapping[str, Any]) -> Leased:
    return Leased(
        outbox_id=row.id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        chat=conversation.moved_to or conversation.chat,
        priority=Priority(row.priority),
        reply=Reply.from_json(body),
        attempts=row.attempts,
        parts_sent=row.parts_sent,
    )
