"""Read the inputs of a request one by one, each with the message a citizen gets if it is wrong."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from .errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE_NEEDED = "Con số này phải là số nguyên, không âm."
RATE = re.compile(r"\d(\.\d{1,12})?")


class Inputs:
    """A request, or a part of it found under `prefix`. A null stands for an absent input."""

    def __init__(self, raw: Mapping[str, object], prefix: str = "") -> None:
        self._raw = raw
        self._prefix = prefix

    def only(self, allowed: Container[str]) -> None:
        """Raise `unknown_field` for the first input that is not one of `allowed`."""
        for name in self._raw:
            if name not in allowed:
                raise PolicyError(
                    "unknown_field", self.field(str(name)), f"Không có thông tin nào tên là {name}."
                )

    def field(self, name: str) -> str:
        """Return the full name of an input, such as `members[0].group`."""
        return f"{self._prefix}{name}"

    def has(self, name: str) -> bool:
        """Whether the request names the input with something other than null."""
        return self._raw.get(name) is not None

    def get(self, name: str) -> object:
        """Return the input as it came, None where it is absent."""
        return self._raw.get(name)

    def missing(self, name: str, question: str) -> PolicyError:
        """Return the error that asks for an input; `question` is Vietnamese."""
        return PolicyError("missing_field", self.field(name), question)

    def bad(self, name: str, message: str, limit: int | None = None) -> PolicyError:
        """Return the error of an input that cannot be; `message` is Vietnamese."""
        return PolicyError("bad_value", self.field(name), message, limit)

    def whole(self, name: str, question: str) -> int:
        """Return a needed whole number of 0 or more; `question` asks for it when it is absent."""
        value = self._raw.get(name)
        if value is None:
            raise self.missing(name, question)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.bad(name, WHOLE_NEEDED)
        if value < 0:
            raise self.bad(name, WHOLE_NEEDED, 0)
        return value

    def whole_between(self, name: str, least: int, most: int, question: str, message: str) -> int:
        """Return a needed whole number between two limits; `message` names them."""
        value = self._raw.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return self.whole(name, question)
        if not least <= value <= most:
            raise self.bad(name, message, least if value < least else most)
        return value

    def word(self, name: str, allowed: Container[str], question: str, message: str) -> str:
        """Return a needed word out of a closed list."""
        value = self._raw.get(name)
        if value is None:
            raise self.missing(name, question)
        if not isinstance(value, str) or value not in allowed:
            raise self.bad(name, message)
        return value

    def day(self, name: str, question: str) -> date:
        """Return a needed date, written `2026-11-22` or already a date."""
        value = self._raw.get(name)
        if value is None:
            raise self.missing(name, question)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise self.bad(name, "Ngày cần viết theo dạng năm-tháng-ngày, ví dụ 2026-11-22.")

    def rate(self, name: str) -> Fraction:
        """Return a rate written as a decimal string below 1, such as `0.0031`."""
        value = self._raw.get(name)
        if not isinstance(value, str) or not RATE.fullmatch(value) or Fraction(value) >= 1:
            raise self.bad(name, "Lãi suất tháng cần viết dạng số thập phân, ví dụ 0.0031.")
        return Fraction(value)
