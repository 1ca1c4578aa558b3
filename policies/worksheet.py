"""The sheet on which one quote is worked out: it looks values up and remembers what was used."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .kinds import EVERYONE_ELSE
from .quotation import Line, Notice, Quote, Step
from .rounding import ROUNDINGS
from .wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date

    from .parameter import Value
    from .quotation import Fact
    from .ruleset import Ruleset


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Place:
    """A province on a day: its slug of that day and its Vietnamese name."""

    slug: str
    name: str


class Worked(NamedTuple):
    """What a piece of work gave, and what it wrote down on the way."""

    result: Any
    used: Mapping[str, Value]
    steps: Sequence[Step]
    warnings: Mapping[str, Notice]
    doubtful: bool


class Worksheet:
    """Values, steps, lines and warnings of one quote, in the order in which they came up."""

    def __init__(
        self, ruleset: Ruleset, on: date, place: Place | None, request_id: object = None
    ) -> None:
        self.ruleset = ruleset
        self._request_id = request_id
        self.on = on
        self.place = place
        self._province = place.slug if place else None
        self._used: dict[str, Value] = {}
        self._lines: list[Line] = []
        self._steps: list[Step] = []
        self._warnings: dict[str, Notice] = {}
        self._facts: dict[str, Fact] = {}
        self._facts_basis: dict[str, tuple[Value, ...]] = {}
        self._doubtful = False

    def look(self, parameter_id: str) -> Value:
        """Return a value without making the quote rest on it. Raises `NoRuleForDate`."""
        return self.ruleset.value(parameter_id, self.on, self._province)

    def seek(self, parameter_id: str) -> Value | None:
        """Return a value as `look` does, None where no rule covers the day."""
        return self.ruleset.find(parameter_id, self.on, self._province)

    def use(self, parameter_id: str) -> Value:
        """Return a value on which the quote rests from now on. Raises `NoRuleForDate`."""
        value = self._used.get(parameter_id)
        if value is None:
            value = self._used[parameter_id] = self.look(parameter_id)
        return value

    def province_share(self, parameter_id: str, name: str) -> tuple[Fraction | None, Value | None]:
        """Return the share that the province adds for a group or category, and its basis.

        The share is None, and the quote provisional, where nobody has established the rule; both
        are None where no province was named.
        """
        if self.place is None:
            return None, None
        value = self.seek(parameter_id)
        share: Fraction | None = None
        if value is not None:
            share = value.value.get(name, value.value.get(EVERYONE_ELSE))
        if value is None or share is None:
            self.doubt(
                "province_topup_unknown",
                f"Em chưa có thông tin về phần hỗ trợ thêm của {self.place.name} nên tạm tính "
                "bằng 0; anh/chị vui lòng hỏi cơ quan bảo hiểm xã hội nơi ở.",
            )
            return None, None
        return share, self.use(parameter_id)

    def known_province_share(self, parameter_id: str, name: str) -> Fraction:
        """Return the share that the province is known to add, 0 where nothing is known."""
        value = self.seek(parameter_id) if self.place else None
        if value is None:
            return Fraction(0)
        table: Mapping[str, Fraction] = value.value
        return table.get(name, table.get(EVERYONE_ELSE, Fraction(0)))

    def remembered(self, key: Hashable, work: Callable[[Worksheet], Result]) -> Result:
        """Return what `work` gives on a sheet of its own, and take over what it wrote there.

        It is done once for a day and a province; `key` tells all else that it depends on.
        """
        place = (key, self.on, self._province)
        worked = self.ruleset.worked.get(place)
        if worked is None:
            sheet = Worksheet(self.ruleset, self.on, self.place)
            worked = sheet.worked(work(sheet))
            self.ruleset.remember(place, worked)
        self._used.update(worked.used)
        self._steps += worked.steps
        for name, notice in worked.warnings.items():
            self._warnings.setdefault(name, notice)
        self._doubtful = self._doubtful or worked.doubtful
        result: Result = worked.result
        return result

    def worked(self, result: object) -> Worked:
        """Return a result with all that stands on this sheet."""
        return Worked(result, self._used, self._steps, self._warnings, self._doubtful)

    def rounded(self, parameter_id: str, amount: Fraction) -> tuple[int, str]:
        """Return an amount in whole VND and the name of the rounding, `none` where it was whole."""
        if amount.denominator == 1:
            return amount.numerator, "none"
        rule: str = self.use(parameter_id).value
        return ROUNDINGS[rule](amount), rule

    def step(
        self,
        rule: str,
        label: str,
        inputs: Mapping[str, int | str | Fraction],
        value: int | Fraction,
        rounding: str,
        basis: tuple[Value | None, ...],
    ) -> None:
        """Write down one application of a rule; an absent basis (None) is left out."""
        known = tuple(one for one in basis if one is not None)
        self._steps.append(Step(rule, label, inputs, value, rounding, known))

    def line(self, name: str, label: str, payer: str, amount_vnd: int, months: int) -> None:
        """Write down a part of the totals (VND)."""
        self._lines.append(Line(name, label, payer, amount_vnd, months))

    def fact(self, name: str, value: Fact, *basis: Value) -> None:
        """Write down something besides amounts that the answer tells.

        It brings its own basis where no step shows on what it rests.
        """
        self._facts[name] = value
        if basis:
            self._facts_basis[name] = basis

    def warn(self, code: str, message: str) -> None:
        """Tell the reader something, once."""
        self._warnings.setdefault(f"{code} {message}", Notice(code, message))

    def doubt(self, code: str, message: str) -> None:
        """Tell the reader why the quote is only provisional."""
        self._doubtful = True
        self.warn(code, message)

    def finish(self, scheme: str, totals: Mapping[str, int]) -> Quote:
        """Return the quote; it is provisional where a value it rests on is in doubt."""
        for value in self._used.values():
            if value.confidence == "unconfirmed":
                self.doubt("value_unconfirmed", value.note or f"{value.label}: chưa được xác nhận.")
            elif value.overdue:
                since = day(value.valid_from)
                self.doubt(
                    "value_past_review",
                    value.note
                    or f"{value.label}: quy định áp dụng từ {since} cần được kiểm tra lại.",
                )
        return Quote(
            id=self._request_id,
            scheme=scheme,
            on=self.on,
            status="provisional" if self._doubtful else "final",
            totals=totals,
            lines=tuple(self._lines),
            steps=tuple(self._steps),
            warnings=tuple(self._warnings.values()),
            ruleset=self.ruleset.hash,
            facts=self._facts,
            facts_basis=self._facts_basis,
        )
