"""Queries about what citizens say of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Feedback
from bot.store.redact import redact
from bot.store.session import now


@dataclass(frozen=True, slots=True)
class Opinions:
    """How often an answer was of use and how often not, and when that was last said."""

    about: str
    useful: int
    not_useful: int
    last: datetime


async def give(
    session: AsyncSession,
    conversation_id: int,
    *,
    about: str,
    ruleset: str,
    useful: bool,
    remark: str | None = None,
) -> None:
    """Keep an opinion; a remark, redacted, completes the one that came before it.

    A person who changes their mind about the same answer has one opinion, the latest.
    """
    query = (
        select(Feedback)
        .filter_by(conversation_id=conversation_id, about=about)
        .order_by(Feedback.id.desc())
        .limit(1)
    )
    kept = (await session.scalars(query)).one_or_none()
    if kept is None or kept.ruleset != ruleset:
        kept = Feedback(conversation_id=conversation_id, about=about, ruleset=ruleset)
        session.add(kept)
    kept.useful = useful
    kept.at = now(session)
    if remark is not None:
        kept.remark = redact(remark)
    elif useful:
        kept.remark = None
    await session.flush()


async def by_answer(session: AsyncSession, limit: int, offset: int = 0) -> Sequence[Opinions]:
    """Return the opinions counted by answer, those most often not of use first."""
    useful = func.sum(case((Feedback.useful, 1), else_=0))
    not_useful = func.sum(case((Feedback.useful, 0), else_=1))
    query = (
        select(Feedback.about, useful, not_useful, func.max(Feedback.at))
        .group_by(Feedback.about)
        .order_by(not_useful.desc(), useful.desc(), Feedback.about)
        .limit(limit)
        .offset(offset)
    )
    return [Opinions(*row) for row in await session.execute(query)]


async def answers(session: AsyncSession) -> int:
    """Return of how many answers there is an opinion."""
    return await session.scalar(select(func.count(Feedback.about.distinct()))) or 0


async def remarks(
    session: AsyncSession, limit: int, about: str | None = None
) -> Sequence[Feedback]:
    """Return the newest remarks, of one answer where it is named."""
    query = select(Feedback).where(Feedback.remark.is_not(None))
    if about is not None:
        query = query.where(Feedback.about == about)
    return (
        await session.scalars(query.order_by(Feedback.at.desc(), Feedback.id.desc()).limit(limit))
    ).all()
