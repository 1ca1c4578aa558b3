"""What staff look at: lists, one lead with its history, and the phone behind the mask."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.phones import BadPhoneError, mask, parse_phone
from bot.leads.status import Interest, LeadStatus
from bot.store import audit
from bot.store.models import (
    AgentCommune,
    Consent,
    Contact,
    Conversation,
    Lead,
    LeadChange,
    LeadEvent,
    Quote,
    Staff,
)
from bot.store.session import vault_of


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead in a list; `name` and `masked_phone` are None once the citizen had them deleted."""

    id: int
    name: str | None
    masked_phone: str | None
    interest: Interest
    commune_code: str | None
    commune_name: str | None
    status: LeadStatus
    agent_id: int | None
    agent_name: str | None
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a lead's history; without `staff_name` the citizen or the system acted."""

    at: datetime
    change: LeadChange
    from_status: LeadStatus | None
    to_status: LeadStatus
    staff_name: str | None
    agent_name: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """Everything staff may see of a lead without asking for the phone."""

    lead: LeadRow
    note: str | None
    conversation_id: int | None
    channel: str | None
    history: Sequence[HistoryRow]
    quote_request: Mapping[str, Any] | None
    quote_answer: Mapping[str, Any] | None
    quote_at: datetime | None
    consent: Consent


async def search(
    session: AsyncSession,
    *,
    status: LeadStatus | str | None = None,
    commune: str | None = None,
    agent_id: int | None = None,
    visible_to: int | None = None,
    text: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[LeadRow], int]:
    """Return a page of leads, the most urgent first, and how many match in all.

    `commune` is a code. `visible_to` keeps what that agent may see: their own leads, and those of
    their communes that nobody has. `text` is a whole phone number, or a part of a name or of a
    commune with or without its marks. Names are encrypted, so they are compared here and not in
    the database: a search by name reads every lead that the other filters leave.
    """
    query = select(Lead.id).outerjoin(Contact, Contact.id == Lead.contact_id)
    if status is not None:
        query = query.where(Lead.status == LeadStatus(status))
    if commune is not None:
        query = query.where(Lead.commune_code == commune)
    if agent_id is not None:
        query = query.where(Lead.agent_id == agent_id)
    if visible_to is not None:
        query = query.where(_visible_to(visible_to))
    if text and (phone := _phone_or_none(text)):
        query = query.where(Contact.phone_hash == vault_of(session).fingerprint(phone))
        text = None
    ordered = query.order_by(Lead.due_at.is_(None), Lead.due_at, Lead.id)
    if text and text.strip():
        ids = await _named(session, ordered, text)
        total, page = len(ids), ids[offset : offset + limit]
    else:
        total = (await session.scalars(select(func.count()).select_from(query.subquery()))).one()
        page = list((await session.scalars(ordered.limit(limit).offset(offset))).all())
    rows = {row.id: row for row in await _rows(session, page)}
    return [rows[lead_id] for lead_id in page], total


async def get(session: AsyncSession, lead_id: int) -> LeadDetail | None:
    """Return one lead with its history, quote and consent; None where there is none."""
    rows = await _rows(session, [lead_id])
    if not rows:
        return None
    lead, consent, channel = (
        await session.execute(
            select(Lead, Consent, Conversation.channel)
            .join(Consent, Consent.id == Lead.consent_id)
            .outerjoin(Conversation, Conversation.id == Lead.conversation_id)
            .where(Lead.id == lead_id)
        )
    ).one()
    quote = None if lead.quote_id is None else await session.get(Quote, lead.quote_id)
    return LeadDetail(
        lead=rows[0],
        note=lead.note,
        conversation_id=lead.conversation_id,
        channel=channel,
        history=await _history(session, lead_id),
        quote_request=None if quote is None else quote.request,
        quote_answer=None if quote is None else quote.answer,
        quote_at=None if quote is None else quote.at,
        consent=consent,
    )


async def is_visible_to(session: AsyncSession, lead_id: int, staff_id: int) -> bool:
    """Say whether an agent may see the lead: it is theirs, or their communes' and nobody's."""
    query = select(Lead.id).where(Lead.id == lead_id, _visible_to(staff_id))
    return (await session.scalars(query)).first() is not None


