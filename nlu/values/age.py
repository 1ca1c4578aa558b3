"""Age in years and year of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.values.numbers import digit, last_digit, whole
from nlu.values.tokens import Found, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_BOUNDS: Final = Words.of("dưới", "trên", "ngoài", "gần", "hơn", "từ")
_ACCENTED_BOUNDS: Final = ("đến", "tới", "khoảng", "tầm")
"""Bounds that without accents are other words (`toi` is also tôi)."""
_OLDEST: Final = 110
_OLDEST_ASKING: Final = 70
"""Two digits that would make somebody older than this when asked for the year are an age."""
_BORN: Final = frozenset({"sinh", "sn", "s", "k"})
"""What a year of birth is said with: `sinh 1960`, `sn 60`, `s.n 60`, `2k3`."""
_FIRST_YEAR: Final = 1915
_TWO_DIGIT_PIVOT: Final = 11
"""`05` is 2005, `12` is 1912: nobody who asks about contributions is younger."""


def find_ages(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield ages. Bounds (`trên 60 tuổi`) and ages in months are none."""
    told = list(_told(tokens)) if "tuoi" in tokens.folds else []
    yield from told
    if awaiting == "age" and not told and len(tokens) <= 6:
        for at in tokens.numerals:
            number = whole(tokens, at)
            if number and 0 < number[0] <= _OLDEST and not tokens.at(number[1]).says("tuổi"):
                yield Found("age", number[0], at, number[1])
                return


def _told(tokens: Tokens) -> Iterator[Found]:
    for at in tokens.numerals:
        number = whole(tokens, at)
        if number is None or not 0 < number[0] <= _OLDEST:
            continue
        value, end = number
        if tokens.at(end).says("tuổi"):
            paired = _pair_before(tokens, at)
            if paired is not None and tokens.at(end + 1).text != "trở":
                start, value = (at, value) if paired == 0 else (at - 1, paired * 10 + value)
                if value and not _bounded(tokens, start):
                    yield Found("age", value, start, end + 1)
        elif tokens.at(at - 1).says("tuổi") and tokens.at(at - 2).says("năm", "được"):
            yield Found("age", value, at - 1, end)


def _pair_before(tokens: Tokens, at: int) -> int | None:
    """Return the tens of an age read out in two digits (`bốn hai tuổi`), 0 where there are none.

    None stands for a range, `hai ba tuổi`.
    """
    tens, unit = digit(tokens.at(at - 1)), digit(tokens.at(at))
    if not tens or not unit or whole(tokens, at) != (unit, at + 1):
        return 0
    earlier = tokens.at(at - 2)
    if tokens.at(at - 1).says("năm") and (earlier.is_digits or earlier.says("mỗi", "cả", "trong")):
        return 0
    return None if unit == tens + 1 else tens


def _bounded(tokens: Tokens, at: int) -> bool:
    before = tokens.at(at - 1)
    if before.says("đầy", "đủ", "tròn", "đến", "tới", "lên") and tokens.at(at - 2).says("chưa"):
        return True
    return before.among(_BOUNDS) or before.text in _ACCENTED_BOUNDS


def find_birth_years(tokens: Tokens, awaiting: str | None, this_year: int) -> Iterator[Found]:
    """Yield years of birth up to this one: `sinh năm 85`, `sn 1985`, `2k3`, `sinh năm tám tám`.

    Asked for the year, people also tell their age: `45` of somebody born in 1945 is one.
    """
    if not tokens.folds.isdisjoint(_BORN):
        yield from _born(tokens, this_year)
    asked = awaiting in ("birth_year", "birth", "birth_date") and len(tokens) <= 8
    if asked and next(find_ages(tokens, None), None) is None:
        yield from _year_or_age(tokens, this_year)


def _born(tokens: Tokens, this_year: int) -> Iterator[Found]:
    for at, token in enumerate(tokens):
        if token.text == "2" and tokens.at(at + 1).text == "k" and tokens.glued(at + 2):
            short = tokens[at + 2].text
            if short.isdecimal() and len(short) <= 2:
                yield Found("birth_year", 2000 + int(short), at, at + 3)
        elif token.says("sinh") or (token.fold == "sn" and tokens.at(at + 1).is_digits):
            found = _year_after(tokens, at, this_year)
            if found:
                yield found
        elif token.fold == "s" and tokens.words(at, at + 3) in ("s . n", "s / n"):
            found = _year_after(tokens, at + 2, this_year)
            if found:
                yield found


def _year_or_age(tokens: Tokens, this_year: int) -> Iterator[Found]:
    at = 0
    while at < len(tokens):
        year = _year(tokens, at, this_year)
        if year is None:
            at += 1
            continue
        told = whole(tokens, at)
        if told and told[0] < 100 and this_year - year[0] > _OLDEST_ASKING:
            yield Found("age", told[0], at, told[1])
        else:
            yield Found("birth_year", year[0], at, year[1])
        at = year[1]


def _year_after(tokens: Tokens, at: int, this_year: int) -> Found | None:
    """Return the year that follows `sinh`, past `ngày …`, `tháng …` and the word `năm`."""
    index = at + 1
    while tokens.at(index).says("ngày", "tháng", "mùng") or tokens.at(index).text in (":", "."):
        number = whole(tokens, index + 1)
        index = (
            number[1] if number and tokens.at(index).says("ngày", "tháng", "mùng") else index + 1
        )
    if tokens.at(index).says("năm"):
        year = _year(tokens, index + 1 + (tokens.at(index + 1).text == ":"), this_year)
        if year:
            return Found("birth_year", year[0], at, year[1])
    year = _year(tokens, index, this_year)
    certain = year is not None and (tokens.at(index).is_digits or year[1] - index >= 4)
    return Found("birth_year", year[0], at, year[1]) if year and certain else None


def _year(tokens: Tokens, at: int, this_year: int) -> tuple[int, int] | None:
    """Return a year in two or four digits, written or spoken, and the index after it."""
    token = tokens.at(at)
    if token.is_digits:
        if not re.fullmatch(r"\d{2}|\d{4}", token.text):
            return None
        return _checked(_full(int(token.text), len(token.text)), at + 1, this_year)
    if tokens.words(at, at + 2) in ("hai nghin", "hai ngan"):
        skip = at + 2 + tokens.at(at + 2).says("linh", "lẻ", "không")
        rest = whole(tokens, skip)
        return _checked(2000 + rest[0], rest[1], this_year) if rest else (2000, at + 2)
    digits = _digit_words(tokens, at)
    if len(digits) >= 4:
        return _checked(int("".join(map(str, digits[:4]))), at + 4, this_year)
    if len(digits) == 2 and not tokens.at(at + 2).says("mươi"):
        return _checked(_full(digits[0] * 10 + digits[1], 2), at + 2, this_year)
    number = whole(tokens, at)
    if number is None or number[0] < 10:
        return None
    return _checked(_full(number[0], 2), number[1], this_year)


def _digit_words(tokens: Tokens, at: int) -> list[int]:
    digits: list[int] = []
    while (value := digit(tokens.at(at + len(digits)))) is not None:
        digits.append(value)
    last = last_digit(tokens.at(at + len(digits)))
    return [*digits, last] if digits and last is not None else digits


def _full(year: int, digits: int) -> int:
    if digits > 2 or year >= 100:
        return year
    return 2000 + year if year <= _TWO_DIGIT_PIVOT else 1900 + year


def _checked(year: int, end: int, this_year: int) -> tuple[int, int] | None:
    return (year, end) if _FIRST_YEAR <= year <= this_year else None
