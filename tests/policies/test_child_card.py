"""From when to when a child under six is insured: Decree 188/2025/NĐ-CP article 13."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from policies import PolicyError, Ruleset, quote

Refuse = Callable[..., PolicyError]
CHILD: dict[str, Any] = {"scheme": "hi_validity", "on": "2026-11-22", "group": "child_under_6"}


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        ("2026-11-22", date(2032, 11, 30)),
        ("2021-01-15", date(2027, 9, 30)),
        ("2021-09-30", date(2027, 9, 30)),
        ("2021-10-01", date(2027, 10, 31)),
        ("2022-02-28", date(2028, 9, 30)),
        ("2020-12-31", date(2026, 12, 31)),
    ],
)
def test_card_runs_from_birth_to_its_school_year(ruleset: Ruleset, birth: str, last: date) -> None:
    card = quote(ruleset, CHILD | {"birth": birth})
    assert card.facts == {"first_day": date.fromisoformat(birth), "last_day": last}
    assert card.totals == {}
    assert card.status == "final"
    assert [step.rule for step in card.steps] == ["hi_validity.child_card"]


def test_child_is_insured_on_the_last_day_and_not_after_it(
    ruleset: Ruleset, refused: Refuse
) -> None:
    grown = CHILD | {"birth": "2020-03-01"}
    assert quote(ruleset, grown | {"on": "2026-09-30"}).facts["last_day"] == date(2026, 9, 30)
    error = refused(**grown | {"on": "2026-10-01"})
    assert (error.code, error.field, error.limit) == ("not_eligible", "birth", 72)
    assert "30/09/2026" in error.message


def test_birth_is_asked_for(refused: Refuse) -> None:
    error = refused(**CHILD)
    assert (error.code, error.field) == ("missing_field", "birth")


@pytest.mark.parametrize(
    "extra", [{"months": 12}, {"previous_card_end": "2026-11-30"}, {"first_time": True}]
)
def test_what_a_paid_card_needs_is_not_asked_of_a_child(
    refused: Refuse, extra: dict[str, object]
) -> None:
    error = refused(**CHILD | {"birth": "2025-01-01"} | extra)
    assert (error.code, error.field) == ("bad_value", next(iter(extra)))


def test_birth_means_nothing_for_a_card_that_is_paid_for(refused: Refuse) -> None:
    error = refused(scheme="hi_validity", on="2026-11-22", first_time=True, birth="1990-01-01")
    assert (error.code, error.field) == ("bad_value", "birth")
