"""Simulated conversations run through the same code as live ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.conversation.events import Press, Returned, Text
from bot.delivery.simulate import Simulator
from bot.vietnam import VIETNAM

AT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)


@pytest.fixture
async def simulator(phrasebook: Any, ruleset: Any, content: Any) -> AsyncIterator[Simulator]:
    async with Simulator(phrasebook, ruleset, content, "nghe-an") as opened:
        yield opened


async def test_an_answer_has_the_shape_of_the_contract(simulator: Simulator) -> None:
    answer = await simulator.handle("c1", "web", AT, Text("gọi lại cho tôi"))
    assert set(answer) == {"conversation", "replies", "effects", "state"}
    assert answer["conversation"] == "c1"
    assert answer["state"] == {"flow": "lead", "awaiting": "consent"}
    [reply] = answer["replies"]
    assert set(reply) == {"text", "buttons", "sources", "attachments"}
    assert [button["payload"] for button in reply["buttons"]] == [
        "lead:consent=yes",
        "lead:consent=no",
    ]


async def test_effects_are_told(simulator: Simulator) -> None:
    await simulator.handle("c1", "web", AT, Text("gọi lại cho tôi"))
    given = await simulator.handle("c1", "web", AT, Press("lead:consent=yes"))
    assert [effect["type"] for effect in given["effects"]] == ["consent_given"]
    logged = await simulator.handle("c1", "web", AT, Text("0912 345 678"))
    [effect] = logged["effects"]
    assert effect["lead"]["phone"] == "+84912345678"


async def test_conversations_do_not_mix_and_time_may_go_back_between_them(
    simulator: Simulator,
) -> None:
    await simulator.handle("c1", "web", AT, Text("gọi lại cho tôi"))
    other = await simulator.handle("c2", "web", AT - timedelta(days=400), Text("xin chào"))
    assert other["state"] == {"flow": None, "awaiting": None}
    first = await simulator.handle("c1", "telegram", AT, Text("xin chào"))
    assert first["state"]["awaiting"] is None
    again = await simulator.handle("c1", "web", AT, Press("lead:consent=yes"))
    assert again["state"]["awaiting"] == "phone"


async def test_the_figures_are_those_of_the_day_of_the_event(simulator: Simulator) -> None:
    prices = []
    for at in (datetime(2026, 6, 30, 23, 59, tzinfo=VIETNAM), datetime(2026, 7, 1, tzinfo=VIETNAM)):
        conversation = f"c-{at:%m%d}"
        await simulator.handle(conversation, "web", at, Press("flow:hi"))
        answer = await simulator.handle(conversation, "web", at, Press("hi:people_count=1"))
        prices.append(answer["effects"][0]["quote"]["totals"]["payable_vnd"])
    assert prices[0] < prices[1]


async def test_while_a_person_owns_the_conversation_nothing_is_said(simulator: Simulator) -> None:
    handed = await simulator.handle("c1", "web", AT, Text("gặp người"))
    assert [effect["type"] for effect in handed["effects"]] == ["handed_off"]
    assert len(handed["replies"]) == 1
    silent = await simulator.handle("c1", "web", AT, Text("xin chào"))
    assert silent["replies"] == []
    back = await simulator.handle("c1", "web", AT, Returned())
    assert [effect["type"] for effect in back["effects"]] == ["returned_to_bot"]
    assert len(back["replies"]) == 1


async def test_an_event_that_breaks_gets_the_apology(
    simulator: Simulator, phrasebook: Any, content: Any
) -> None:
    phrasebook.broken = {"hỏng"}
    answer = await simulator.handle("c1", "web", AT, Text("hỏng"))
    assert content.office.hotline in answer["replies"][0]["text"]
    assert answer["effects"] == []
    assert answer["state"] == {"flow": None, "awaiting": None}


async def test_the_clock_has_no_time_before_the_first_event(simulator: Simulator) -> None:
    with pytest.raises(RuntimeError, match="before the first event"):
        simulator._clock()
