"""The same person in several ways at once: other methods, incomes, months or days of payment.

A request carries, beside what is the same, `compare`: a list of what differs each time. An
override replaces an input; null takes it away.

    {"scheme": "voluntary_si", "on": "2026-12-31", "category": "other", "income_vnd": 1500000,
     "method": "monthly",
     "compare": [{}, {"method": "12m"}, {"on": "2027-01-01", "income_vnd": 2200000}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .errors import PolicyError
from .inputs import Inputs
from .quotation import CITIZEN, Notice, Quote
from .rounding import half_up
from .schemes import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ruleset import Ruleset

COMPARE = "compare"
MOST_WAYS = 100
FIXED = ("id", "scheme", COMPARE)

LIST_NEEDED = f"Cần từ 1 đến {MOST_WAYS} phương án để so sánh, mỗi phương án ghi những gì khác đi."
SAME_SCHEME = "Chỉ so sánh được các phương án của cùng một chế độ, cùng một người."


@dataclass(frozen=True, slots=True)
class Way:
    """One way: what differs (`overrides`) and what comes out, a quote or the reason for none."""

    overrides: Mapping[str, object]
    result: Quote | PolicyError

    @property
    def months(self) -> int | None:
        """Return for how many months the citizen pays, None where there is no such payment."""
        if isinstance(self.result, PolicyError) or "payable_vnd" not in self.result.totals:
            return None
        covered = (line.months for line in self.result.lines if line.payer == CITIZEN)
        return max(covered, default=0) or None

    @property
    def per_month(self) -> Fraction | None:
        """Return what the citizen pays for a month covered (VND, exact), None as `months`."""
        months = self.months
        if months is None or isinstance(self.result, PolicyError):
            return None
        return Fraction(self.result.totals["payable_vnd"], months)

    def as_json(self) -> dict[str, object]:
        """Return the quote or the error, with what differs and the price of a month (VND)."""
        if isinstance(self.result, PolicyError):
            return {"overrides": dict(self.overrides), "error": self.result.as_json()}
        answer = {"overrides": dict(self.overrides), **self.result.as_json()}
        per_month = self.per_month
        if per_month is not None:
            answer["months"] = self.months
            answer["payable_per_month_vnd"] = half_up(per_month)
        return answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """The ways in the order asked, and which of them cost the citizen least per month covered."""

    id: object
    ways: tuple[Way, ...]
    cheapest: tuple[int, ...]
    warnings: tuple[Notice, ...]

    def as_json(self) -> dict[str, object]:
        """Return the answer of `ansinh quote` to a request with `compare`; places count from 0."""
        return {
            "id": self.id,
            "comparisons": [way.as_json() for way in self.ways],
            "cheapest": list(self.cheapest),
            "warnings": [{"code": one.code, "message": one.message} for one in self.warnings],
        }


def compare(ruleset: Ruleset, request: Mapping[str, object]) -> Comparison:
    """Return the quote, or the error, of each way that `compare` of the request names.

    Raises `PolicyError` where `compare` itself is not a list of overrides.
    """
    base = {name: item for name, item in request.items() if name != COMPARE}
    ways = tuple(
        _way(ruleset, base, overrides) for overrides in _overrides(Inputs(request).get(COMPARE))
    )
    return Comparison(request.get("id"), ways, _cheapest(ways), tuple(_warnings(base, ways)))


def _overrides(raw: object) -> Sequence[Mapping[str, object]]:
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= MOST_WAYS:
        raise PolicyError("bad_value", COMPARE, LIST_NEEDED, MOST_WAYS)
    for place, overrides in enumerate(raw):
        if not isinstance(overrides, Mapping):
            raise PolicyError("bad_value", f"{COMPARE}[{place}]", LIST_NEEDED)
        for name in FIXED:
            if name in overrides:
                raise PolicyError("bad_value", f"{COMPARE}[{place}].{name}", SAME_SCHEME)
    return raw


def _way(ruleset: Ruleset, base: Mapping[str, object], overrides: Mapping[str, object]) -> Way:
    try:
        return Way(overrides, quote(ruleset, {**base, **overrides}))
    except PolicyError as error:
        return Way(overrides, error)


def _cheapest(ways: Sequence[Way]) -> tuple[int, ...]:
    prices = {
        place: price for place, way in enumerate(ways) if (price := way.per_month) is not None
    }
    least = min(prices.values(), default=None)
    return tuple(place for place, price in prices.items() if price == least)


def _warnings(base: Mapping[str, object], ways: Sequence[Way]) -> list[Notice]:
    incomes = {str({**base, **way.overrides}.get("income_vnd")) for way in ways}
    if len(incomes) == 1:
        return []
    return [
        Notice(
            "incomes_differ",
            "Các phương án chọn mức thu nhập khác nhau: đóng ít hơn thì lương hưu và trợ cấp sau "
            "này cũng thấp hơn.",
        )
    ]
