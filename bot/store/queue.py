"""What may be taken next: the questions that workers and senders ask all the time.

They are built once. `at` is the moment, `token` names who asks; a moment after `far` is not
believed, for a clock that was wrong wrote it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from bot.store.models import Conversation, Inbox, InboxStatus, Outbox, OutboxStatus, Priority
from bot.store.models.base import table_of
from bot.store.prepared import Prepared
from bot.store.types import UTCDateTime

FAR = timedelta(days=1)
"""No lease and no pause reaches further: what does was written while a clock was wrong."""


def moment(at: datetime) -> dict[str, datetime]:
    """Return what every question here is asked with: the moment, and the last that is believed."""
    return {"at": at, "far": at + FAR}


_AT = bindparam("at", type_=UTCDateTime())
_FAR = bindparam("far", type_=UTCDateTime())
_TOKEN = bindparam("token", type_=String())


def _is_first() -> ColumnElement[bool]:
    """Whether no event of the same conversation waits longer."""
    earlier = aliased(Inbox)
    return ~exists().where(
        earlier.conversation_id == Inbox.conversation_id,
        earlier.not_before.is_not(None),
        earlier.id < Inbox.id,
    )


def _is_free() -> ColumnElement[bool]:
    """Whether nobody handles an event of the conversation.

    What the asking worker itself still holds is from an attempt that broke off.
    """
    return or_(
        Conversation.lease_until.is_(None),
        Conversation.lease_until < _AT,
        Conversation.lease_until > _FAR,
        Conversation.lease_owner == _TOKEN,
    )


WITH_AN_EVENT = (
    select(Conversation, Inbox)
    .join(Inbox, Inbox.conversation_id == Conversation.id)
    .where(
        Inbox.status == InboxStatus.PENDING,
        Inbox.not_before.is_not(None),
        or_(Inbox.not_before <= _AT, Inbox.not_before > _FAR),
        _is_first(),
        _is_free(),
    )
    .order_by(Inbox.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
"""The free conversation whose event came first, and that event. One that waits to be tried again
holds up the later ones of its conversation. Both rows are locked, so that the database looks anew
at one that another worker finished meanwhile; no earlier event can appear, for events get their
number while their conversation is locked."""


def _was_tried(message: type[Outbox]) -> ColumnElement[bool]:
    return or_(message.attempts > 0, message.doubts > 0)


def _is_due(message: type[Outbox]) -> ColumnElement[bool]:
    """Whether its time has come; a time that a wrong clock wrote counts as come."""
    misdated = or_(message.created_at > _FAR, and_(_was_tried(message), message.not_before > _FAR))
    return or_(message.not_before <= _AT, and_(message.not_before.is_not(None), misdated))


def _may_go() -> ColumnElement[bool]:
    """Whether a message waits, is due, and no other of its conversation goes before it.

    One at a time is under way. Of the same priority, one that was tried and waits to be tried again
    goes first; one that is planned for later holds nothing up.
    """
    other = aliased(Outbox)
    tried = _was_tried(other)
    goes_before = and_(
        other.priority == Outbox.priority,
        other.id < Outbox.id,
        or_(_is_due(other), tried),
    )
    return and_(
        or_(Outbox.status == OutboxStatus.PENDING, Outbox.status == OutboxStatus.IN_DOUBT),
        _is_due(Outbox),
        ~exists().where(
            other.conversation_id == Outbox.conversation_id,
            other.id != Outbox.id,
            other.not_before.is_not(None),
            or_(other.status == OutboxStatus.LEASED, goes_before),
        ),
    )


def _is_open() -> ColumnElement[bool]:
    """Whether the chat may be sent to: neither its bucket is empty nor did the platform object.

    A moment later than `far` comes from a clock that was wrong.
    """
    return or_(
        Conversation.send_after.is_(None),
        Conversation.send_after <= _AT,
        Conversation.send_after > _FAR,
    )


def _with_a_message(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(table_of(Conversation))
        .join(Outbox, Outbox.conversation_id == Conversation.id)
        .where(which, _may_go(), _is_open())
        .order_by(Outbox.priority, Outbox.id)
        .limit(1)
        .with_for_update(of=Conversation, skip_locked=True)
    )


@cache
def with_a_reply(channels: tuple[str, ...]) -> Prepared:
    """Return the look for a conversation, on one of `channels`, to send in.

    It is the one that has the most urgent message somebody waits for.
    """
    one_of_them = or_(*(Outbox.channel == channel for channel in channels))
    waited_for = and_(Outbox.priority <= Priority.HAND_OFF, one_of_them)
    return Prepared(lambda _: _with_a_message(waited_for))


WITH_AN_UNASKED = Prepared(
    lambda _: _with_a_message(
        and_(
            Outbox.priority > Priority.HAND_OFF,
            Outbox.channel == bindparam("of_channel", type_=String()),
        )
    )
)
"""The conversation on a channel with the most urgent message that nobody asked for just now."""

MOST_URGENT = Prepared(
    lambda _: (
        select(table_of(Outbox))
        .where(
            Outbox.conversation_id == bindparam("of_conversation"),
            Outbox.priority <= bindparam("least", type_=Integer()),
            _may_go(),
        )
        .order_by(Outbox.priority, Outbox.id)
        .limit(1)
    )
)
"""The message of a conversation, at least as urgent as `least`, to send next."""

ABANDONED = Prepared(
    lambda _: (
        select(table_of(Outbox))
        .where(
            Outbox.lease_until.is_not(None),
            or_(
                Outbox.lease_until < _AT,
                Outbox.lease_until > _FAR,
                Outbox.lease_owner == _TOKEN,
            ),
        )
        .with_for_update(skip_locked=True)
    )
)
"""What senders that died were sending, and what the asking one broke off."""

HELD = Prepared(
    lambda _: (
        select(table_of(Conversation), table_of(Outbox))
        .join_from(table_of(Conversation), table_of(Outbox))
        .where(Outbox.id == bindparam("of_message"))
        .with_for_update()
    )
)
"""A message and its conversation, locked."""
