"""People whose figures show what a rule does: one for each category or group, one for each scheme.

The pages of the documentation and the comparison of two days are computed for them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from .catalogue import hi_groups, si_categories, si_methods
from .household_hi.members import LEFT_AREA
from .voluntary_si.income import income_bounds
from .wording import money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .ruleset import Ruleset

MIDDLE_INCOME_VND = 5_000_000
LARGE_FAMILY = 5
OLD_AGE = 72  # of every province's support by age
ONE_YEAR = timedelta(days=365)
PERIODS = [{"from": "2010-01", "months": 192, "income_vnd": 3_000_000, "kind": "voluntary"}]

DETAILS: dict[str, dict[str, object]] = {
    "advance": {"years": 2},
    "missing": {"months": 12},
    "late": {"of": "monthly", "months_late": 1},
}
BENEFITS: dict[str, dict[str, object]] = {
    "pension": {
        "sex": "female",
        "birth": "1970-01-15",
        "periods": PERIODS,
    },
    "lump_sum": {
        "reason": "before_2025",
        "sex": "male",
        "birth": "1990-03-01",
        "periods": [{**PERIODS[0], "from": "2016-01", "months": 60}],
        "state_supported_vnd": 0,
    },
    "maternity": {"months_paid_before_birth": 6, "children": 1},
    "funeral": {"deceased": "contributor", "months_paid": 60},
    "survivor": {"deceased": "contributor", "periods": PERIODS},
    "social_pension": {"birth": "1950-01-01", "category": "other"},
    "monthly_allowance": {
        "sex": "male",
        "birth": "1964-01-01",
        "periods": [{**PERIODS[0], "months": 120}],
    },
    "hi_benefits": {"group": "household", "visit_cost_vnd": 2_000_000},
    "hi_validity": {"group": "household", "months": 12, "first_time": True},
}
"""One request of each benefit, without the day."""


class Typical(NamedTuple):
    """A person or family: the scheme, who it is (Vietnamese), and the request without a day."""

    scheme: str
    who: str
    request: dict[str, object]


def typical_people(ruleset: Ruleset, on: date) -> Iterator[Typical]:
    """Yield the people of every scheme, as a day's rules know them.

    What the day does not offer is left out, so a new category shows where two days are compared.
    """
    yield from _social_insurance(ruleset, on)
    yield from _health_insurance(ruleset, on)
    yield Typical(
        "si_refund",
        "đóng 12 tháng, còn 6 tháng chưa dùng",
        {"method": "12m", "income_vnd": 1_500_000, "months_left": 6, "state_supported_vnd": 0},
    )
    for scheme, request in BENEFITS.items():
        yield Typical(scheme, "trường hợp mẫu", request)


def _social_insurance(ruleset: Ruleset, on: date) -> Iterator[Typical]:
    floor = income_bounds(ruleset, on).floor_vnd
    for category, label in si_categories(ruleset, on).items():
        base: dict[str, object] = {"category": category, "method": "monthly"}
        yield Typical(
            "voluntary_si", f"{label}, mức thấp nhất, hằng tháng", {**base, "income_vnd": floor}
        )
        yield Typical(
            "voluntary_si",
            f"{label}, mức {money(MIDDLE_INCOME_VND)}, hằng tháng",
            {**base, "income_vnd": MIDDLE_INCOME_VND},
        )
    for method, label in si_methods(ruleset, on).items():
        yield Typical(
            "voluntary_si",
            f"Người tham gia khác, mức thấp nhất, {label.lower()}",
            {"category": "other", "income_vnd": floor, "method": method, **DETAILS.get(method, {})},
        )


def _health_insurance(ruleset: Ruleset, on: date) -> Iterator[Typical]:
    for size in range(1, LARGE_FAMILY + 1):
        yield Typical(
            "household_hi", f"Hộ {size} người, 12 tháng", {"household_size": size, "months": 12}
        )
    yield Typical(
        "household_hi",
        f"Một người {OLD_AGE} tuổi tham gia theo hộ gia đình, 12 tháng",
        {"members": [{"group": "household", "age": OLD_AGE}], "months": 12},
    )
    for group, label in hi_groups(ruleset, on).items():
        member: dict[str, object] = {"group": group}
        if group == LEFT_AREA:
            member["left_on"] = (on - ONE_YEAR).isoformat()
        yield Typical("household_hi", f"{label}, 12 tháng", {"members": [member], "months": 12})
