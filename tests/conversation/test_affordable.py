"""From what somebody can spare to the income they can contribute on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.flows.fitting import highest_income
from policies import Ruleset, income_bounds, quote
from tests.conversation.conftest import Citizen, payloads, spoken

REQUEST = {"scheme": "voluntary_si", "on": "2026-11-22", "category": "other", "method": "monthly"}


@pytest.mark.parametrize("pay", [264_000, 300_000, 499_999, 1_000_000, 7_777_777])
@pytest.mark.parametrize("category", ["other", "poor"])
def test_income_fits_and_the_next_step_does_not(ruleset: Ruleset, pay: int, category: str) -> None:
    request = {**REQUEST, "category": category}
    income = highest_income(ruleset, request, pay)
    assert income is not None
    cost = quote(ruleset, {**request, "income_vnd": income}).totals["payable_vnd"]
    more = quote(ruleset, {**request, "income_vnd": income + 50_000}).totals["payable_vnd"]
    assert cost <= pay < more


def test_bounds_of_the_income_hold(ruleset: Ruleset) -> None:
    assert highest_income(ruleset, REQUEST, 263_999) is None
    ceiling = income_bounds(ruleset, date(2026, 11, 22)).ceiling_vnd
    assert highest_income(ruleset, REQUEST, 1_000_000_000) == ceiling


def test_monthly_money_gives_the_highest_income_in_one_message(citizen: Citizen) -> None:
    done = citizen.says("inform", cue="afford", amount_vnd=300_000, household_category="other")
    assert "cao nhất là 1.650.000 đồng" in spoken(done)
    assert "Anh/chị đóng: 297.000 đồng" in spoken(done)
    assert "pension:amount_vnd=1650000" in payloads(done)
    (stored,) = citizen.effects(EffectType.QUOTE_STORED)
    assert stored["quote"]["totals"]["payable_vnd"] == 297_000
    assert "Anh/chị đóng: 3.564.000 đồng" in spoken(citizen.says("inform", months=12))


def test_category_is_asked_because_support_changes_the_answer(citizen: Citizen) -> None:
    asked = citizen.says("inform", cue="afford", amount_vnd=300_000)
    assert asked.state.awaiting == "category"
    assert "Anh/chị đóng: 297.000 đồng" in spoken(citizen.presses("afford:category=other"))
    again = citizen.says("inform", cue="afford", amount_vnd=500_000)
    assert "500.000 đồng" in spoken(again), "the category is known by now"


def test_money_is_asked_where_it_was_not_named(citizen: Citizen) -> None:
    asked = citizen.says("calc_si", cue="afford", household_category="poor")
    assert asked.state.awaiting == "amount_vnd"
    assert "198.000 đồng" not in spoken(asked)
    assert "Anh/chị đóng: 198.000 đồng" in spoken(citizen.says("inform", amount_vnd=200_000))


def test_too_little_money_hears_the_least(citizen: Citizen) -> None:
    done = citizen.says("inform", cue="afford", amount_vnd=100_000, household_category="other")
    assert "chưa đủ" in spoken(done)
    assert "Ít nhất bây giờ là 264.000 đồng" in spoken(done)


def test_money_of_a_year_is_paid_once_a_year(citizen: Citizen) -> None:
    done = citizen.says(
        "inform", cue="afford_year", amount_vnd=4_000_000, household_category="other"
    )
    assert "mỗi năm" in spoken(done)
    assert "Anh/chị đóng: 3.960.000 đồng" in spoken(done)


def test_income_or_payment_is_asked_where_unclear(citizen: Citizen) -> None:
    said = {"cue": "pay_or_income", "amount_vnd": 2_000_000, "household_category": "near_poor"}
    asked = citizen.says("calc_si", **said)
    assert asked.state.awaiting == "meant"
    assert "mức thu nhập 2.000.000 đồng" in spoken(citizen.presses("afford:meant=income"))
    citizen.says("calc_si", **said)
    paid = citizen.says("calc_si", cue="payment")
    assert "Anh/chị đóng: 1.991.000 đồng" in spoken(paid)
    citizen.says("calc_si", **said)
    assert "Anh/chị đóng: 308.000 đồng" in spoken(citizen.says("inform", cue="income"))


def test_unclear_word_for_the_amount_is_asked_again(citizen: Citizen) -> None:
    citizen.says("calc_si", cue="pay_or_income", amount_vnd=2_000_000)
    assert citizen.says("unclear").state.awaiting == "meant"


def test_amount_below_every_income_is_money_to_pay(citizen: Citizen) -> None:
    done = citizen.says(
        "calc_si", cue="pay_or_income", amount_vnd=300_000, household_category="other"
    )
    assert "cao nhất là 1.650.000 đồng" in spoken(done)


def test_phrase_of_another_scheme_is_no_wish(citizen: Citizen) -> None:
    done = citizen.says("calc_hi", cue="pay_or_income", amount_vnd=2_000_000, people_count=2)
    assert "2.322.540 đồng" in spoken(done)


def test_refused_income_can_be_meant_as_payment(citizen: Citizen) -> None:
    done = citizen.says("calc_si", household_category="other", amount_vnd=500_000)
    assert "afford:pay=500000" in payloads(done)
    done = citizen.presses("afford:pay=500000")
    assert "Anh/chị đóng: 495.000 đồng" in spoken(done)
    assert done.state.flow is None, "the open question about the income is answered"


def test_open_question_about_the_income_is_answered_by_the_money(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="other")
    done = citizen.says("inform", cue="afford", amount_vnd=300_000)
    assert len(done.replies) == 1
    assert done.state.flow is None


def test_lowest_level_is_an_income_in_a_pension_sentence(citizen: Citizen) -> None:
    done = citizen.says(
        "calc_pension", sex="female", birth_year=1985, income_choice="minimum", years=20
    )
    assert "825.000 đồng mỗi tháng" in spoken(done)


def test_time_paid_is_no_money_to_spare(citizen: Citizen) -> None:
    done = citizen.says("ask_si_lump_sum", cue="afford", years=3)
    assert done.state.flow is None
