"""Which way is better: ways of paying, incomes, now or later."""

from __future__ import annotations

from datetime import date

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from bot.conversation.flows.changes import next_change
from policies import Ruleset, quote
from tests.conversation.conftest import Citizen, Said, payloads, spoken

PERSON = {
    "scheme": "voluntary_si",
    "on": "2026-11-22",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "monthly",
}


def test_ways_of_paying_are_compared_at_once_by_an_example(citizen: Citizen) -> None:
    done = citizen.says("ask_si_payment_methods", cue="compare_methods")
    said = spoken(done)
    assert "không thuộc diện ưu tiên, mức thu nhập 1.500.000 đồng" in said
    assert "như nhau, mỗi tháng 264.000 đồng" in said
    assert "5 năm về sau: 14.138.148 đồng" in said
    assert "đỡ được 1.701.852 đồng" in said
    assert done.state.flow is None
    assert "compare:category=near_poor" in payloads(done)
    assert "198.000 đồng" in spoken(citizen.presses("compare:category=near_poor"))


def test_every_way_compared_is_stored_as_it_was_asked(citizen: Citizen, ruleset: Ruleset) -> None:
    citizen.says("ask_si_payment_methods", cue="compare_methods")
    stored = citizen.effects(EffectType.QUOTE_STORED)
    assert len(stored) == 7
    for one in stored:
        assert quote(ruleset, one["request"]).as_json() == one["quote"]


def test_comparison_takes_what_was_told_before(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="near_poor", amount_vnd=2_000_000)
    done = citizen.says("ask_si_payment_methods", cue="compare_methods")
    assert "hộ cận nghèo, mức thu nhập 2.000.000 đồng" in spoken(done)
    assert "308.000 đồng" in spoken(done)
    assert "Anh/chị đóng: 3.696.000 đồng" in spoken(citizen.says("inform", months=12))


def test_incomes_named_are_compared(citizen: Citizen) -> None:
    done = citizen.says(
        "inform", cue="compare_incomes", amount_vnd=2_000_000, amounts=[2_000_000, 500_000]
    )
    said = spoken(done)
    assert "Mức 2.000.000 đồng: anh/chị đóng 374.000 đồng" in said
    assert "500.000 đồng: Ngày 22/11/2026, mức thu nhập thấp nhất" in said


def test_comparison_can_be_followed_up(citizen: Citizen) -> None:
    citizen.says("calc_si", cue="compare_methods", household_category="poor", amount_vnd=2_000_000)
    assert "Anh/chị đóng: 1.650.000 đồng" in spoken(citizen.says("inform", months=6))


def test_usual_incomes_are_compared_where_none_is_named(citizen: Citizen) -> None:
    said = spoken(citizen.says("calc_si", cue="compare_incomes"))
    assert "Mức 1.500.000 đồng" in said
    assert "Mức 3.000.000 đồng: anh/chị đóng 594.000 đồng" in said


def test_paying_before_the_floor_rises_is_compared_with_after(citizen: Citizen) -> None:
    said = spoken(citizen.says("ask_si_payment_methods", cue="compare_dates"))
    assert "Đóng trước ngày 01/01/2027: 264.000 đồng mỗi tháng" in said
    assert "mức thu nhập thấp nhất được chọn là 2.200.000 đồng" in said
    assert "Đóng từ ngày 01/01/2027: 387.200 đồng mỗi tháng" in said


def test_day_that_was_named_is_the_one_compared(citizen: Citizen) -> None:
    said = spoken(
        citizen.says(
            "ask_si_payment_methods", cue="compare_dates", date="2027-03-01", amount_vnd=3_000_000
        )
    )
    assert "Đóng từ ngày 01/03/2027" in said
    assert "mức thu nhập 3.000.000 đồng" in said


def test_family_compares_its_periods(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("ask_si_payment_methods", cue="compare_methods")
    assert "12 tháng: 3.825.360 đồng, chia ra mỗi tháng 318.780 đồng" in spoken(done)
    assert payloads(done) == ["flow:lead"]


def test_no_known_change_is_said_to_be_none(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    assert "chưa thấy quy định" in spoken(citizen.says("inform", cue="compare_dates"))


def test_end_of_a_support_is_a_change_for_a_family(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=2, household_category="near_poor")
    said = spoken(citizen.says("inform", cue="compare_dates"))
    assert "0 đồng cho 12 tháng" in said
    assert "Đóng từ ngày" in said


def test_next_change_is_the_first_day_with_another_answer(ruleset: Ruleset) -> None:
    assert next_change(ruleset, PERSON) == date(2027, 1, 1)
    family = {"scheme": "household_hi", "on": "2026-11-22", "household_size": 4, "months": 12}
    assert next_change(ruleset, family) is None


def test_answer_about_methods_offers_the_comparison(citizen: Citizen) -> None:
    done = citizen.happens(Text("…"), Said("ask_si_payment_methods", faq="si-payment-methods"))
    assert "flow:compare" in payloads(done)
    assert "264.000 đồng" in spoken(citizen.presses("flow:compare"))
    assert "Đóng từ ngày 01/01/2027" in spoken(citizen.presses("compare:kind=dates"))
    assert citizen.presses("compare:kind=nonsense").replies


def test_values_for_the_other_scheme_by_name_are_not_a_change(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("inform", scheme="si", household_category="near_poor", amount_vnd=2_000_000)
    assert "Anh/chị đóng: 308.000 đồng" in spoken(done)
    assert "6 tháng" in spoken(citizen.says("inform", months=6))


def test_bare_values_with_a_scheme_start_it(citizen: Citizen) -> None:
    assert "hộ nghèo" in spoken(
        citizen.says("inform", scheme="si", household_category="poor", amount_vnd=2_000_000)
    )
