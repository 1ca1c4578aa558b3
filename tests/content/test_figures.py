"""A number in an answer is computed for the day, with its source, or not said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.content.errors import FigureError
from bot.content.figures import doubtful, fill
from bot.content.types import FaqSource, Figure
from policies import Ruleset
from tests.content.conftest import TODAY

BASE = Figure(parameter="reference_level")
FLOOR_QUOTE = {
    "scheme": "voluntary_si",
    "category": "near_poor",
    "income_vnd": {"parameter": "rural_poverty_line"},
    "method": "monthly",
}


def said(ruleset: Ruleset, figure: Figure, on: date = TODAY, province: str = "nghe-an") -> str:
    """Return how the figure reads."""
    return fill("{it}", {"it": figure}, ruleset, on, province)[0]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (BASE, "2.530.000 đồng"),
        (Figure(parameter="reference_level", times="6"), "15.180.000 đồng"),
        (Figure(parameter="reference_level", times="3/20"), "379.500 đồng"),
        (
            Figure(parameter="reference_level", times="voluntary_si.ceiling_multiple"),
            "50.600.000 đồng",
        ),
        (Figure(parameter="household_hi.rate"), "4,5%"),
        (Figure(parameter="household_hi.position_shares", key="2"), "70%"),
        (Figure(parameter="household_hi.group.near_poor", key="state"), "70%"),
        (Figure(parameter="household_hi.province_share", key="average_agri"), "20%"),
        (Figure(parameter="voluntary_si.supported_months"), "120"),
        (Figure(quote=FLOOR_QUOTE, take="payable_vnd"), "198.000 đồng"),
        (Figure(quote=FLOOR_QUOTE, take="state_vnd", times="12"), "1.584.000 đồng"),
    ],
)
def test_a_figure_reads_as_officials_write_it(ruleset: Ruleset, figure: Figure, words: str) -> None:
    assert said(ruleset, figure) == words


def test_a_figure_is_that_of_the_day(ruleset: Ruleset) -> None:
    assert said(ruleset, BASE, date(2026, 6, 30)) == "2.340.000 đồng"
    assert said(ruleset, BASE, date(2026, 7, 1)) == "2.530.000 đồng"


def test_a_quote_is_for_the_province_served_unless_it_names_one(ruleset: Ruleset) -> None:
    agri = {"scheme": "household_hi", "members": [{"group": "average_agri"}], "months": 12}
    here = Figure(quote=agri, take="province_vnd")
    fixed = Figure(quote={**agri, "province": "nghe-an"}, take="province_vnd")
    assert said(ruleset, here) == "273.240 đồng"
    assert said(ruleset, here, province="ha-tinh") == "0 đồng"
    assert said(ruleset, fixed, province="ha-tinh") == "273.240 đồng"


def test_each_legal_source_comes_once_in_the_order_of_the_text(ruleset: Ruleset) -> None:
    figures = {"base": BASE, "six": Figure(parameter="reference_level", times="6")}
    figures["rate"] = Figure(parameter="household_hi.rate")
    text, sources = fill("{rate} × {base}, {six}, {rate}", figures, ruleset, TODAY, "nghe-an")
    assert text == "4,5% × 2.530.000 đồng, 15.180.000 đồng, 4,5%"
    assert [(source.document, source.article) for source in sources] == [
        ("188/2025/NĐ-CP", "6"),
        ("161/2026/NĐ-CP", "3(2)"),
    ]
    assert all(isinstance(source, FaqSource) and source.url for source in sources)


def test_only_the_figures_that_a_text_names_are_computed(ruleset: Ruleset) -> None:
    figures = {"broken": Figure(parameter="no.such"), "base": BASE}
    assert fill("Mức {base}.", figures, ruleset, TODAY, "nghe-an")[0] == "Mức 2.530.000 đồng."
    assert fill("Không có số.", figures, ruleset, TODAY, "nghe-an") == ("Không có số.", ())


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (Figure(parameter="no.such"), "no value of no.such"),
        (Figure(parameter="household_hi.position_shares"), "needs a key, one of 1, 2"),
        (Figure(parameter="household_hi.position_shares", key="9"), "needs a key"),
        (Figure(parameter="reference_level", key="rural"), "has no entries"),
        (Figure(parameter="voluntary_si.rounding"), "not a number"),
        (Figure(parameter="reference_level", times="1/7"), "not whole"),
        (Figure(parameter="reference_level", times="six"), "no value of six"),
        (Figure(quote=FLOOR_QUOTE, take="refund_vnd"), "is not one of contribution_vnd"),
        (Figure(quote={"scheme": "household_hi"}, take="payable_vnd"), "missing_field"),
    ],
)
def test_what_cannot_be_said_is_an_error_that_names_the_figure(
    ruleset: Ruleset, figure: Figure, reason: str
) -> None:
    with pytest.raises(FigureError, match=reason) as caught:
        said(ruleset, figure)
    assert caught.value.name == "it"


def test_a_placeholder_without_a_figure_is_an_error(ruleset: Ruleset) -> None:
    with pytest.raises(FigureError, match="not among the figures"):
        fill("{rate}", {"base": BASE}, ruleset, TODAY, "nghe-an")


def test_a_day_without_a_rule_is_an_error(ruleset: Ruleset) -> None:
    with pytest.raises(FigureError, match="2001-01-01"):
        said(ruleset, BASE, date(2001, 1, 1))


def test_a_value_past_its_review_date_is_doubtful(last_rate: Callable[..., Ruleset]) -> None:
    ruleset = last_rate(review_by="2026-11-30")
    figures = {"rate": Figure(parameter="household_hi.rate"), "base": BASE}
    text = "{rate} của {base}, {rate}"
    assert doubtful(text, figures, ruleset, date(2026, 11, 30), "nghe-an") == ()
    late = doubtful(text, figures, ruleset, date(2026, 12, 1), "nghe-an")
    assert [value.id for value in late] == ["household_hi.rate"]
