"""Token buckets of accounts and chats, kept in the database: the same for every process.

A bucket is one moment: when it will be full again. Taking a token moves it on by the time that a
token takes to come back, so there is nothing to refill and nothing to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import bindparam, select

from bot.channels.contract import Rate
from bot.store.models import Account, Conversation
from bot.store.prepared import Prepared
from bot.store.rows import Rows
from bot.store.session import Session, insert_into, now

LONGEST_PAUSE = timedelta(hours=12)
"""What a platform may ask for at most: a moment further away is a fault of a clock."""

DEBT = timedelta(minutes=1)

WHOLE = Fraction(1)
FOR_THE_UNASKED = Fraction(1, 2)
"""How much of a bucket reminders and broadcasts may use; the rest is there for replies."""
LATENESS = timedelta(milliseconds=25)
"""How late a sender may come for a token without losing it: a bucket that is full fills no further,
so whoever may take its last token only would lose every moment of being late. Of what is there for
replies no more than this is used."""


def opens_at(full_at: datetime | None, rate: Rate, at: datetime, share: Fraction) -> datetime:
    """Return when the next token can be had by who may use `share` of the bucket."""
    usable = max(int(rate.burst * share), 1)
    token = timedelta(seconds=rate.seconds_each)
    full_at = _believable(full_at, rate, at)
    return full_at - token * (usable - 1) - min(LATENESS, token * (rate.burst - usable))


def take(full_at: datetime | None, rate: Rate, at: datetime) -> datetime:
    """Return when the bucket will be full again after one more token was taken."""
    return max(_believable(full_at, rate, at), at) + timedelta(seconds=rate.seconds_each)


def _believable(full_at: datetime | None, rate: Rate, at: datetime) -> datetime:
    """Return `full_at`, or now where nobody or a clock that was wrong wrote it.

    A long message takes more tokens than there are: `DEBT` at most.
    """
    emptiest = at + timedelta(seconds=rate.seconds_each) * rate.burst + DEBT
    return at if full_at is None or full_at > emptiest else full_at


async def accounts(session: Session) -> list[Account]:
    """Return all accounts as they are, to be looked at."""
    return [_ROWS.of(values) for values in await _ALL.run(session, {})]


def opening(
    known: Iterable[Account], rates: Mapping[str, Rate | None], at: datetime, share: Fraction
) -> dict[str, datetime]:
    """Return when each channel's account may send next; left out are those that may send now."""
    opens = {
        account.channel: _opens(account, rates[account.channel], at, share)
        for account in known
        if account.channel in rates
    }
    return {channel: moment for channel, moment in opens.items() if moment > at}


async def take_of_account(
    session: Session, channel: str, rate: Rate, share: Fraction
) -> datetime | None:
    """Take a token of the channel's account; return None, or when there will be one to take."""
    at = now(session)
    account = await hold_account(session, channel)
    opens = _opens(account, rate, at, share)
    if opens > at:
        return opens
    account.bucket_full_at = take(account.bucket_full_at, rate, at)
    await _ROWS.keep(session, account)
    return None


async def charge(
    session: Session,
    conversation: Conversation,
    *,
    account: Rate | None = None,
    chat: Rate | None = None,
) -> None:
    """Take a token of the given buckets whether there is one or not: it is sent already."""
    at = now(session)
    if account is not None:
        row = await hold_account(session, conversation.channel)
        row.bucket_full_at = take(row.bucket_full_at, account, at)
        await _ROWS.keep(session, row)
    if chat is not None:
        conversation.bucket_full_at = take(conversation.bucket_full_at, chat, at)
        opens = opens_at(conversation.bucket_full_at, chat, at, WHOLE)
        conversation.send_after = opens if opens > at else None


async def pause_account(session: Session, channel: str, wait: timedelta) -> None:
    """Send nothing on the channel for `wait`, or longer where it is paused for longer already."""
    account = await hold_account(session, channel)
    account.paused_until = _later(account.paused_until, now(session), wait)
    await _ROWS.keep(session, account)


def pause_chat(session: Session, conversation: Conversation, wait: timedelta) -> None:
    """Send nothing to the chat for `wait`, or longer where it is paused for longer already."""
    conversation.send_after = _later(conversation.send_after, now(session), wait)


def _later(until: datetime | None, at: datetime, wait: timedelta) -> datetime:
    paused = at + min(wait, LONGEST_PAUSE)
    return paused if until is None or until > at + LONGEST_PAUSE else max(until, paused)


def _opens(account: Account, rate: Rate | None, at: datetime, share: Fraction) -> datetime:
    moments = [at] if rate is None else [at, opens_at(account.bucket_full_at, rate, at, share)]
    if account.paused_until is not None and account.paused_until <= at + LONGEST_PAUSE:
        moments.append(account.paused_until)
    return max(moments)


async def hold_account(session: Session, channel: str) -> Account:
    """Return the channel's account, made where there was none, held for the transaction."""
    of_channel = {"of_channel": channel}
    found = await _HELD.run(session, of_channel)
    if not found:
        await make_accounts(session, [channel])
        found = await _HELD.run(session, of_channel)
    return _ROWS.of(found[0])


_ROWS = Rows(Account, fixed=("channel",))
_ALL = Prepared(lambda _: select(_ROWS.table))
_HELD = Prepared(
    lambda _: (
        select(_ROWS.table).where(Account.channel == bindparam("of_channel")).with_for_update()
    )
)


async def make_accounts(session: Session, channels: Iterable[str]) -> None:
    """Add the accounts that are not there yet."""
    for channel in channels:
        await session.execute(
            insert_into(session, Account)
            .values(channel=channel)
            .on_conflict_do_nothing(index_elements=["channel"])
        )
