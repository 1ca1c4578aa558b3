from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from policies import IncomeBounds, Quote, Ruleset, income_bounds

Ask = Callable[..., Quote]


def _payers(quote: Quote) -> dict[str, int]:
    return {line.payer: line.amount_vnd for line in quote.lines}


def _codes(quote: Quote) -> list[str]:
    return [one.code for one in quote.warnings]


@pytest.mark.parametrize(
    ("category", "payable"),
    [
        ("poor", 165_000),
        ("island", 165_000),
        ("near_poor", 198_000),
        ("ethnic_minority", 231_000),
        ("other", 264_000),
    ],
)
def test_category_decides_what_is_payable_at_the_floor(
    si: Ask, category: str, payable: int
) -> None:
    assert si(category=category).totals["payable_vnd"] == payable


@pytest.mark.parametrize(
    ("method", "months", "payable"),
    [("monthly", 1, 264_000), ("3m", 3, 792_000), ("6m", 6, 1_584_000), ("12m", 12, 3_168_000)],
)
def test_period_multiplies_contribution_and_support(
    si: Ask, method: str, months: int, payable: int
) -> None:
    quote = si(method=method)
    assert quote.totals["payable_vnd"] == payable
    assert {line.months for line in quote.lines} == {months}


@pytest.mark.parametrize(
    ("method", "facts"),
    [
        ({"method": "monthly"}, {"pay_within_months": 1}),
        ({"method": "3m"}, {"pay_within_months": 3}),
        ({"method": "6m"}, {"pay_within_months": 4}),
        ({"method": "12m"}, {"pay_within_months": 7}),
        ({"method": "advance", "years": 2}, {"pay_when": "registering"}),
        (
            {"method": "missing", "months": 12},
            {"pay_when": "registering", "earliest_months_before_age": 1},
        ),
    ],
)
def test_every_method_tells_by_when_to_pay_and_where_that_stands(
    si: Ask, method: dict[str, object], facts: dict[str, object]
) -> None:
    answer: Any = si(**method).as_json()
    assert answer["facts"] == facts
    assert set(answer["facts_sources"]) == set(facts)
    for sources in answer["facts_sources"].values():
        (source,) = sources
        assert source["document"] == "41/2024/QH15"
        assert source["article"].startswith("36(3)")
        assert source["in_force_from"] == "2025-07-01"


@pytest.mark.parametrize(
    "method",
    [
        {"method": "12m"},
        {"method": "advance", "years": 2, "investment_rate_monthly": "0.003"},
        {"method": "missing", "months": 12, "investment_rate_monthly": "0.003"},
        {"method": "late", "of": "6m", "months_late": 1, "investment_rate_monthly": "0.003"},
    ],
)
def test_no_deadline_is_told_before_the_law_that_sets_it(
    si: Ask, method: dict[str, object]
) -> None:
    quote = si(on="2025-06-30", **method)
    assert quote.facts == {}
    assert "facts_sources" not in quote.as_json()


def test_support_does_not_grow_with_the_income(si: Ask) -> None:
    assert si(income_vnd=50_600_000).totals["state_vnd"] == si().totals["state_vnd"] == 66_000


def test_most_favourable_of_several_categories_applies_and_none_adds_up(si: Ask) -> None:
    assert si(category=["other", "poor", "ethnic_minority"]).totals == si(category="poor").totals


def test_category_that_a_province_helps_counts_with_that_help(si: Ask) -> None:
    quote = si(category=["ethnic_minority", "other"], on="2026-07-15", province="ha-noi")
    assert quote.totals["payable_vnd"] == 330_000 - 66_000 - 66_000


def test_advance_is_discounted_but_its_support_is_not(si: Ask) -> None:
    quote = si(method="advance", years=2)
    assert quote.totals == {
        "contribution_vnd": 7_644_801,
        "state_vnd": 24 * 66_000,
        "province_vnd": 0,
        "payable_vnd": 6_060_801,
    }


def test_advance_with_no_return_on_the_fund_is_the_plain_sum(si: Ask) -> None:
    quote = si(method="advance", years=5, investment_rate_monthly="0")
    assert quote.totals["contribution_vnd"] == 60 * 330_000
    assert "investment_rate_given" in _codes(quote)


def test_missing_months_grow_with_the_fund_and_so_does_their_support(si: Ask) -> None:
    one = si(method="missing", months=1, investment_rate_monthly="0.01")
    assert one.totals["contribution_vnd"] == 333_300
    assert one.totals["state_vnd"] == 66_660
    two = si(method="missing", months=2, investment_rate_monthly="0.01")
    assert two.totals["contribution_vnd"] == 333_300 + 336_633
    assert two.totals["state_vnd"] == 66_660 + 67_327  # 67,326.6 rounded with the sum


def test_missing_months_at_no_return_are_the_plain_sum(si: Ask) -> None:
    quote = si(method="missing", months=60, investment_rate_monthly="0")
    assert quote.totals["contribution_vnd"] == 60 * 330_000


def test_support_of_missing_months_is_provisional_under_the_new_decree(si: Ask) -> None:
    quote = si(method="missing", months=12)
    assert quote.status == "provisional"
    assert "value_unconfirmed" in _codes(quote)


def test_late_payment_with_support_is_provisional(si: Ask) -> None:
    quote = si(
        on="2019-06-15",
        method="late",
        of="3m",
        months_late=2,
        investment_rate_monthly="0.005",
    )
    assert quote.totals["state_vnd"] == 3 * 15_400
    assert quote.status == "provisional"


