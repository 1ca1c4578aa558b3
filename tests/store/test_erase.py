"""What was kept long enough goes by itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.leads.clock import KEPT_FOR
from bot.leads.status import Interest, LeadStatus
from bot.store import conversations, erase, leads
from bot.store.models import Audit, Contact, Conversation, Lead
from tests.conftest import TurnedClock
from tests.store.conftest import Office


async def erased(office: Office) -> int:
    async with office.store.begin() as session:
        return await erase.expired(session, office.store.clock() - KEPT_FOR)


async def somebody_is_heard(office: Office) -> None:
    """Let another citizen write five days before this moment."""
    async with office.store.begin() as session:
        conversation_id = await conversations.ensure(session, "web", "somebody")
        conversation = await conversations.lock(session, conversation_id)
        conversation.last_inbound_at = office.store.clock() - timedelta(days=5)


async def test_contact_goes_twelve_months_after_it_was_given(
    office: Office, clock: TurnedClock
) -> None:
    lead = await office.lead(note="gọi buổi chiều")
    clock.turn(days=365)
    await somebody_is_heard(office)
    assert await erased(office) == 0
    clock.turn(seconds=1)
    assert await erased(office) == 1
    async with office.store.read() as session:
        assert not (await session.scalars(select(Contact))).all()
        left = await session.get(Lead, lead.id)
        assert left is not None
        assert (left.contact_id, left.note) == (None, None)
        assert left.status is LeadStatus.WITHDRAWN
        (line,) = await session.scalars(select(Audit).where(Audit.action == "citizen.data_expired"))
        assert line.detail == {"contacts": 1, "leads": 1, "messages": 0}
    assert await erased(office) == 0


async def test_asking_again_starts_the_time_anew(office: Office, clock: TurnedClock) -> None:
    conversation_id = await office.converse()
    await office.lead(conversation_id=conversation_id)
    clock.turn(days=200)
    await office.lead(conversation_id=conversation_id, interest=Interest.SI)
    clock.turn(days=200)
    await somebody_is_heard(office)
    assert await erased(office) == 0
    async with office.store.read() as session:
        _, count = await leads.search(
            session, status=None, commune=None, agent_id=None, text=None, limit=9, offset=0
        )
    assert count == 2


async def test_conversation_goes_twelve_months_after_its_last_word(
    office: Office, clock: TurnedClock
) -> None:
    async with office.store.begin() as session:
        for chat, days in (("old", 0), ("new", 100)):
            conversation_id = await conversations.ensure(session, "web", chat)
            conversation = await conversations.lock(session, conversation_id)
            conversation.state = {"greeted": True}
            conversation.last_inbound_at = clock.at.replace() + (KEPT_FOR * days / 365)
    clock.turn(days=366)
    await somebody_is_heard(office)
    assert await erased(office) == 1
    async with office.store.read() as session:
        states = {row.chat: row.state for row in await session.scalars(select(Conversation))}
    assert states == {"old": None, "new": {"greeted": True}, "somebody": None}
    assert await erased(office) == 0


async def test_a_clock_that_leaps_ahead_erases_nobody(office: Office, clock: TurnedClock) -> None:
    await office.lead()
    await somebody_is_heard(office)
    clock.turn(days=4000)
    with capture_logs() as logged:
        assert await erased(office) == 0
    assert "nothing is erased" in logged[0]["event"]
    async with office.store.begin() as session:
        talk = await conversations.ensure(session, "web", "after the leap")
        (await conversations.lock(session, talk)).last_inbound_at = office.store.clock()
    clock.turn(days=2)
    assert await erased(office) == 0
    clock.turn(days=2)
    assert await erased(office) == 1
