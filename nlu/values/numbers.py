"""Whole numbers up to 999, in digits or in Vietnamese words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nlu.values.tokens import Token, Tokens

_DIGITS: Final = {
    "không": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_FOLDED_DIGITS: Final = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
NUMBER_WORDS: Final = frozenset({*_FOLDED_DIGITS, "muoi", "ham", "tram"})
"""Words without accents that a spoken number may begin with."""
_AFTER_TENS: Final = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "rưỡi": 5}
_FOLDED_AFTER_TENS: Final = {"mot": 1, "tu": 4, "lam": 5, "nham": 5}


def digit(token: Token) -> int | None:
    """Return 0 to 9 for a digit word, None for any other token."""
    if token.text in _DIGITS:
        return _DIGITS[token.text]
    plain = token.text == token.fold and not token.exact
    return _FOLDED_DIGITS.get(token.fold) if plain else None


def last_digit(token: Token) -> int | None:
    """Return 1 to 9 for a digit word as it stands after a tens word (`mốt`, `tư`, `lăm`)."""
    if token.text in _AFTER_TENS:
        return _AFTER_TENS[token.text]
    if token.text == token.fold and not token.exact and token.fold in _FOLDED_AFTER_TENS:
        return _FOLDED_AFTER_TENS[token.fold]
    return digit(token) or None


def spoken(tokens: Tokens, start: int) -> tuple[int, int] | None:
    """Return a spoken number from 0 to 999 and the index after it, or None.

    `hai mươi mốt` is 21, `bốn lăm` 45, `trăm linh năm` 105; `năm nay` is a year and no five.
    """
    if tokens.at(start).says("năm") and tokens.at(start + 1).says("nay", "ni"):
        return None
    first = digit(tokens.at(start))
    if first is not None and tokens.at(start + 1).says("trăm"):
        return _after_hundred(tokens, start + 2, first * 100)
    if tokens.at(start).says("trăm") and tokens.at(start + 1).says("linh", "lẻ"):
        return _after_hundred(tokens, start + 1, 100)
    return _below_hundred(tokens, start)


def _after_hundred(tokens: Tokens, at: int, value: int) -> tuple[int, int]:
    if tokens.at(at).says("linh", "lẻ") or digit(tokens.at(at)) == 0:
        unit = digit(tokens.at(at + 1))
        if unit:
            return value + unit, at + 2
    rest = _below_hundred(tokens, at)
    return (value + rest[0], rest[1]) if rest and rest[0] >= 10 else (value, at)


def _below_hundred(tokens: Tokens, start: int) -> tuple[int, int] | None:
    token = tokens.at(start)
    if token.says("mười"):
        unit = last_digit(tokens.at(start + 1))
        return (10 + unit, start + 2) if unit and _counts(tokens, start + 1) else (10, start + 1)
    if token.says("hăm"):
        unit = last_digit(tokens.at(start + 1))
        return (20 + unit, start + 2) if unit else None
    tens = digit(token)
    if tens is None:
        return None
    after = tokens.at(start + 1)
    if tens and after.says("mươi", "chục", "mười"):
        unit = last_digit(tokens.at(start + 2))
        joined = unit is not None and not after.says("chục") and _counts(tokens, start + 2)
        return (tens * 10 + (unit or 0), start + 3) if joined else (tens * 10, start + 2)
    if tens and after.text in ("lăm", "nhăm", "mốt", "tư", "lam"):
        return tens * 10 + (last_digit(after) or 0), start + 2
    return tens, start + 1


def _counts(tokens: Tokens, at: int) -> bool:
    """Return whether the digit word there ends the number and is not the unit `năm` (year)."""
    if not tokens.at(at).says("năm") or tokens.at(at).text == "lăm":
        return True
    return tokens.at(at + 1).says("năm", "tháng", "tuổi", "người", "khẩu", "triệu", "nghìn", "ngàn")


def whole(tokens: Tokens, start: int) -> tuple[int, int] | None:
    """Return a whole number in words or at most four digits, and the index after it, or None."""
    token = tokens.at(start)
    if token.is_digits:
        return (
            (int(token.text), start + 1)
            if token.text.isdecimal() and len(token.text) <= 4
            else None
        )
    return spoken(tokens, start) if token.fold in NUMBER_WORDS else None
