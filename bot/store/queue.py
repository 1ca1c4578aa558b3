"""What may be taken next: the questions that workers and senders ask all the time.

They are built once. `at` is the moment, `token` names who asks.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from bot.store.models import Conversation, Inbox, InboxStatus, Outbox, OutboxStatus
from bot.store.types import UTCDateTime

_AT = bindparam("at", type_=UTCDateTime())
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
        Conversation.lease_owner == _TOKEN,
    )


WITH_AN_EVENT = (
    select(Conversation)
    .join(Inbox, Inbox.conversation_id == Conversation.id)
    .where(
        Inbox.status == InboxStatus.PENDING,
        Inbox.not_before <= _AT,
        _is_first(),
        _is_free(),
    )
    .order_by(Inbox.id)
    .limit(1)
    .with_for_update(of=Conversation, skip_locked=True)
)
"""The free conversation whose event came first. One that waits to be tried again holds up the
later ones of its conversation."""

FIRST_EVENT = (
    select(Inbox)
    .where(
        Inbox.conversation_id == bindparam("conversation_id"),
        Inbox.status == InboxStatus.PENDING,
        Inbox.not_before.is_not(None),
    )
    .order_by(Inbox.id)
    .limit(1)
)
"""The event of `conversation_id` that came first."""


def _may_go() -> ColumnElement[bool]:
    """Whether a message waits, is due, and no other of its conversation goes before it.

    One at a time is under way. Of the same priority, one that was tried and waits to be tried again
    goes first; one that is planned for later holds nothing up.
    """
    other = aliased(Outbox)
    tried = or_(other.attempts > 0, other.doubts > 0)
    goes_before = and_(
        other.priority == Outbox.priority,
        other.id < Outbox.id,
        or_(other.not_before <= _AT, tried),
    )
    return and_(
        Outbox.status.in_([OutboxStatus.PENDING, OutboxStatus.IN_DOUBT]),
        Outbox.not_before <= _AT,
        ~exists().where(
            other.conversation_id == Outbox.conversation_id,
            other.id != Outbox.id,
            other.not_before.is_not(None),
            or_(other.status == OutboxStatus.LEASED, goes_before),
        ),
    )


WITH_A_MESSAGE = (
    select(Conversation)
    .join(Outbox, Outbox.conversation_id == Conversation.id)
    .where(_may_go(), Conversation.channel.in_(bindparam("channels", expanding=True)))
    .order_by(Outbox.priority, Outbox.id)
    .limit(1)
    .with_for_update(of=Conversation, skip_locked=True)
)
"""The conversation, on one of `channels`, that has the most urgent message."""

MOST_URGENT = (
    select(Outbox)
    .where(Outbox.conversation_id == bindparam("conversation_id"), _may_go())
    .order_by(Outbox.priority, Outbox.id)
    .limit(1)
)
"""The message of `conversation_id` to send next."""

ABANDONED = (
    select(Outbox)
    .where(
        Outbox.lease_until.is_not(None),
        or_(Outbox.lease_until < _AT, Outbox.lease_owner == _TOKEN),
    )
    .with_for_update(skip_locked=True)
)
"""What senders that died were sending, and what the asking one broke off."""
