"""Parameters as one lists them: each value written for a reader, and as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .parameter import AgeShare, Membership
from .wording import ages, exact, money, percent

if TYPE_CHECKING:
    from datetime import date

    from .parameter import Dated, Parameter

UNITS = {
    "months": "tháng",
    "years": "năm",
    "weeks": "tuần",
    "days": "ngày",
    "people": "người",
    "times": "lần",
}


def written(unit: str, value: Any) -> str:
    """Return a value of a unit as `4,5%`, `2.530.000 đồng`, `3 tháng, 6 tháng` or `poor: 50%`."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {written(unit, item)}" for name, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(written(unit, item) for item in value)
    if isinstance(value, Membership):
        return f"{value.joins} {percent(value.state)}" if value.state else value.joins
    if isinstance(value, AgeShare):
        return f"{percent(value.share)} {ages(value.least, value.below)}"
    if unit == "VND":
        return money(value)
    if unit == "percent":
        return percent(value)
    shown = exact(value) if isinstance(value, Fraction) else str(value)
    return f"{shown} {UNITS[unit]}" if unit in UNITS else shown


def listed(parameter: Parameter, on: date | None = None) -> dict[str, Any]:
    """Return a parameter as JSON values; with a day, only the value of that day (or none)."""
    return {
        "id": parameter.id,
        "label": parameter.label,
        "unit": parameter.unit,
        "scope": parameter.scope,
        "values": [
            _dated(parameter.unit, dated)
            for dated in parameter.values
            if on is None or dated is parameter.at(on)
        ],
    }


def _dated(unit: str, dated: Dated) -> dict[str, Any]:
    source = dated.source
    return {
        "from": dated.start.isoformat(),
        "to": _day(dated.end),
        "value": _plain(dated.value),
        "written": written(unit, dated.value),
        "source": {
            "document": source.document,
            "article": source.article,
            "issuer": source.issuer,
            "date": _day(source.date),
            "url": source.url,
        },
        "confidence": dated.confidence,
        "review_by": _day(dated.review_by),
        "note": dated.note,
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Membership):
        return {"joins": value.joins, "state": exact(value.state)}
    if isinstance(value, AgeShare):
        return {"share": exact(value.share), "least": value.least, "below": value.below}
    return exact(value) if isinstance(value, Fraction) else value
