"""Forgetting a citizen: everything that tells who they are or what they said goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.status import OPEN, LeadStatus
from bot.store import audit, consents, outbox, reminders
from bot.store.models import (
    Contact,
    Conversation,
    Feedback,
    Identity,
    Inbox,
    InboxStatus,
    Lead,
    LeadChange,
    LeadEvent,
    Message,
    OptIn,
    Priority,
    Quote,
    Unanswered,
)
from bot.store.session import now

log = structlog.get_logger(__name__)


async def citizen(session: AsyncSession, conversation: Conversation) -> None:
    """Erase what the person of a conversation left here, in this transaction.

    The contacts they gave in it go with all of their leads' personal fields, whichever
    conversation those came from. Kept are the row of the conversation (the platform's address, so
    that the answer can be sent), consents as proof, leads without a person for the counts, and one
    line of audit that says how much was deleted.
    """
    given = (
        select(Lead.contact_id)
        .join(LeadEvent, LeadEvent.lead_id == Lead.id)
        .where(LeadEvent.conversation_id == conversation.id, Lead.contact_id.is_not(None))
    )
    contact_ids = [one for one in await session.scalars(given.distinct()) if one is not None]
    counts = {
        "contacts": len(contact_ids),
        "leads": await _erase_contacts(session, contact_ids),
        "messages": await _erase_talk(session, conversation),
        "consents": await consents.withdraw(session, conversation.id),
    }
    await outbox.cancel_waiting(session, conversation.id, list(Priority))
    await reminders.cancel(session, conversation.id)
    audit.write(session, None, "citizen.data_deleted", "conversation", conversation.id, counts)


async def expired(session: AsyncSession, before: datetime, most: int = 50) -> int:
    """Erase contacts last given, and conversations last heard, before a moment.

    At most `most` of each, the oldest first; return how many there were, so that the caller can go
    on while there are more. Consents, conversations and leads stay as rows without a person.

    Nothing is erased, and that is logged, while nobody was heard between a month and three days
    ago: a clock that leapt ahead would take everybody for expired.
    """
    old_contacts = select(Contact.id).where(Contact.updated_at < before)
    contact_ids = (await session.scalars(old_contacts.order_by(Contact.id).limit(most))).all()
    old_talks = select(Conversation).where(
        Conversation.last_inbound_at < before, Conversation.state.is_not(None)
    )
    talks = (await session.scalars(old_talks.order_by(Conversation.id).limit(most))).all()
    if not contact_ids and not talks:
        return 0
    if not await _clock_is_believable(session):
        log.warning("nobody was heard of late: the clock may be wrong, and nothing is erased")
        return 0
    counts = {
        "contacts": len(contact_ids),
        "leads": await _erase_contacts(session, contact_ids),
        "messages": sum([await _erase_talk(session, talk) for talk in talks]),
    }
    audit.write(session, None, "citizen.data_expired", "citizen", None, counts)
    return len(contact_ids) + len(talks)


async def _clock_is_believable(session: AsyncSession) -> bool:
    """Return whether somebody was heard when, by this clock, somebody should have been."""
    at = now(session)
    heard = Conversation.last_inbound_at.between(at - timedelta(days=30), at - timedelta(days=3))
    return bool((await session.scalars(select(exists().where(heard)))).one())


async def _erase_contacts(session: AsyncSession, contact_ids: Sequence[int]) -> int:
    """Delete contacts, leave their leads without a person; return how many leads there were."""
    leads = (await session.scalars(select(Lead).where(Lead.contact_id.in_(contact_ids)))).all()
    for lead in leads:
        await _erase_lead(session, lead)
    await session.flush()
    await session.execute(delete(Contact).where(Contact.id.in_(contact_ids)))
    return len(leads)


async def _erase_talk(session: AsyncSession, conversation: Conversation) -> int:
    """Erase what was said and remembered; return how many messages there were."""
    messages = await session.execute(
        update(Message)
        .where(Message.conversation_id == conversation.id, Message.text.is_not(None))
        .values(text=None, attachments=[])
        .returning(Message.id)
    )
    for table in (Quote, Unanswered, Feedback, OptIn, Identity):
        await session.execute(delete(table).where(table.conversation_id == conversation.id))
    await session.execute(
        update(Inbox)
        .where(Inbox.conversation_id == conversation.id, Inbox.status == InboxStatus.FAILED)
        .values(payload=None)
    )
    conversation.state = None
    conversation.choices = None
    return len(messages.all())


async def _erase_lead(session: AsyncSession, lead: Lead) -> None:
    at = now(session)
    before = lead.status
    if lead.status in OPEN:
        lead.status = LeadStatus.WITHDRAWN
        lead.due_at = None
    lead.contact_id = None
    lead.quote_id = None
    lead.note = None
    if lead.commune_code is None:
        # Only what was found in the table of places is sure to be a place and nothing else.
        lead.commune_name = None
    lead.updated_at = at
    await session.execute(update(LeadEvent).where(LeadEvent.lead_id == lead.id).values(note=None))
    session.add(
        LeadEvent(
            lead_id=lead.id,
            change=LeadChange.ERASED,
            from_status=before,
            to_status=lead.status,
            agent_id=lead.agent_id,
            at=at,
        )
    )
