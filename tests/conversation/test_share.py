"""A calculation on a sheet: what is handed over is computed and stored in the same turn."""

from __future__ import annotations

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.replies import SHEET
from policies import load_ruleset, quote
from tests.conversation.conftest import Citizen, payloads, spoken

RULES = load_ruleset()


def test_family_gets_the_sheet_of_its_last_figure(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.presses("hi:months=6")

    done = citizen.presses("share:of=hi")

    (reply,) = done.replies
    assert "4 người, 6 tháng" in reply.text
    assert "1.912.680 đồng" in reply.text
    assert "22/11/2026" in reply.text
    assert reply.sources
    (sheet,) = reply.attachments
    assert sheet["kind"] == SHEET
    assert sheet["labels"].keys() == {"code", "picture", "page", "nowhere"}
    *_, stored = citizen.effects(EffectType.QUOTE_STORED)
    assert stored["request"]["months"] == 6
    assert stored["quote"] == quote(RULES, stored["request"]).as_json()


def test_each_scheme_keeps_its_own_sheet(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=2)
    citizen.says("calc_si", household_category="near_poor", income_choice="minimum")

    assert "2 người, 12 tháng" in spoken(citizen.presses("share:of=hi"))
    of_person = citizen.presses("share:of=si")
    assert "đóng hằng tháng" in spoken(of_person)
    assert "198.000 đồng" in spoken(of_person)
    assert "198.000 đồng" in spoken(citizen.presses("flow:share"))


def test_what_one_can_afford_is_shared_as_it_was_told(citizen: Citizen) -> None:
    citizen.says("calc_si", cue="afford", amount_vnd=300_000, household_category="near_poor")
    told = citizen.effects(EffectType.QUOTE_STORED)[-1]
    done = citizen.presses("share:of=si")
    shared = citizen.effects(EffectType.QUOTE_STORED)[-1]
    assert done.replies[0].attachments
    assert shared["quote"]["totals"] == told["quote"]["totals"]


@pytest.mark.parametrize(
    "payload", ["share:of=hi", "share:of=si", "share:of=pension", "flow:share"]
)
def test_without_a_figure_it_says_so_and_offers_one(citizen: Citizen, payload: str) -> None:
    done = citizen.presses(payload)
    assert "chưa có bảng tính nào" in spoken(done)
    assert payloads(done) == ["flow:hi", "flow:si", "flow:human"]
    assert citizen.effects(EffectType.QUOTE_STORED) == []


def test_question_that_is_open_stays_open(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.presses("flow:lead")
    done = citizen.presses("share:of=hi")
    assert (done.state.flow, done.state.awaiting) == ("lead", "consent")
    assert any(payload.startswith("lead:consent") for payload in payloads(done))