async def of_conversation(
    session: AsyncSession, conversation_id: int, *, visible_to: int | None = None
) -> list[LeadRow]:
    """Return the leads of a conversation, the newest first: all, or what an agent may see."""
    query = select(Lead.id).filter_by(conversation_id=conversation_id).order_by(Lead.id.desc())
    if visible_to is not None:
        query = query.where(_visible_to(visible_to))
    lead_ids = (await session.scalars(query)).all()
    rows = {row.id: row for row in await _rows(session, lead_ids)}
    return [rows[lead_id] for lead_id in lead_ids]


async def reveal_phone(session: AsyncSession, lead_id: int, staff_id: int) -> str:
    """Return the phone (E.164) of a lead; the look is audited in the same transaction.

    Raises:
        LookupError: there is no such lead, or its phone was deleted.
    """
    query = select(Contact.phone).join(Lead).where(Lead.id == lead_id)
    phone = (await session.scalars(query)).one_or_none()
    if phone is None:
        raise LookupError(f"no phone for lead {lead_id}")
    audit.write(session, staff_id, "lead.phone_revealed", "lead", lead_id)
    await session.flush()
    return phone


async def export_phones(
    session: AsyncSession, lead_ids: Sequence[int], staff_id: int
) -> dict[int, str]:
    """Return the phones (E.164) of leads; each look is audited in the same transaction.

    A lead whose phone was deleted is left out.
    """
    query = select(Lead.id, Contact.phone).join(Contact).where(Lead.id.in_(lead_ids))
    phones = dict((await session.execute(query)).all())
    for lead_id in phones:
        audit.write(session, staff_id, "lead.phone_exported", "lead", lead_id)
    await session.flush()
    return phones


async def counts(
    session: AsyncSession, agent_id: int | None = None, *, visible_to: int | None = None
) -> dict[str, int]:
    """Return how many leads there are in each status: all, one agent's, or what one may see."""
    query = select(Lead.status, func.count()).group_by(Lead.status)
    if agent_id is not None:
        query = query.where(Lead.agent_id == agent_id)
    if visible_to is not None:
        query = query.where(_visible_to(visible_to))
    found = dict((await session.execute(query)).all())
    return {status.value: found.get(status, 0) for status in LeadStatus}


def _visible_to(staff_id: int) -> ColumnElement[bool]:
    served = select(AgentCommune.commune_code).filter_by(staff_id=staff_id)
    return or_(
        Lead.agent_id == staff_id,
        and_(Lead.agent_id.is_(None), Lead.commune_code.in_(served)),
    )


async def _rows(session: AsyncSession, lead_ids: Sequence[int]) -> list[LeadRow]:
    query = (
        select(Lead, Contact.name, Contact.phone, Staff.name)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Staff, Staff.id == Lead.agent_id)
        .where(Lead.id.in_(lead_ids))
    )
    return [
        LeadRow(
            id=lead.id,
            name=name,
            masked_phone=None if lead.contact_id is None else mask(phone),
            interest=lead.interest,
            commune_code=lead.commune_code,
            commune_name=lead.commune_name,
            status=lead.status,
            agent_id=lead.agent_id,
            agent_name=agent_name,
            due_at=lead.due_at,
            created_at=lead.created_at,
            updated_at=lead.updated_at,
        )
        for lead, name, phone, agent_name in await session.execute(query)
    ]


async def _history(session: AsyncSession, lead_id: int) -> list[HistoryRow]:
    names = dict((await session.execute(select(Staff.id, Staff.name))).all())
    query = select(LeadEvent).filter_by(lead_id=lead_id).order_by(LeadEvent.id)
    return [
        HistoryRow(
            at=event.at,
            change=event.change,
            from_status=event.from_status,
            to_status=event.to_status,
            staff_name=names.get(event.staff_id) if event.staff_id else None,
            agent_name=names.get(event.agent_id) if event.agent_id else None,
            note=event.note,
        )
        for event in await session.scalars(query)
    ]


async def _named(session: AsyncSession, leads: Select[int], text: str) -> list[int]:
    wanted = _fold(text)
    candidates = leads.add_columns(Contact.name, Lead.commune_name)
    return [
        lead_id
        for lead_id, name, commune in await session.execute(candidates)
        if wanted in _fold(name or "") or wanted in _fold(commune or "")
    ]


def _phone_or_none(text: str) -> str | None:
    try:
        return parse_phone(text)
    except BadPhoneError:
        return None


def _fold(text: str) -> str:
    """Return `text` in small letters without marks, for a search that forgives both."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
