"""Queries about questions that nobody has written an answer for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Unanswered
from bot.store.redact import redact
from bot.store.session import now


def add(
    session: AsyncSession,
    conversation_id: int,
    text: str,
    ranking: Iterable[Sequence[str | float]],
) -> None:
    """Keep a question, redacted, with its candidates: (intent, confidence), best first."""
    session.add(
        Unanswered(
            conversation_id=conversation_id,
            text=redact(text),
            ranking=[list(candidate) for candidate in ranking],
            at=now(session),
        )
    )


async def latest(session: AsyncSession, limit: int = 100, offset: int = 0) -> Sequence[Unanswered]:
    """Return the newest questions."""
    query = select(Unanswered).order_by(Unanswered.id.desc()).limit(limit).offset(offset)
    return (await session.scalars(query)).all()
