"""Queries about quotes: what someone was told they would pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import audit
from bot.store.models import Quote
from bot.store.models.base import table_of
from bot.store.prepared import Prepared
from bot.store.session import now


async def store(
    session: AsyncSession,
    conversation_id: int,
    request: Mapping[str, Any],
    answer: Mapping[str, Any],
) -> int:
    """Keep a request and its answer (`ansinh quote`), with the ruleset that gave it.

    Returns its id.
    """
    row = {
        "conversation_id": conversation_id,
        "request": dict(request),
        "answer": dict(answer),
        "ruleset": answer["ruleset"],
        "at": now(session),
    }
    [[quote_id]] = await _STORE.run(session, row)
    return int(quote_id)


_STORE = Prepared(
    lambda _: table_of(Quote).insert().returning(table_of(Quote).c.id),
    ("conversation_id", "request", "answer", "ruleset", "at"),
)


async def get(session: AsyncSession, quote_id: int) -> Quote | None:
    """Return the quote, or None where there is none."""
    return await session.get(Quote, quote_id)


def looked_up(session: AsyncSession, quote_id: int, staff_id: int) -> None:
    """Write into the audit that a member of staff looked a quote up by its check code."""
    audit.write(session, staff_id, "quote.looked_up", "quote", quote_id)


async def latest(session: AsyncSession, conversation_id: int) -> Quote | None:
    """Return the last quote of the conversation, or None where there is none."""
    query = (
        select(Quote).filter_by(conversation_id=conversation_id).order_by(Quote.id.desc()).limit(1)
    )
    return (await session.scalars(query)).one_or_none()