def test_late_payment_counts_every_month_late(si: Ask) -> None:
    quote = si(
        on="2017-06-15",
        method="late",
        of="monthly",
        months_late=2,
        investment_rate_monthly="0.01",
        income_vnd=1_000_000,
    )
    assert quote.totals["contribution_vnd"] == 224_422


def test_support_stops_inside_a_payment_when_120_months_are_used_up(si: Ask) -> None:
    quote = si(on="2028-01-15", income_vnd=2_200_000, method="6m", supported_months_used=118)
    assert quote.totals["state_vnd"] == 2 * 96_800
    assert [line.months for line in quote.lines if line.payer == "state"] == [2]
    assert "supported_months_used_up" in _codes(quote)


def test_nobody_is_supported_beyond_120_months(si: Ask) -> None:
    quote = si(method="12m", supported_months_used=120)
    assert _payers(quote) == {"citizen": 3_960_000}


def test_support_never_exceeds_what_is_paid(si: Ask) -> None:
    quote = si(method="advance", years=5, category="poor", investment_rate_monthly="0.9")
    assert quote.totals["payable_vnd"] == 0
    assert quote.totals["state_vnd"] == quote.totals["contribution_vnd"]


def test_nobody_was_supported_before_2018(si: Ask) -> None:
    quote = si(on="2017-12-31", category="poor", income_vnd=700_000)
    assert _payers(quote) == {"citizen": 154_000}
    assert si(on="2018-01-01", category="poor", income_vnd=700_000).totals["state_vnd"] == 46_200


def test_province_without_a_known_rule_adds_nothing_and_says_so(si: Ask) -> None:
    quote = si(province="nghe-an")
    assert quote.totals["province_vnd"] == 0
    assert quote.status == "provisional"
    assert _codes(quote) == ["province_topup_unknown"]
    assert "Nghệ An" in quote.warnings[0].message


def test_category_that_the_province_rule_does_not_name_is_unknown_too(si: Ask) -> None:
    assert _codes(si(province="ha-noi", category="near_poor")) == ["province_topup_unknown"]


def test_province_adds_its_share_on_top_of_the_state(si: Ask) -> None:
    quote = si(province="ha-noi", method="12m", income_vnd=3_000_000)
    assert _payers(quote) == {"citizen": 6_336_000, "state": 792_000, "province": 792_000}
    assert quote.status == "final"


def test_without_a_province_the_quote_is_final_and_warns(si: Ask) -> None:
    quote = si()
    assert quote.status == "final"
    assert _codes(quote) == ["province_not_given"]


def test_income_between_two_steps_is_accepted_with_advice(si: Ask) -> None:
    quote = si(income_vnd=1_520_000)
    assert quote.totals["contribution_vnd"] == 334_400
    assert "1.500.000 đồng hoặc 1.550.000 đồng" in quote.warnings[-1].message


@pytest.mark.parametrize(
    ("on", "floor", "ceiling"),
    [
        ("2016-04-30", 700_000, 23_000_000),
        ("2021-12-31", 700_000, 29_800_000),
        ("2022-01-01", 1_500_000, 29_800_000),
        ("2026-06-30", 1_500_000, 46_800_000),
        ("2026-07-01", 1_500_000, 50_600_000),
        ("2026-12-31", 1_500_000, 50_600_000),
        ("2027-01-01", 2_200_000, 50_600_000),
    ],
)
def test_income_bounds_are_those_of_the_day(
    ruleset: Ruleset, on: str, floor: int, ceiling: int
) -> None:
    assert income_bounds(ruleset, date.fromisoformat(on)) == IncomeBounds(floor, ceiling)


@pytest.mark.parametrize(
    ("on", "category", "state"),
    [
        ("2025-06-30", "poor", 99_000),
        ("2025-06-30", "near_poor", 82_500),
        ("2025-06-30", "other", 33_000),
        ("2025-07-01", "poor", 165_000),
        ("2025-07-01", "near_poor", 132_000),
        ("2025-07-01", "other", 66_000),
        ("2026-12-31", "other", 66_000),
    ],
)
def test_support_changes_on_the_day_the_decree_starts(
    si: Ask, on: str, category: str, state: int
) -> None:
    assert si(on=on, category=category).totals["state_vnd"] == state


def test_figures_of_2027_are_provisional_until_somebody_reviews_them(si: Ask) -> None:
    quote = si(on="2027-01-01", income_vnd=2_200_000)
    assert quote.totals["payable_vnd"] == 387_200
    assert quote.status == "provisional"
    assert "value_past_review" in _codes(quote)


def test_every_step_names_its_sources(si: Ask) -> None:
    contribution, support = si(category="near_poor").steps
    assert contribution.rule == "voluntary_si.contribution"
    assert contribution.inputs["rate"] == Fraction(22, 100)
    written = support.as_json()
    assert written["rule"] == "voluntary_si.state_support"
    assert written["label"] == "Nhà nước hỗ trợ 40%: Hộ cận nghèo"
    assert written["value"] == "132000"
    assert written["inputs"] == {
        "share": "0.4",
        "rate": "0.22",
        "rural_poverty_line": 1_500_000,
        "months": 1,
    }
    assert isinstance(written["sources"], list)
    first = written["sources"][0]
    assert (first["document"], first["article"]) == ("159/2025/NĐ-CP", "5(1)")
    assert first["in_force_from"] == "2025-07-01"


def test_step_with_a_return_on_the_fund_names_the_return(si: Ask) -> None:
    steps = si(method="missing", months=12).steps
    assert [step.inputs["investment_rate"] for step in steps] == [Fraction(31, 10_000)] * 2
