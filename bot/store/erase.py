"""Forgetting a citizen: everything that tells who they are or what they said goes."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leads.status import OPEN, LeadStatus
from bot.store import audit, consents, outbox, reminders
from bot.store.models import (
    Contact,
    Conversation,
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
    contact_ids = (await session.scalars(given.distinct())).all()
    leads = (await session.scalars(select(Lead).where(Lead.contact_id.in_(contact_ids)))).all()
    for lead in leads:
        await _erase_lead(session, lead)
    await session.flush()
    await session.execute(delete(Contact).where(Contact.id.in_(contact_ids)))
    messages = await session.execute(
        update(Message)
        .where(Message.conversation_id == conversation.id, Message.text.is_not(None))
        .values(text=None, attachments=[])
        .returning(Message.id)
    )
    for table in (Quote, Unanswered, OptIn):
        await session.execute(delete(table).where(table.conversation_id == conversation.id))
    await session.execute(
        update(Inbox)
        .where(Inbox.conversation_id == conversation.id, Inbox.status == InboxStatus.FAILED)
        .values(payload=None)
    )
    await outbox.cancel_waiting(session, conversation.id, list(Priority))
    await reminders.cancel(session, conversation.id)
    withdrawn = await consents.withdraw(session, conversation.id)
    conversation.state = None
    conversation.choices = None
    audit.write(
        session,
        None,
        "citizen.data_deleted",
        "conversation",
        conversation.id,
        {
            "contacts": len(contact_ids),
            "leads": len(leads),
            "messages": len(messages.all()),
            "consents": withdrawn,
        },
    )


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
