"""From an event on a channel to the answer that arrives."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.events import Press, Start, Stop, Text
from bot.store.models import Conversation, Inbox, InboxStatus, Lead, LeadEvent, Message, Outbox
from bot.vietnam import VIETNAM


@pytest.fixture(autouse=True, params=["by a worker", "at once"])
def answered(request: pytest.FixtureRequest, bot: Any) -> None:
    bot.at_once = request.param == "at once"


async def test_a_greeting_is_answered(bot: Any) -> None:
    answers = await bot.hears(Start())
    assert "trợ lý tự động" in answers[0]


async def test_the_same_event_is_handled_once(bot: Any) -> None:
    first = await bot.receives(Text("xin chào"), key="7")
    again = await bot.receives(Text("xin chào"), key="7")
    assert (first.new, again.new) == (True, False)
    assert (again.inbox_id, again.conversation_id) == (first.inbox_id, first.conversation_id)
    await bot.works()
    late = await bot.receives(Text("xin chào"), key="7")
    await bot.works()
    assert not late.new
    assert len(await bot.rows(Message)) == 2


async def test_the_same_id_on_another_channel_is_another_event(bot: Any) -> None:
    await bot.receives(Text("xin chào"), key="7", channel="plain")
    other = await bot.receives(Text("xin chào"), key="7", channel="rich")
    assert other.new


async def test_a_number_is_logged_as_a_lead_after_consent(bot: Any) -> None:
    await bot.leaves_number("0912 345 678")
    [lead] = await bot.rows(Lead)
    assert lead.status == "new"
    assert [event.change for event in await bot.rows(LeadEvent)] == ["created"]


async def test_a_bare_number_presses_the_choice_of_the_list(bot: Any) -> None:
    await bot.hears(Text("gọi lại cho tôi"))
    answers = await bot.hears(Text("1"))
    assert "số điện thoại" in answers[0]
    [conversation] = await bot.rows(Conversation)
    assert conversation.state["awaiting"] == "phone"


async def test_a_number_without_a_list_is_a_sentence(bot: Any) -> None:
    await bot.hears(Text("gọi lại cho tôi"), channel="rich")
    await bot.hears(Text("1"), channel="rich")
    assert bot.phrasebook.heard[-1] == ("1", "consent")


async def test_a_list_is_forgotten_after_the_next_event(bot: Any) -> None:
    await bot.hears(Text("gọi lại cho tôi"))
    await bot.hears(Press("lead:consent=yes"))
    await bot.hears(Text("2"))
    assert bot.phrasebook.heard[-1] == ("2", "phone")


async def test_nothing_readable_is_left_of_a_handled_event(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    [event] = await bot.rows(Inbox)
    assert (event.status, event.payload, event.not_before) == (InboxStatus.DONE, None, None)
    assert {row.body for row in await bot.rows(Outbox)} == {None}


async def test_understanding_is_asked_with_what_is_awaited(bot: Any) -> None:
    await bot.hears(Text("gọi lại cho tôi"))
    await bot.hears(Press("lead:consent=yes"))
    await bot.hears(Text("0912345678"))
    assert bot.phrasebook.heard == [("gọi lại cho tôi", None), ("0912345678", "phone")]


async def test_understanding_is_told_the_day_in_viet_nam(bot: Any, clock: Any) -> None:
    clock.turn(hours=18)
    await bot.hears(Text("xin chào"))
    assert bot.phrasebook.days == [bot.store.clock().astimezone(VIETNAM).date()]


async def test_leaving_is_handled_without_words(bot: Any) -> None:
    assert await bot.hears(Stop()) == []
    assert [event.status for event in await bot.rows(Inbox)] == ["done"]
    assert await bot.rows(Message) == []
