"""Lengths of time: months and years, each kept as it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlu.text.fold import fold
from nlu.values.numbers import NUMBER_WORDS, digit, spoken, whole
from nlu.values.tokens import Found, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

PERIOD_SLOTS: Final = frozenset({"months", "years", "method", "period"})
_MONTH: Final = Words.of("tháng", "thg", "th")
_LASTS: Final = Words.of(
    "đóng",
    "mua",
    "được",
    "còn",
    "thiếu",
    "mới",
    "hạn",
    "thêm",
    "trong",
    "nộp",
    "nghỉ",
)
_MOST: Final = 999
_SHORT: Final = 8
"""Tokens up to which a digit word may be the whole of an answer."""
_PASSED: Final = Words.of("mới", "nay", "trời", "ngoái", "qua", "rồi")
"""After `cả năm`: a year that went by, not one to pay for."""
_EVERY: Final = Words.of("theo", "hàng", "hằng", "từng", "mỗi")
_ALL: Final = Words.of("cả", "nguyên", "trọn", "tròn")
_OPENINGS: Final = NUMBER_WORDS.union(map(fold, ("nửa", *_EVERY, *_ALL)))


def find_periods(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield `months` and `years`. Calendar years, dates, ages and rates (`một tháng`) are none."""
    asked = awaiting in PERIOD_SLOTS
    at, said = 0, False
    while at < len(tokens):
        if not tokens[at].is_digits and tokens[at].fold not in _OPENINGS:
            at += 1
            continue
        found = _counted(tokens, at, asked=asked) or _regular(tokens, at, asked=asked)
        if found:
            said = True
            yield found
        at = found.end if found else at + 1
    if awaiting in ("months", "years") and not said:
        yield from _bare(tokens, awaiting)


def _counted(tokens: Tokens, at: int, *, asked: bool) -> Found | None:
    half = tokens[at].says("nửa") or (
        tokens[at].text == "nữa" and not tokens.at(at - 1).says("năm", "tháng", "quý")
    )
    if half and tokens.at(at + 1).says("năm"):
        return Found("months", 6, at, at + 2)
    if tokens[at].says("năm") and tokens.at(at + 1).says("rưỡi", "rưởi"):
        return Found("months", 18, at, at + 2)
    number = whole(tokens, at)
    if number is None or not 1 <= number[0] <= 360:
        return None
    value, end = number
    if (tokens.at(at - 1).says("hơn", "gần") and not asked) or _ends_range(tokens, at):
        return None
    unit = tokens.at(end)
    one = value == 1 and not asked
    if unit.among(_MONTH) and not _is_date(tokens, at, end):
        if one and not tokens.at(at - 1).among(_LASTS):
            return None
        return Found("months", value, at, end + 1)
    if unit.says("quý"):
        return Found("months", value * 3, at, end + 1)
    if unit.says("năm") or (unit.text == "n" and tokens.glued(end)):
        return _years(tokens, at, value, end, one=one)
    return None


def _ends_range(tokens: Tokens, at: int) -> bool:
    before = tokens.at(at - 1)
    joined = before.text in ("-", "–") or before.says("đến", "tới")
    return joined and (tokens.at(at - 2).is_digits or bool(digit(tokens.at(at - 2))))


def _years(tokens: Tokens, at: int, value: int, end: int, *, one: bool) -> Found | None:
    after = tokens.at(end + 1)
    if value > 60 or tokens.at(at - 1).says("sinh", "năm") or after.says("liên", "sinh"):
        return None
    if value <= 12 and tokens.at(at - 1).says("tháng") and not _is_rate(tokens, at - 1):
        return None
    if (after.is_digits and len(after.text) == 4) or after.says("tuổi"):
        return None
    if one and tokens.at(at - 1).says("triệu", "tr", "k", "nghìn", "ngàn", "đồng", "đ"):
        return None
    if after.says("rưỡi", "rưởi"):
        return Found("months", value * 12 + 6, at, end + 2)
    return Found("years", value, at, end + 1)


def _is_rate(tokens: Tokens, at: int) -> bool:
    """Return whether the month there is what an amount is paid by: `2 triệu một tháng 15 năm`."""
    before = tokens.at(at - 1)
    return before.says("một", *_EVERY) or before.text in ("1", "/")


def _is_date(tokens: Tokens, at: int, end: int) -> bool:
    """Return whether the number is a day or the word an age: `ngày 3 tháng 5`, `3 tháng tuổi`."""
    after = tokens.at(end + 1)
    if after.says("tuổi"):
        return True
    return tokens.at(at - 1).says("ngày", "mùng", "hôm", "tháng") and after.is_digits


def _regular(tokens: Tokens, at: int, *, asked: bool) -> Found | None:
    """Return a method named by its period: `theo quý`, `cả năm`; `hàng tháng` only when asked."""
    word, period = tokens[at], tokens.at(at + 1)
    if word.among(_ALL) and period.says("năm"):
        passed = tokens.at(at + 2).among(_PASSED) or _offers_choice(tokens, at)
        return None if passed else Found("years", 1, at, at + 2)
    if not word.among(_EVERY) or _offers_choice(tokens, at):
        return None
    if period.says("quý"):
        return Found("months", 3, at, at + 2)
    if period.says("năm") and (asked or word.says("theo")):
        return Found("years", 1, at, at + 2)
    if period.says("tháng") and asked:
        return Found("months", 1, at, at + 2)
    return None


def _offers_choice(tokens: Tokens, at: int) -> bool:
    """Return whether the words offer another period: `theo tháng hay theo quý`."""
    if any(tokens.at(near).says("hay", "hoặc", "với") for near in (at - 1, at + 2)):
        return True
    return any(
        tokens.at(near).says("hay", "hoặc")
        and any(tokens.at(far).says("tháng", "quý", "năm", "kỳ") for far in other_side)
        for near in range(at - 3, at + 7)
        for other_side in (range(near, near + 5) if near > at else range(near - 4, near),)
    )


def _bare(tokens: Tokens, awaiting: str) -> Iterator[Found]:
    if awaiting == "months":
        yield from _bare_word(tokens)
    numbers = [at for at in range(len(tokens)) if tokens[at].is_digits or _is_spoken(tokens, at)]
    if any(_ends_range(tokens, at) for at in numbers):
        return
    number = whole(tokens, numbers[0]) if numbers else None
    # A period that is not sold is a value all the same: the rule says what is.
    if number and (number[0] or tokens[numbers[0]].is_digits) and number[0] <= _MOST:
        yield Found(awaiting, number[0], numbers[0], number[1])


def _is_spoken(tokens: Tokens, at: int) -> bool:
    """Return whether a digit word is one: `năm 2027` is a year, and a story is no bare answer."""
    calendar = tokens[at].says("năm") and len(tokens.at(at + 1).text) == 4
    digits = bool(digit(tokens[at])) and spoken(tokens, at) is not None
    return digits and not calendar and len(tokens) <= _SHORT


def _bare_word(tokens: Tokens) -> Iterator[Found]:
    """Yield the method named by one word: `quý`, `năm`."""
    for at, token in enumerate(tokens):
        if token.says("quý"):
            yield Found("months", 3, at, at + 1)
        elif token.says("năm") and len(tokens) <= 3:
            yield Found("years", 1, at, at + 1)
