from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policies import PolicyError, Replay, Ruleset, load_ruleset, quote, replay
from policies.ruleset import Ruleset as Rules

PERSON = {
    "id": "a",
    "scheme": "voluntary_si",
    "on": "2026-11-22",
    "category": "near_poor",
    "income_vnd": 1_500_000,
    "method": "monthly",
}
FAMILY = {"scheme": "household_hi", "on": "2026-11-22", "household_size": 4, "months": 12}


def _stored(ruleset: Ruleset, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer as a database or a file gives it back."""
    answer: dict[str, Any] = json.loads(json.dumps(quote(ruleset, request).as_json()))
    return answer


def _changed(ruleset: Ruleset, name: str, item: object) -> Replay:
    return replay(ruleset, PERSON, {**_stored(ruleset, PERSON), name: item})


@pytest.mark.parametrize("request_", [PERSON, FAMILY])
def test_a_stored_quote_replays_to_the_same_answer(
    ruleset: Ruleset, request_: dict[str, Any]
) -> None:
    again = replay(load_ruleset(), request_, _stored(ruleset, request_))
    assert again.outcome == "same"
    assert again.now == again.stored


def test_a_stored_quote_replays_after_other_quotes_were_given(ruleset: Ruleset) -> None:
    stored = _stored(ruleset, PERSON)
    for income in range(1_500_000, 50_600_000, 1_000_003):
        quote(ruleset, {**PERSON, "income_vnd": income, "province": "ha-noi"})
    assert replay(ruleset, PERSON, stored).outcome == "same"


def test_equal_amounts_by_other_rules_are_told_from_the_same_answer(ruleset: Ruleset) -> None:
    again = _changed(ruleset, "ruleset", "0" * 16)
    assert again.outcome == "different_ruleset"
    assert again.as_json()["stored"] == {
        "ruleset": "0" * 16,
        "status": "final",
        "totals": again.now["totals"],
    }


def test_a_changed_law_gives_a_different_amount(folder: Path, ruleset: Ruleset) -> None:
    file = folder / "national" / "voluntary_si.category.near_poor.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 40%", "value: 45%"))
    raised: Rules = load_ruleset(folder)
    again = replay(raised, PERSON, _stored(ruleset, PERSON))
    assert again.outcome == "different_amount"
    shown = again.as_json()
    assert shown["id"] == "a"
    assert [shown[side]["totals"]["payable_vnd"] for side in ("stored", "now")] == [  # type: ignore[index]
        198_000,
        181_500,
    ]


def test_an_answer_changed_by_hand_is_noticed(ruleset: Ruleset) -> None:
    assert _changed(ruleset, "warnings", []).outcome == "different_words"
    totals = {**_stored(ruleset, PERSON)["totals"], "payable_vnd": 1}
    assert _changed(ruleset, "totals", totals).outcome == "different_amount"


def test_a_stored_error_replays_and_a_quote_where_an_error_was_differs(ruleset: Ruleset) -> None:
    low = {**PERSON, "income_vnd": 1}
    with pytest.raises(PolicyError) as caught:
        quote(ruleset, low)
    stored = {"id": "a", "error": caught.value.as_json()}
    assert replay(ruleset, low, stored).outcome == "same"
    assert replay(ruleset, PERSON, stored).outcome == "different_amount"
    other = {"id": "a", "error": {**caught.value.as_json(), "limit": 2}}
    assert replay(ruleset, low, other).outcome == "different_amount"
