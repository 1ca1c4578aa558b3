"""From what an office clerk writes in YAML to exact values: `30%` to 3/10, never a float."""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .parameter import AgeShare, Membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from .kinds import Kind

PERCENT = re.compile(r"\d+(\.\d+)?%")
DECIMAL = re.compile(r"\d+(\.\d+)?")
AGES = re.compile(r"(?P<share>\S+) from (?P<least>\d+)( below (?P<below>\d+))?")
SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
# Each way to join, and whether the state's share is written after it.
JOINS = {"household": False, "elsewhere": False, "state": True, "supported": True}


def _whole(raw: object) -> int:
    if isinstance(raw, float):
        raise ValueError(f"{raw!r} is a float; write a whole number")
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise ValueError(f"{raw!r} is not a whole number of 0 or more")
    return raw


def _percent(raw: object) -> Fraction:
    if isinstance(raw, float):
        raise ValueError(f"{raw!r} is a float; write a percentage such as 4.5%")
    if not isinstance(raw, str) or not PERCENT.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a percentage such as 4.5%")
    share = Fraction(raw[:-1]) / 100
    if share > 1:
        raise ValueError(f"{raw} is more than 100%")
    return share


def _coefficient(raw: object) -> Fraction:
    if not isinstance(raw, str) or not DECIMAL.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a coefficient in quotes such as '1.07'")
    return Fraction(raw)


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError(f"{raw!r} is not a text")
    return raw


def _slug(raw: object) -> str:
    if not isinstance(raw, str) or not SLUG.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a province slug such as nghe-an")
    return raw


def _membership(raw: object) -> Membership:
    joins, _, share = raw.partition(" ") if isinstance(raw, str) else ("", "", "")
    if joins not in JOINS or bool(share) != JOINS[joins]:
        raise ValueError(
            f"{raw!r} is not a membership: household, elsewhere, state 100% or supported 70%"
        )
    return Membership(joins, _percent(share) if share else Fraction(0))


def _share_by_age(raw: object) -> AgeShare:
    match = AGES.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError(f"{raw!r} is not a share by age such as 100% from 60 below 75")
    least, below = int(match["least"]), int(match["below"]) if match["below"] else None
    if below is not None and below <= least:
        raise ValueError(f"{raw!r} ends before it begins")
    return AgeShare(_percent(match["share"]), least, below)


UNITS: dict[str, Callable[[object], Any]] = {
    "VND": _whole,
    "months": _whole,
    "years": _whole,
    "weeks": _whole,
    "days": _whole,
    "people": _whole,
    "times": _whole,
    "percent": _percent,
    "coefficient": _coefficient,
    "rule": _text,
    "name": _text,
    "province": _slug,
    "membership": _membership,
    "share_by_age": _share_by_age,
}


def parse_value(kind: Kind, raw: object) -> Any:
    """Return the exact value that `raw` stands for.

    Raises ValueError, with an English reason, where it does not have the unit and shape of `kind`.
    """
    one = UNITS[kind.unit]
    if kind.shape == "table":
        if not isinstance(raw, dict) or not raw:
            raise ValueError("a table of name: value is needed")
        return MappingProxyType({_text(name): one(item) for name, item in raw.items()})
    if kind.shape == "list":
        if not isinstance(raw, list) or not raw:
            raise ValueError("a list of values is needed")
        return tuple(one(item) for item in raw)
    value = one(raw)
    if kind.words and value not in kind.words:
        raise ValueError(f"{value!r} is not one of {', '.join(sorted(kind.words))}")
    return value
