from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.quote import command
from policies import PolicyError, Ruleset, compare, quote

PERSON = {
    "id": "a",
    "scheme": "voluntary_si",
    "on": "2026-12-31",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "monthly",
}
FAMILY = {
    "scheme": "household_hi",
    "on": "2026-11-22",
    "province": "nghe-an",
    "household_size": 2,
    "months": 12,
}


def _compare(ruleset: Ruleset, *ways: object, **changes: object) -> dict[str, Any]:
    return compare(ruleset, {**PERSON, **changes, "compare": list(ways)}).as_json()


def test_each_way_is_the_quote_of_the_request_with_its_overrides(ruleset: Ruleset) -> None:
    ways: list[dict[str, object]] = [{}, {"method": "12m"}, {"income_vnd": 2_200_000}]
    answers = _compare(ruleset, *ways)["comparisons"]
    for overrides, answer in zip(ways, answers, strict=True):
        assert answer.pop("overrides") == overrides
        answer.pop("months")
        answer.pop("payable_per_month_vnd")
        assert answer == quote(ruleset, {**PERSON, **overrides}).as_json()


def test_years_ahead_are_cheapest_per_month_and_the_plain_periods_equal(ruleset: Ruleset) -> None:
    answer = _compare(ruleset, {}, {"method": "12m"}, {"method": "advance", "years": 5})
    assert [one["months"] for one in answer["comparisons"]] == [1, 12, 60]
    assert [one["payable_per_month_vnd"] for one in answer["comparisons"]][:2] == [264_000] * 2
    assert answer["cheapest"] == [2]
    assert _compare(ruleset, {}, {"method": "12m"})["cheapest"] == [0, 1]


def test_paying_before_and_after_the_poverty_line_rises(ruleset: Ruleset) -> None:
    before, after, raised = _compare(
        ruleset, {}, {"on": "2027-01-01"}, {"on": "2027-01-01", "income_vnd": 2_200_000}
    )["comparisons"]
    assert before["totals"]["payable_vnd"] == 264_000
    assert after["error"]["code"] == "income_below_floor"
    assert after["error"]["limit"] == 2_200_000
    assert (raised["totals"]["payable_vnd"], raised["status"]) == (387_200, "provisional")


def test_an_error_is_never_the_cheapest(ruleset: Ruleset) -> None:
    assert _compare(ruleset, {"on": "2027-01-01"}, {})["cheapest"] == [1]
    assert _compare(ruleset, {"on": "2027-01-01"})["cheapest"] == []


def test_null_takes_an_input_of_the_base_away(ruleset: Ruleset) -> None:
    base = {"method": "advance", "years": 3}
    answer = _compare(ruleset, {}, {"method": "monthly", "years": None}, **base)
    assert [one["months"] for one in answer["comparisons"]] == [36, 1]


def test_different_incomes_come_with_a_word_about_the_pension(ruleset: Ruleset) -> None:
    assert _compare(ruleset, {}, {"method": "3m"})["warnings"] == []
    (warning,) = _compare(ruleset, {}, {"income_vnd": 5_000_000})["warnings"]
    assert warning["code"] == "incomes_differ"


def test_a_family_compares_its_size_and_months(ruleset: Ruleset) -> None:
    ways = [{}, {"months": 3}, {"household_size": 1}]
    answer = compare(ruleset, {**FAMILY, "compare": ways}).as_json()
    per_month = [one["payable_per_month_vnd"] for one in answer["comparisons"]]  # type: ignore[attr-defined]
    assert per_month == [193_545, 193_545, 113_850]
    assert answer["cheapest"] == [2]


def test_a_refund_is_no_price_to_compare(ruleset: Ruleset) -> None:
    request = {
        "scheme": "si_refund",
        "on": "2026-11-22",
        "method": "12m",
        "income_vnd": 1_500_000,
        "months_left": 6,
        "state_supported_vnd": 0,
        "compare": [{}, {"months_left": 3}],
    }
    answer = compare(ruleset, request)
    assert answer.cheapest == ()
    assert "months" not in answer.ways[0].as_json()


def test_someone_for_whom_the_state_pays_all_pays_nothing_a_month(ruleset: Ruleset) -> None:
    family = {name: item for name, item in FAMILY.items() if name != "household_size"}
    ways = [{"members": [{"group": "poor"}]}, {"members": [{"group": "household"}]}]
    assert compare(ruleset, {**family, "compare": ways}).cheapest == (0,)


@pytest.mark.parametrize("raw", [None, {}, "monthly", [], [{}] * 101])
def test_compare_must_be_a_list_of_ways(ruleset: Ruleset, raw: object) -> None:
    with pytest.raises(PolicyError) as caught:
        compare(ruleset, {**PERSON, "compare": raw})
    assert (caught.value.code, caught.value.field) == ("bad_value", "compare")


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ("12m", "compare[1]"),
        ({"scheme": "household_hi"}, "compare[1].scheme"),
        ({"id": 1}, "compare[1].id"),
        ({"compare": []}, "compare[1].compare"),
    ],
)
def test_a_way_changes_only_inputs_of_the_scheme(ruleset: Ruleset, way: object, field: str) -> None:
    with pytest.raises(PolicyError) as caught:
        compare(ruleset, {**PERSON, "compare": [{}, way]})
    assert (caught.value.code, caught.value.field) == ("bad_value", field)


def test_quote_command_answers_a_comparison_and_its_errors_in_place() -> None:
    lines = [{**PERSON, "compare": [{}, {"colour": "red"}]}, {**PERSON, "compare": None}, PERSON]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    result = CliRunner().invoke(command, input=text)
    comparison, broken, plain = (json.loads(line) for line in result.stdout.splitlines())
    assert list(comparison) == ["id", "comparisons", "cheapest", "warnings"]
    assert comparison["id"] == "a"
    assert comparison["comparisons"][1] == {
        "overrides": {"colour": "red"},
        "error": {
            "code": "unknown_field",
            "field": "colour",
            "message": "Không có thông tin nào tên là colour.",
        },
    }
    assert broken["error"]["field"] == "compare"
    assert plain["totals"]["payable_vnd"] == 264_000
