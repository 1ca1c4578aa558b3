"""How much waits and for how long: what is measured of a whole installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store.models import Conversation, Inbox, InboxStatus, Outbox, OutboxStatus, Owner, Priority
from bot.store.session import Session, now


@dataclass(frozen=True, slots=True)
class Measures:
    """The state of the queues at one moment; ages are in seconds, 0 where nothing waits."""

    oldest_unprocessed: float
    oldest_unsent: Mapping[Priority, float]
    inbox: Mapping[InboxStatus, int]
    outbox: Mapping[tuple[OutboxStatus, Priority], int]
    waiting_for_a_person: int


async def take(session: Session) -> Measures:
    """Measure; finished rows are not looked at, except those that failed or are in doubt."""
    at = now(session)
    heard = select(func.min(Inbox.received_at)).where(Inbox.not_before.is_not(None))
    owed = (
        select(Outbox.priority, func.min(Outbox.created_at))
        .where(Outbox.not_before.is_not(None), Outbox.not_before <= at)
        .group_by(Outbox.priority)
    )
    unsent = dict((await session.execute(owed)).all())
    waiting = select(func.count()).where(
        Conversation.owner == Owner.PERSON, Conversation.owner_staff_id.is_(None)
    )
    return Measures(
        oldest_unprocessed=_age((await session.scalars(heard)).one(), at),
        oldest_unsent={one: _age(unsent.get(one), at) for one in Priority},
        inbox=await _inbox(session),
        outbox=await _outbox(session),
        waiting_for_a_person=(await session.scalars(waiting)).one(),
    )


async def _inbox(session: Session) -> dict[InboxStatus, int]:
    pending = select(func.count()).where(Inbox.not_before.is_not(None))
    failed = select(func.count()).where(Inbox.status == InboxStatus.FAILED)
    return {
        InboxStatus.PENDING: (await session.scalars(pending)).one(),
        InboxStatus.FAILED: (await session.scalars(failed)).one(),
    }


async def _outbox(session: Session) -> dict[tuple[OutboxStatus, Priority], int]:
    lost = (OutboxStatus.FAILED, OutboxStatus.IN_DOUBT)
    by_kind = select(Outbox.status, Outbox.priority, func.count())
    counts: dict[tuple[OutboxStatus, Priority], int] = {}
    for status in OutboxStatus:
        if status not in {OutboxStatus.SENT, OutboxStatus.CANCELLED}:
            counts |= {(status, priority): 0 for priority in Priority}
    for which in (
        Outbox.not_before.is_not(None) & Outbox.status.not_in(lost),
        Outbox.status.in_(lost),
    ):
        rows = await session.execute(by_kind.where(which).group_by(Outbox.status, Outbox.priority))
        counts |= {(status, Priority(priority)): count for status, priority, count in rows}
    return counts


def _age(since: datetime | None, at: datetime) -> float:
    return 0.0 if since is None else max((at - since).total_seconds(), 0.0)
