"""The lowest or the highest level, said instead of an amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.values.amount import MONEY_SLOTS
from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_EXTREMES: Final = {
    "minimum": re.compile(r"\b(thap nhat|toi thieu|it nhat|nho nhat|be nhat|re nhat|bet nhat)\b"),
    "maximum": re.compile(r"\b(cao nhat|toi da|nhieu nhat|lon nhat|kich tran|muc tran)\b"),
}
_TELLING: Final = frozenset({"nhat", "thieu", "da", "tran"})
"""Every extreme holds one of these words."""
_ABOUT_MONEY = re.compile(r"\b(muc|dong|nop|goi|tien)\b")
_NOT_MONEY = re.compile(r"\b(luong|ho tro|huong|chi tra|may|bao nhieu) (la |co )?\Z")
_LEVEL = re.compile(r"\bmuc( dong| nop| thu nhap)? \Z")
_TIME_AFTER = re.compile(
    r"\A (la )?(may|bao nhieu|\w+) (nam|thang|tuoi|ngay|nguoi|lan)\b|\A (khi nao|bao lau)"
)


def find_choices(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield `minimum` or `maximum` where the text speaks of a level to pay."""
    if tokens.folds.isdisjoint(_TELLING):
        return
    text = tokens.words(0, len(tokens))
    for choice, pattern in _EXTREMES.items():
        for match in pattern.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if awaiting not in MONEY_SLOTS and (
                not _ABOUT_MONEY.search(before)
                or _NOT_MONEY.search(before)
                or (_TIME_AFTER.search(after) and not _LEVEL.search(before))
            ):
                continue
            start = before.count(" ")
            yield Found("income_choice", choice, start, start + 2)
            return
