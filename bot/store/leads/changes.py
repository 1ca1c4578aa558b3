"""Changes of leads. Each goes through `_record`, which writes the history with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.clock import due_at
from bot.leads.phones import parse_phone
from bot.leads.routing import choose_agent
from bot.leads.status import OPEN, Interest, LeadStatus, check_move
from bot.store import communes, identities
from bot.store.models import Consent, Contact, Lead, LeadChange, LeadEvent, Staff
from bot.store.session import insert_into, now, vault_of

_SWEPT_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class LeadRequest:
    """What a citizen asks for: to be called.

    `consent` is the recorded proof that they agreed; `proven`: the platform vouches for the phone.
    """

    consent: Consent
    phone: str
    interest: Interest
    name: str | None = None
    commune_code: str | None = None
    commune_name: str | None = None
    note: str | None = None
    quote_id: int | None = None
    proven: bool = False


async def request(session: AsyncSession, conversation_id: int, wanted: LeadRequest) -> Lead:
    """Log a lead, or bring the open lead of the same contact and interest up to date.

    Raises:
        BadPhoneError: the phone cannot be called.
    """
    contact_id = await _contact(session, wanted.phone, wanted.name)
    await identities.claim(session, conversation_id, contact_id, proven=wanted.proven)
    open_lead = select(Lead).where(
        Lead.contact_id == contact_id,
        Lead.interest == wanted.interest,
        Lead.status.in_(OPEN),
    )
    lead = (await session.scalars(open_lead.with_for_update())).one_or_none()
    at = now(session)
    if lead is None:
        lead = Lead(
            contact_id=contact_id,
            interest=wanted.interest,
            status=LeadStatus.NEW,
            due_at=due_at(LeadStatus.NEW, at),
            created_at=at,
        )
        session.add(lead)
        change, before = LeadChange.CREATED, None
    else:
        change, before = LeadChange.REQUESTED_AGAIN, lead.status
    lead.conversation_id = conversation_id
    lead.consent_id = wanted.consent.id
    lead.quote_id = wanted.quote_id or lead.quote_id
    lead.commune_code = wanted.commune_code or lead.commune_code
    lead.commune_name = wanted.commune_name or lead.commune_name
    lead.note = wanted.note or lead.note
    await _record(session, lead, change, before=before, conversation_id=conversation_id)
    await _route(session, lead)
    return lead


async def update(
    session: AsyncSession,
    conversation_id: int,
    *,
    name: str | None = None,
    interest: Interest | None = None,
    commune_code: str | None = None,
    commune_name: str | None = None,
    note: str | None = None,
) -> Lead | None:
    """Add to the open lead of the conversation; None where there is no open one."""
    lead = await _of_conversation(session, conversation_id)
    if lead is None:
        return None
    if name and lead.contact_id is not None:
        contact = await session.get_one(Contact, lead.contact_id)
        contact.name = name
        contact.updated_at = now(session)
    if interest is not None and not await _taken(session, lead, interest):
        lead.interest = interest
    if commune_name:
        lead.commune_code, lead.commune_name = commune_code, commune_name
    lead.note = note or lead.note
    await _record(
        session, lead, LeadChange.UPDATED, before=lead.status, conversation_id=conversation_id
    )
    await _route(session, lead)
    return lead


async def withdraw(session: AsyncSession, conversation_id: int) -> int:
    """Close every open lead of the conversation as withdrawn; return how many there were."""
    leads = (await session.scalars(_open_of(conversation_id))).all()
    for lead in leads:
        await _become(
            session,
            lead,
            LeadStatus.WITHDRAWN,
            LeadChange.WITHDRAWN,
            conversation_id=conversation_id,
        )
    return len(leads)


async def change_status(
    session: AsyncSession,
    lead_id: int,
    to: LeadStatus | str,
    staff_id: int,
    note: str | None = None,
) -> Lead:
    """Move a lead along its life cycle.

    Raises:
        LookupError: there is no such lead.
        IllegalStatusChange: the life cycle has no such move.
        ValueError: `to` is no status.
    """
    lead = await _lock(session, lead_id)
    target = LeadStatus(to)
    check_move(lead.status, target)
    await _become(session, lead, target, LeadChange.STATUS, staff_id=staff_id, note=note)
    return lead


async def assign(session: AsyncSession, lead_id: int, agent_id: int, staff_id: int | None) -> Lead:
    """Give an open lead to an agent; `staff_id` is who did it, None the routing.

    A new lead becomes `assigned`; one that is further along keeps its status.

    Raises:
        LookupError: there is no such lead or no such active member of staff.
        IllegalStatusChange: the lead is closed.
    """
    lead = await _lock(session, lead_id)
    agent = await session.get(Staff, agent_id)
    if agent is None or not agent.active:
        raise LookupError(f"no active member of staff {agent_id}")
    target = LeadStatus.ASSIGNED if lead.status is LeadStatus.NEW else lead.status
    if lead.status not in OPEN:
        check_move(lead.status, LeadStatus.ASSIGNED)
    lead.agent_id = agent_id
    await _become(session, lead, target, LeadChange.ASSIGNED, staff_id=staff_id)
    return lead


async def add_note(session: AsyncSession, lead_id: int, staff_id: int, note: str) -> Lead:
    """Write a note into the history of a lead.

    Raises:
        LookupError: there is no such lead.
        ValueError: the note is empty.
    """
    if not note.strip():
        raise ValueError("an empty note")
    lead = await _lock(session, lead_id)
    await _record(
        session,
        lead,
        LeadChange.NOTE,
        before=lead.status,
        staff_id=staff_id,
        note=note.strip(),
    )
    return lead


async def return_overdue(session: AsyncSession) -> list[int]:
    """Bring leads that their agent did not touch in time back to the queue; return their ids."""
    overdue = (
        select(Lead)
        .where(Lead.status == LeadStatus.ASSIGNED, Lead.due_at < now(session))
        .order_by(Lead.due_at)
        .limit(_SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    leads = (await session.scalars(overdue)).all()
    for lead in leads:
        previous = lead.agent_id
        lead.agent_id = None
        await _become(
            session, lead, LeadStatus.NEW, LeadChange.RETURNED, previous_agent_id=previous
        )
    return [lead.id for lead in leads]


async def _become(
    session: AsyncSession,
    lead: Lead,
    to: LeadStatus,
    change: LeadChange,
    *,
    staff_id: int | None = None,
    note: str | None = None,
    conversation_id: int | None = None,
    previous_agent_id: int | None = None,
) -> None:
    before = lead.status
    lead.status = to
    lead.due_at = due_at(to, now(session))
    await _record(
        session,
        lead,
        change,
        before=before,
        staff_id=staff_id,
        note=note,
        conversation_id=conversation_id,
        agent_id=previous_agent_id,
    )


async def _record(
    session: AsyncSession,
    lead: Lead,
    change: LeadChange,
    *,
    before: LeadStatus | None,
    staff_id: int | None = None,
    note: str | None = None,
    conversation_id: int | None = None,
    agent_id: int | None = None,
) -> None:
    at = now(session)
    lead.updated_at = at
    await session.flush()
    session.add(
        LeadEvent(
            lead_id=lead.id,
            change=change,
            from_status=before,
            to_status=lead.status,
            staff_id=staff_id,
            agent_id=agent_id or lead.agent_id,
            conversation_id=conversation_id,
            note=note,
            at=at,
        )
    )
    await session.flush()


async def _route(session: AsyncSession, lead: Lead) -> None:
    """Give a lead that waits in the queue to the agent of its commune."""
    if lead.status is not LeadStatus.NEW or lead.commune_code is None:
        return
    agent_id = choose_agent(await communes.agents_for(session, lead.commune_code))
    if agent_id is not None:
        await assign(session, lead.id, agent_id, None)


async def _contact(session: AsyncSession, written: str, name: str | None) -> int:
    phone = parse_phone(written)
    at: datetime = now(session)
    changes = {"updated_at": at} | ({"name": name} if name else {})
    found = await session.execute(
        insert_into(session, Contact)
        .values(
            phone=phone,
            phone_hash=vault_of(session).fingerprint(phone),
            name=name,
            created_at=at,
            updated_at=at,
        )
        .on_conflict_do_update(index_elements=["phone_hash"], set_=changes)
        .returning(Contact.id)
    )
    return found.scalar_one()


async def _taken(session: AsyncSession, lead: Lead, interest: Interest) -> bool:
    """Return whether the contact has another open lead for `interest`."""
    other = select(Lead.id).where(
        Lead.contact_id == lead.contact_id,
        Lead.interest == interest,
        Lead.status.in_(OPEN),
        Lead.id != lead.id,
    )
    return (await session.scalars(other)).first() is not None


async def _of_conversation(session: AsyncSession, conversation_id: int) -> Lead | None:
    query = _open_of(conversation_id).order_by(Lead.id.desc()).limit(1)
    return (await session.scalars(query)).one_or_none()


def _open_of(conversation_id: int) -> Select[Lead]:
    return (
        select(Lead)
        .where(Lead.conversation_id == conversation_id, Lead.status.in_(OPEN))
        .with_for_update()
    )


async def _lock(session: AsyncSession, lead_id: int) -> Lead:
    lead = await session.get(Lead, lead_id, with_for_update=True, populate_existing=True)
    if lead is None:
        raise LookupError(f"no lead {lead_id}")
    return lead
