"""Queries about the audit: who looked at or changed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Audit
from bot.store.session import now


def write(
    session: AsyncSession,
    staff_id: int | None,
    action: str,
    subject: str,
    subject_id: int | str | None,
    detail: Mapping[str, Any] | None = None,
) -> Audit:
    """Add a line to the audit in this transaction.

    `action` is `subject.verb` (`lead.phone_revealed`); `detail` must hold no personal data. Without
    `staff_id` the citizen or the system acted.
    """
    line = Audit(
        at=now(session),
        staff_id=staff_id,
        action=action,
        subject=subject,
        subject_id=None if subject_id is None else str(subject_id),
        detail=dict(detail or {}),
    )
    session.add(line)
    return line


async def of_subject(
    session: AsyncSession, subject: str, subject_id: int | str, limit: int = 100
) -> Sequence[Audit]:
    """Return what happened to one thing, the newest first."""
    query = (
        select(Audit)
        .filter_by(subject=subject, subject_id=str(subject_id))
        .order_by(Audit.id.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def latest(session: AsyncSession, limit: int = 100, offset: int = 0) -> Sequence[Audit]:
    """Return the newest lines."""
    query = select(Audit).order_by(Audit.id.desc()).limit(limit).offset(offset)
    return (await session.scalars(query)).all()
