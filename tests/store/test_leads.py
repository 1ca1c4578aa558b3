"""Leads: nothing doubles, and every change has its history."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from bot.leads.phones import BadPhoneError
from bot.leads.status import Interest
from bot.store import audit, communes, leads, quotes, staff
from bot.store.leads import IllegalStatusChange
from bot.store.models import Contact, Lead, LeadEvent
from bot.store.store import Store


async def all_leads(store: Store) -> list[Lead]:
    async with store.read() as session:
        return list((await session.scalars(select(Lead).order_by(Lead.id))).all())


async def history(store: Store, lead_id: int) -> list[tuple[str, str | None, str]]:
    async with store.read() as session:
        detail = await leads.get(session, lead_id)
        assert detail is not None
        return [
            (row.change.value, row.from_status and row.from_status.value, row.to_status.value)
            for row in detail.history
        ]


async def test_a_second_request_updates_the_open_lead(store: Store, office: Any) -> None:
    first = await office.lead("0912345678")
    second = await office.lead("+84 912 345 678", commune_name="Xã Nam Đàn", name=None)
    assert second.id == first.id
    [lead] = await all_leads(store)
    assert lead.commune_name == "Xã Nam Đàn"
    assert [change for change, _, _ in await history(store, lead.id)] == [
        "created",
        "requested_again",
    ]


async def test_requests_at_the_same_time_make_one_lead(store: Store, office: Any) -> None:
    chats = [await office.converse(f"chat-{number}") for number in range(6)]
    await asyncio.gather(*(office.lead(conversation_id=chat) for chat in chats))
    assert len(await all_leads(store)) == 1


async def test_another_interest_or_number_is_another_lead(store: Store, office: Any) -> None:
    await office.lead("0912345678", Interest.HI)
    await office.lead("0912345678", Interest.SI)
    await office.lead("0987654321", Interest.HI)
    assert len(await all_leads(store)) == 3
    async with store.read() as session:
        assert len((await session.scalars(select(Contact))).all()) == 2


async def test_after_the_end_of_a_lead_a_request_opens_a_new_one(store: Store, office: Any) -> None:
    first = await office.lead()
    await office.move(first.id, "assigned", "contacted", "joined")
    second = await office.lead()
    assert second.id != first.id
    assert [lead.status.value for lead in await all_leads(store)] == ["joined", "new"]


async def test_a_number_that_cannot_be_called_is_not_kept(store: Store, office: Any) -> None:
    with pytest.raises(BadPhoneError):
        await office.lead("0912 34")
    assert await all_leads(store) == []


async def test_a_lead_of_a_served_commune_goes_to_the_agent_with_less_to_do(
    store: Store, office: Any
) -> None:
    first = await office.lead("0912345678", commune_code="17329", commune_name="Xã Nam Đàn")
    second = await office.lead("0987654321", commune_code="17329", commune_name="Xã Nam Đàn")
    assert {first.agent_id, second.agent_id} == {office.lan, office.minh}
    assert await history(store, first.id) == [
        ("created", None, "new"),
        ("assigned", "new", "assigned"),
    ]


async def test_leads_of_a_conversation_are_found_as_far_as_an_agent_may_see_them(
    store: Store, office: Any
) -> None:
    here, there = await office.converse("here"), await office.converse("there")
    first = await office.lead(
        "0912345678", conversation_id=here, commune_code="17329", commune_name="Xã Nam Đàn"
    )
    second = await office.lead("0987654321", conversation_id=here)
    await office.lead("0977777777", conversation_id=there)
    async with store.read() as session:
        everything = await leads.of_conversation(session, here)
        of_agent = await leads.of_conversation(session, here, visible_to=first.agent_id)
    assert [row.id for row in everything] == [second.id, first.id]
    assert [row.id for row in of_agent] == [first.id]


async def test_an_agent_who_left_gets_no_leads(store: Store, office: Any) -> None:
    async with store.begin() as session:
        for agent_id in (office.lan, office.minh):
            agent = await staff.get(session, agent_id)
            assert agent is not None
            agent.active = False
    lead = await office.lead(commune_code="17329", commune_name="Xã Nam Đàn")
    assert (lead.agent_id, lead.status) == (None, "new")


async def test_a_lead_of_another_commune_waits_in_the_queue(store: Store, office: Any) -> None:
    lead = await office.lead(commune_code="16681", commune_name="Phường Thành Vinh")
    assert (lead.agent_id, lead.status) == (None, "new")


async def test_a_commune_told_later_routes_the_lead(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    lead = await office.lead(conversation_id=conversation_id, name=None)
    async with store.begin() as session:
        await leads.update(
            session,
            conversation_id,
            name="Bà Hoa",
            commune_code="17329",
            commune_name="Xã Nam Đàn",
            note="gọi buổi chiều",
        )
    async with store.read() as session:
        detail = await leads.get(session, lead.id)
        assert detail is not None
        assert (detail.lead.name, detail.note) == ("Bà Hoa", "gọi buổi chiều")
        assert detail.lead.agent_name == "Nguyễn Thị Lan"
        assert [row.change.value for row in detail.history] == ["created", "updated", "assigned"]


async def test_an_interest_told_later_does_not_double_a_lead(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    await office.lead(interest=Interest.HI, conversation_id=conversation_id)
    await office.lead(interest=Interest.ANY, conversation_id=conversation_id)
    async with store.begin() as session:
        await leads.update(session, conversation_id, interest=Interest.HI)
    assert {lead.interest.value for lead in await all_leads(store)} == {"hi", "any"}
    async with store.begin() as session:
        await leads.update(session, conversation_id, interest=Interest.SI)
    assert {lead.interest.value for lead in await all_leads(store)} == {"hi", "si"}


async def test_there_is_nothing_to_add_to_without_an_open_lead(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        assert await leads.update(session, conversation_id, name="Hoa") is None


async def test_a_status_that_does_not_follow_is_refused_and_changes_nothing(
    store: Store, office: Any
) -> None:
    lead = await office.lead()
    with pytest.raises(IllegalStatusChange):
        async with store.begin() as session:
            await leads.change_status(session, lead.id, "joined", office.lan)
    assert await history(store, lead.id) == [("created", None, "new")]


async def test_a_status_changes_with_its_history_and_due_time(
    store: Store, office: Any, clock: Any
) -> None:
    lead = await office.lead()
    await office.move(lead.id, "assigned")
    clock.turn(hours=1)
    async with store.begin() as session:
        changed = await leads.change_status(
            session, lead.id, "contacted", office.lan, "hẹn chiều mai"
        )
        assert changed.due_at is not None
        assert changed.due_at > clock()
    async with store.read() as session:
        detail = await leads.get(session, lead.id)
        assert detail is not None
        last = detail.history[-1]
        assert (last.from_status, last.to_status) == ("assigned", "contacted")
        assert (last.staff_name, last.note, last.at) == ("Nguyễn Thị Lan", "hẹn chiều mai", clock())


async def test_history_is_never_written_without_the_change(store: Store, office: Any) -> None:
    lead = await office.lead()
    with suppress(ZeroDivisionError):
        async with store.begin() as session:
            await leads.assign(session, lead.id, office.lan, office.officer)
            raise ZeroDivisionError
    [unchanged] = await all_leads(store)
    assert unchanged.status == "new"
    assert len(await history(store, lead.id)) == 1


async def test_a_lead_at_work_can_be_given_to_another_agent(store: Store, office: Any) -> None:
    lead = await office.lead()
    await office.move(lead.id, "assigned", "contacted")
    async with store.begin() as session:
        moved = await leads.assign(session, lead.id, office.minh, office.officer)
        assert (moved.agent_id, moved.status) == (office.minh, "contacted")


async def test_a_closed_lead_is_not_given_to_anybody(store: Store, office: Any) -> None:
    lead = await office.lead()
    await office.move(lead.id, "assigned", "contacted", "declined")
    with pytest.raises(IllegalStatusChange):
        async with store.begin() as session:
            await leads.assign(session, lead.id, office.minh, office.officer)


async def test_a_lead_is_not_given_to_nobody(store: Store, office: Any) -> None:
    lead = await office.lead()
    async with store.begin() as session:
        with pytest.raises(LookupError, match="no active member of staff 999"):
            await leads.assign(session, lead.id, 999, office.officer)


async def test_a_note_is_a_line_of_history(store: Store, office: Any) -> None:
    lead = await office.lead()
    async with store.begin() as session:
        await leads.add_note(session, lead.id, office.lan, " máy bận ")
        with pytest.raises(ValueError, match="empty note"):
            await leads.add_note(session, lead.id, office.lan, "  ")
    assert (await history(store, lead.id))[-1] == ("note", "new", "new")


@pytest.mark.parametrize("deed", ["change", "assign", "note", "reveal"])
async def test_a_lead_that_does_not_exist_is_said(store: Store, office: Any, deed: str) -> None:
    async with store.begin() as session:
        deeds = {
            "change": leads.change_status(session, 99, "assigned", office.lan),
            "assign": leads.assign(session, 99, office.lan, office.officer),
            "note": leads.add_note(session, 99, office.lan, "x"),
            "reveal": leads.reveal_phone(session, 99, office.lan),
        }
        wanted = deeds.pop(deed)
        for other in deeds.values():
            other.close()
        with pytest.raises(LookupError, match="99"):
            await wanted


async def test_a_citizen_can_withdraw(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    lead = await office.lead(conversation_id=conversation_id)
    async with store.begin() as session:
        assert await leads.withdraw(session, conversation_id) == 1
        assert await leads.withdraw(session, conversation_id) == 0
    assert (await history(store, lead.id))[-1] == ("withdrawn", "new", "withdrawn")


async def test_an_untouched_lead_goes_back_to_the_queue_when_it_is_due(
    store: Store, office: Any, clock: Any
) -> None:
    lead = await office.lead(commune_code="17329", commune_name="Xã Nam Đàn")
    async with store.begin() as session:
        assert await leads.return_overdue(session) == []
    clock.turn(days=2)
    async with store.begin() as session:
        assert await leads.return_overdue(session) == [lead.id]
    async with store.read() as session:
        detail = await leads.get(session, lead.id)
        assert detail is not None
        assert (detail.lead.status, detail.lead.agent_id) == ("new", None)
        returned = detail.history[-1]
        assert (returned.change, returned.agent_name) == ("returned", "Nguyễn Thị Lan")


async def test_a_lead_that_was_touched_stays_with_its_agent(
    store: Store, office: Any, clock: Any
) -> None:
    lead = await office.lead()
    await office.move(lead.id, "assigned", "contacted")
    clock.turn(days=30)
    async with store.begin() as session:
        assert await leads.return_overdue(session) == []


async def test_a_look_at_a_phone_is_audited(store: Store, office: Any) -> None:
    lead = await office.lead()
    async with store.begin() as session:
        assert await leads.reveal_phone(session, lead.id, office.lan) == "+84912345678"
    async with store.read() as session:
        [line] = await audit.of_subject(session, "lead", lead.id)
        assert (line.action, line.staff_id) == ("lead.phone_revealed", office.lan)
        assert "912345678" not in str(line.detail)


async def test_a_look_that_is_rolled_back_showed_nothing_and_left_nothing(
    store: Store, office: Any
) -> None:
    lead = await office.lead()
    with suppress(ZeroDivisionError):
        async with store.begin() as session:
            await leads.reveal_phone(session, lead.id, office.lan)
            raise ZeroDivisionError
    async with store.read() as session:
        assert await audit.latest(session) == []


async def test_detail_shows_the_quote_and_the_consent_but_no_phone(
    store: Store, office: Any
) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        quote_id = await quotes.store(
            session, conversation_id, {"scheme": "household_hi"}, {"ruleset": "abc", "totals": {}}
        )
        assert (await quotes.get(session, quote_id)) is await quotes.latest(
            session, conversation_id
        )
    lead = await office.lead(conversation_id=conversation_id)
    async with store.begin() as session:
        row = await session.get_one(Lead, lead.id)
        row.quote_id = quote_id
    async with store.read() as session:
        detail = await leads.get(session, lead.id)
        assert detail is not None
        assert detail.quote_request == {"scheme": "household_hi"}
        assert detail.quote_answer == {"ruleset": "abc", "totals": {}}
        assert detail.consent.version == "1"
        assert detail.channel == "web"
        assert detail.lead.masked_phone == "091••••678"
        assert await leads.get(session, 99) is None


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, {"Trần Thị Hoa", "Đậu Văn Bình", None}),
        ({"status": "assigned"}, {"Trần Thị Hoa"}),
        ({"commune": "17329"}, {"Trần Thị Hoa"}),
        ({"text": "0987654321"}, {"Đậu Văn Bình"}),
        ({"text": "dau van"}, {"Đậu Văn Bình"}),
        ({"text": "HOA"}, {"Trần Thị Hoa"}),
        ({"text": "thanh vinh"}, {None}),
        ({"text": "không có ai"}, set()),
        ({"text": "  "}, {"Trần Thị Hoa", "Đậu Văn Bình", None}),
        ({"text": "hoa", "status": "new"}, set()),
    ],
)
async def test_leads_are_found(
    store: Store, office: Any, filters: dict[str, str], names: set[str | None]
) -> None:
    await office.lead("0912345678", commune_code="17329", commune_name="Xã Nam Đàn")
    await office.lead("0987654321", name="Đậu Văn Bình")
    await office.lead("0977654321", name=None, commune_name="Phường Thành Vinh")
    async with store.read() as session:
        rows, total = await leads.search(session, **filters)
        assert {row.name for row in rows} == names
        assert total == len(names)


async def test_leads_come_in_pages_with_the_most_urgent_first(
    store: Store, office: Any, clock: Any
) -> None:
    ids = []
    for last in range(5):
        ids.append((await office.lead(f"091234567{last}")).id)
        clock.turn(minutes=1)
    async with store.read() as session:
        rows, total = await leads.search(session, limit=2, offset=2)
        assert ([row.id for row in rows], total) == (ids[2:4], 5)
        named, total = await leads.search(session, text="hoa", limit=2, offset=4)
        assert ([row.id for row in named], total) == (ids[4:], 5)
        rows, total = await leads.search(session, agent_id=office.lan)
        assert (rows, total) == ([], 0)


async def test_leads_are_counted_by_status(store: Store, office: Any) -> None:
    lead = await office.lead("0912345678")
    await office.lead("0987654321")
    await office.move(lead.id, "assigned", "contacted")
    async with store.read() as session:
        everybodys = await leads.counts(session)
        assert {status: count for status, count in everybodys.items() if count} == {
            "new": 1,
            "contacted": 1,
        }
        assert sum((await leads.counts(session, office.minh)).values()) == 0
        assert (await leads.counts(session, office.lan))["contacted"] == 1


async def test_every_change_has_a_line_of_history(store: Store, office: Any) -> None:
    lead = await office.lead()
    await office.move(lead.id, "assigned", "contacted", "unreachable", "contacted", "appointment")
    async with store.read() as session:
        events = (await session.scalars(select(LeadEvent).order_by(LeadEvent.id))).all()
        for before, after in pairwise(events):
            assert after.from_status == before.to_status


async def test_communes_are_loaded_again_without_doubling(store: Store, office: Any) -> None:
    async with store.begin() as session:
        again = [communes.CommuneData("17329", "Xã Nam Đàn (mới)", "nghe-an", ("Xã Xuân Hòa",))]
        assert await communes.load(session, again) == 1
    async with store.read() as session:
        named = {
            commune.code: commune for commune in await communes.of_province(session, "nghe-an")
        }
        assert set(named) == {"17329", "16681"}
        assert named["17329"].former_names == ["Xã Xuân Hòa"]
        assert [c.code for c in await communes.of_agent(session, office.lan)] == ["17329"]
        found = await communes.get(session, "16681")
        assert found is not None
        assert found.name == "Phường Thành Vinh"
