"""Queries about consents and opting in: the proof of what a person agreed to, and until when."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Consent, Conversation, OptIn
from bot.store.session import now


def give(
    session: AsyncSession,
    conversation: Conversation,
    *,
    purpose: str,
    version: str,
    text_sha256: str,
) -> Consent:
    """Record that the person agreed to the text with this hash."""
    consent = Consent(
        conversation_id=conversation.id,
        channel=conversation.channel,
        purpose=purpose,
        version=version,
        text_sha256=text_sha256,
        given_at=now(session),
    )
    session.add(consent)
    return consent


async def active(session: AsyncSession, conversation_id: int, purpose: str) -> Consent | None:
    """Return the latest consent for `purpose` that holds in the conversation, or None."""
    query = (
        select(Consent)
        .filter_by(conversation_id=conversation_id, purpose=purpose, withdrawn_at=None)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()


async def withdraw(session: AsyncSession, conversation_id: int, purpose: str | None = None) -> int:
    """End the consents of the conversation, of one purpose or all; return how many ended."""
    query = (
        update(Consent)
        .where(Consent.conversation_id == conversation_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now(session))
        .returning(Consent.id)
    )
    if purpose is not None:
        query = query.where(Consent.purpose == purpose)
    return len((await session.execute(query)).all())


async def opt_in(session: AsyncSession, conversation_id: int) -> None:
    """Record that the person wants to hear from us; a second wish changes nothing."""
    if not await opted_in(session, conversation_id):
        session.add(OptIn(conversation_id=conversation_id, opted_in_at=now(session)))


async def opt_out(session: AsyncSession, conversation_id: int) -> None:
    """Record that the person does not want to hear from us any more."""
    await session.execute(
        update(OptIn)
        .where(OptIn.conversation_id == conversation_id, OptIn.opted_out_at.is_(None))
        .values(opted_out_at=now(session))
    )


async def opted_in(session: AsyncSession, conversation_id: int) -> bool:
    """Return whether the person wants to hear from us."""
    query = select(OptIn.id).filter_by(conversation_id=conversation_id, opted_out_at=None)
    return (await session.scalars(query.limit(1))).one_or_none() is not None
