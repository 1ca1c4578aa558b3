"""Coming back when the rules have changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.conversation.effects import EffectType
from bot.conversation.turn import Context
from bot.vietnam import VIETNAM
from policies import Ruleset, quote
from tests.conversation.conftest import Citizen, spoken


def comes_back(citizen: Citizen, context: Context, year: int, month: int, day: int) -> None:
    citizen.context = replace(context, at=datetime(year, month, day, 8, tzinfo=VIETNAM))


def test_figure_that_changed_is_told_with_the_reason(
    citizen: Citizen, context: Context, ruleset: Ruleset
) -> None:
    citizen.says("calc_si", household_category="other", income_choice="minimum")
    comes_back(citizen, context, 2027, 1, 5)
    done = citizen.says("greet")
    first = done.replies[0].text
    assert "ngày 22/11/2026 em tính cho anh/chị là 264.000 đồng" in first
    assert "thì là 387.200 đồng" in first
    assert "áp dụng từ ngày 01/01/2027" in first
    assert done.replies[0].sources
    stored = citizen.effects(EffectType.QUOTE_STORED)[-1]
    assert stored["request"]["on"] == "2027-01-05"
    assert quote(ruleset, stored["request"]).as_json() == stored["quote"]
    assert "264.000" not in spoken(citizen.says("thanks")), "it is told once"


def test_figure_that_did_not_change_is_passed_over(citizen: Citizen, context: Context) -> None:
    citizen.says("calc_hi", people_count=4)
    comes_back(citizen, context, 2026, 12, 20)
    done = citizen.says("thanks")
    assert len(done.replies) == 1
    assert len(citizen.effects(EffectType.QUOTE_STORED)) == 1


def test_choice_that_the_law_no_longer_allows_is_told(citizen: Citizen, context: Context) -> None:
    citizen.says("calc_si", household_category="other", amount_vnd=1_800_000)
    comes_back(citizen, context, 2027, 1, 5)
    done = citizen.presses("flow:menu")
    assert "không tính như vậy được nữa" in done.replies[0].text
    assert "2.200.000 đồng" in done.replies[0].text
    assert len(citizen.says("thanks").replies) == 1


def test_unfinished_calculation_goes_on_under_the_new_rules(
    citizen: Citizen, context: Context
) -> None:
    citizen.says("calc_si", income_choice="minimum")
    comes_back(citizen, context, 2027, 1, 5)
    said = spoken(citizen.presses("si:category=other"))
    assert "Anh/chị đóng: 387.200 đồng" in said
    assert "có thay đổi" not in said, "no figure had been told"


def test_money_to_spare_is_fitted_anew(citizen: Citizen, context: Context) -> None:
    citizen.says("inform", cue="afford", amount_vnd=300_000, household_category="other")
    comes_back(citizen, context, 2027, 1, 5)
    assert "thì là 387.200 đồng" in citizen.says("thanks").replies[0].text


def test_correction_of_the_rules_themselves_is_named_as_such(
    citizen: Citizen, context: Context
) -> None:
    citizen.says("calc_hi", people_count=4)
    told = dict(citizen.state.quoted or {})
    citizen.state = replace(citizen.state, quoted={**told, "amount": 1_000_000})
    comes_back(citizen, context, 2026, 12, 20)
    assert "cập nhật quy định" in citizen.says("thanks").replies[0].text
