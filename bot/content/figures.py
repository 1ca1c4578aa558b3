"""Filling the numbers into an answer: each is computed by `policies` for the day, or not said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bot.content.errors import FigureError
from bot.content.types import FaqSource, Figure
from policies import PoliciesError, quote
from policies.parameter import Membership
from policies.wording import money, percent

if TYPE_CHECKING:
    from policies import Ruleset, Value

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FRACTION = re.compile(r"\d+(/[1-9]\d*)?")


def fill(
    faq_text: str,
    figures: Mapping[str, Figure],
    ruleset: Ruleset,
    on: date,
    province: str,
) -> tuple[str, tuple[FaqSource, ...]]:
    """Return the text with its `{placeholders}` filled in, and the legal sources of the numbers.

    Money reads `1.366.200 đồng`, a share `4,5%`, a count `120`. Only the figures that the text
    names are computed; each source comes once, in the order of the text.

    Raises:
        FigureError: the text names a figure that is not defined, or that has no value on the day.
    """
    day = _Day(ruleset, on, province)
    words = {name: day.words(name, figures) for name in dict.fromkeys(_names(faq_text))}
    text = PLACEHOLDER.sub(lambda match: words[match[1]], faq_text)
    sources = dict.fromkeys(
        FaqSource(value.source.document, value.source.article, value.source.url)
        for value in day.values
        if value.source.document is not None
    )
    return text, tuple(sources)


def doubtful(
    faq_text: str,
    figures: Mapping[str, Figure],
    ruleset: Ruleset,
    on: date,
    province: str,
) -> tuple[Value, ...]:
    """Return the values under the text's numbers that are unconfirmed or past their review date.

    Raises:
        FigureError: as `fill`.
    """
    day = _Day(ruleset, on, province)
    for name in _names(faq_text):
        day.words(name, figures)
    return tuple({value.id: value for value in day.values if value.provisional}.values())


def _names(faq_text: str) -> list[str]:
    return PLACEHOLDER.findall(faq_text)


class _Day:
    """The rules of one day and place, and the values that were looked up in them."""

    def __init__(self, ruleset: Ruleset, on: date, province: str) -> None:
        self._ruleset = ruleset
        self._on = on
        self._province = province
        self.values: list[Value] = []

    def words(self, name: str, figures: Mapping[str, Figure]) -> str:
        """Return the figure of that name as a citizen reads it; raises `FigureError`."""
        if name not in figures:
            raise FigureError(name, "is not among the figures of the answer")
        try:
            return self._words(figures[name])
        except (PoliciesError, LookupError, ValueError) as error:
            raise FigureError(name, str(error)) from error

    def _words(self, figure: Figure) -> str:
        if figure.parameter is not None:
            value = self._look(figure.parameter)
            number, unit = _number(value, figure.key), value.unit
        else:
            number, unit = Fraction(self._total(figure)), "VND"
        return _WORDS.get(unit, _count)(number * self._times(figure.times))

    def _look(self, parameter: str) -> Value:
        value = self._ruleset.value(parameter, self._on, self._province)
        self.values.append(value)
        return value

    def _times(self, times: str) -> Fraction:
        if _FRACTION.fullmatch(times):
            return Fraction(times)
        return _number(self._look(times), None)

    def _total(self, figure: Figure) -> int:
        """Return the total that the figure takes from its quote, VND."""
        request = {
            "province": self._province,
            **{key: self._input(value) for key, value in (figure.quote or {}).items()},
            "on": self._on.isoformat(),
        }
        answer = quote(self._ruleset, request)
        self.values += [value for step in answer.steps for value in step.basis]
        take = figure.take or ""
        if take not in answer.totals:
            raise LookupError(f"take {take!r} is not one of {', '.join(answer.totals)}")
        return answer.totals[take]

    def _input(self, value: Any) -> Any:
        """Return an input of a quote; `{parameter: id}` stands for the parameter's value."""
        if isinstance(value, Mapping) and set(value) == {"parameter"}:
            return int(_number(self._look(value["parameter"]), None))
        return value


def _number(value: Value, key: str | None) -> Fraction:
    """Return the number of a parameter; `key` names an entry of a table or counts a list from 1.

    The only entry of a membership is `state`, the share that the state pays.
    """
    found = value.value
    if isinstance(found, Membership):
        found = {"state": found.state}
    elif isinstance(found, tuple):
        found = {str(place): item for place, item in enumerate(found, start=1)}
    if isinstance(found, Mapping):
        if key not in found:
            raise LookupError(f"{value.id} needs a key, one of {', '.join(found)}; not {key!r}")
        found = found[key]
    elif key is not None:
        raise LookupError(f"{value.id} has no entries, so no key {key!r}")
    if not isinstance(found, int | Fraction):
        raise ValueError(f"{value.id} is not a number")
    return Fraction(found)


def _whole(number: Fraction) -> int:
    if number.denominator != 1:
        raise ValueError(f"{number} is not whole, and no rule says how to round it")
    return number.numerator


def _money(amount_vnd: Fraction) -> str:
    return money(_whole(amount_vnd))


def _count(number: Fraction) -> str:
    return str(_whole(number))


_WORDS: Mapping[str, Callable[[Fraction], str]] = {
    "VND": _money,
    "percent": percent,
    "membership": percent,
}
