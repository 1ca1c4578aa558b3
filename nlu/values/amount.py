"""Amounts of money in đồng: `2tr5`, `hai triệu rưỡi`, `1 củ 2`, `1.500.000đ`, `500k`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from nlu.text.fold import fold
from nlu.values.numbers import NUMBER_WORDS, digit, spoken
from nlu.values.tokens import Found, Words
from nlu.values.written_out import written_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Token, Tokens

_MILLION: Final = 1_000_000
_SCALES: Final = (
    (1_000_000_000, ("tỷ", "tỉ", "tỏi")),
    (_MILLION, ("triệu", "tr", "củ", "chai", "triêu", "triêụ", "trịu", "chịu")),
    (100_000, ("lít", "xị", "loét")),
    (1_000, ("nghìn", "ngàn", "k", "ngìn", "nghàn", "cành", "ka")),
)
_SCALE_WORDS: Final = frozenset(fold(name) for _, names in _SCALES for name in names)
_FIRST_WORDS: Final = NUMBER_WORDS | _SCALE_WORDS | {"nua"}
_UNIT: Final = ("đồng", "đ", "vnđ", "vnd", "d")
_COUNTED: Final = Words.of(
    "năm", "tháng", "người", "khẩu", "lần", "tuổi", "quý", "phần", "cái", "thẻ", "đứa", "con",
    "cháu", "ngày", "suất", "th", "n", "%",
)  # fmt: skip
_SHORT_TAILS: Final = {"mốt": 1, "tư": 4, "lăm": 5}
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+\Z")
_LEAST: Final = 1_000
_MOST: Final = 100_000_000_000


def find_amounts(tokens: Tokens, awaiting: str | None) -> Iterator[Found]:
    """Yield the amounts of a message. In a money slot a bare number is one too.

    There 0 to 99 means triệu, 100 to 9,999 nghìn. A range (`2-3 triệu`, `bốn năm triệu`) is no
    value: the dialogue has to ask.
    """
    at, said = 0, False
    while at < len(tokens):
        opens = tokens[at].is_digits or tokens[at].fold in _FIRST_WORDS
        read = _amount(tokens, at) if opens else None
        if read is None:
            at += 1
            continue
        value, end = read
        said = True
        if _LEAST <= value <= _MOST and not _is_range(tokens, at):
            yield Found("amount_vnd", value, at, end)
        at = max(end, at + 1)
    if awaiting in MONEY_SLOTS and not said:
        yield from _bare(tokens)


MONEY_SLOTS: Final = frozenset({"income_vnd", "amount_vnd"})


def _amount(tokens: Tokens, start: int) -> tuple[int, int] | None:
    token = tokens.at(start)
    if token.says("nửa") and _scale(tokens, start + 1):
        return _scale(tokens, start + 1) // 2, start + 2
    if token.is_digits:
        return _digits(tokens, start)
    if whole := written_out(tokens, start):
        return whole
    scale = _scale(tokens, start)
    if scale in (_MILLION, 1_000) and not tokens.at(start - 1).is_digits:
        value, end = _tail(tokens, start + 1, scale)
        bare = end > start + 1 and not tokens.at(start - 1).says(
            "mấy", "nhiêu", "vài", "bạc", "tiền"
        )
        return (scale + value, end) if bare else None
    number = _hundred_and_half(tokens, start) or spoken(tokens, start)
    return _scaled(tokens, *number) if number else None


def _hundred_and_half(tokens: Tokens, start: int) -> tuple[int, int] | None:
    """Return 150 for `trăm rưỡi`, 250 for `hai trăm rưỡi`, and the index after it."""
    lead = digit(tokens.at(start))
    at = start + (lead is not None)
    if tokens.at(at).says("trăm") and tokens.at(at + 1).says("rưỡi", "rưởi"):
        return (1 if lead is None else lead) * 100 + 50, at + 2
    return None


def _digits(tokens: Tokens, start: int) -> tuple[int, int] | None:
    text = tokens[start].text
    if _GROUPED.match(text):
        value = int(re.sub(r"\D", "", text))
        if _scale(tokens, start + 1):
            return _scaled(tokens, value, start + 1)
        return (
            (value, _past_unit(tokens, start + 1))
            if value >= 10_000 or _is_unit(tokens, start + 1)
            else None
        )
    spaced = _spaced(tokens, start)
    if spaced:
        return spaced
    if re.fullmatch(r"\d+[.,]\d+|\d+", text):
        read = _scaled(tokens, Fraction(text.replace(",", ".")), start + 1)
        if read:
            return read
    if text.isdecimal() and _is_unit(tokens, start + 1):
        return int(text), start + 2
    if text.isdecimal() and 6 <= len(text) <= 9 and text.endswith("000"):
        return int(text), start + 1
    return None


def _spaced(tokens: Tokens, start: int) -> tuple[int, int] | None:
    """Return `1 500 000`: at least two groups of exactly three digits after the first."""
    end = start + 1
    while re.fullmatch(r"\d{3}", tokens.at(end).text):
        end += 1
    if end - start < 3 or not re.fullmatch(r"[1-9]\d{0,2}", tokens[start].text):
        return None
    digits = "".join(token.text for token in tokens[start:end])
    return (int(digits), _past_unit(tokens, end)) if digits.endswith("000") else None


def _scaled(tokens: Tokens, number: Fraction | int, at: int) -> tuple[int, int] | None:
    """Return number × the scale at that index plus its tail, or None where there is no scale."""
    if tokens.at(at).says("trăm") and number < 10 and tokens.at(at - 1).is_digits:
        number, at = number * 100, at + 1
    scale = _scale(tokens, at)
    if not scale:
        return None
    value, end = _tail(tokens, at + 1, scale)
    return int(number * scale) + value, _past_unit(tokens, end)


def _scale(tokens: Tokens, at: int) -> int:
    """Return the scale word's value, or 0. `t` and `m` are triệu only between digits (`1t2`)."""
    token = tokens.at(at)
    for value, names in _SCALES if token.fold in _SCALE_WORDS else ():
        if token.says(*names) and not (
            token.fold == "cu" and not tokens.at(at - 1).is_digits and (token.text != "củ")
        ):
            return value
    between = tokens.glued(at) and tokens.at(at - 1).is_digits and tokens.glued(at + 1)
    return _MILLION if between and token.fold in ("t", "m") and tokens.at(at + 1).is_digits else 0


def _tail(tokens: Tokens, at: int, scale: int) -> tuple[int, int]:
    """Return what follows a scale (`5`, `rưỡi`, `hai trăm`, `sáu mươi nghìn`) in đồng."""
    token = tokens.at(at)
    if token.fold == "ruoi":
        return scale // 2, at + 1
    if token.text in _SHORT_TAILS:
        return _SHORT_TAILS[token.text] * scale // 10, at + 1
    if token.is_digits:
        return _digit_tail(tokens, at, scale)
    if token.says("linh", "lẻ") and scale == _MILLION:
        at += 1
    number = spoken(tokens, at)
    if number is None or (token.says("một") and tokens.at(at + 1).among(_COUNTED)):
        return 0, at
    value, end = number
    smaller = _scale(tokens, end)
    if smaller and smaller < scale:
        return value * smaller, end + 1
    if tokens.at(end).among(_COUNTED) or _is_article(tokens, at, end):
        return 0, at
    if tokens.at(end - 1).says("trăm") or value >= 10 or tokens.at(at - 1).says("linh", "lẻ"):
        return (value * scale // 1000, end) if scale == _MILLION else (value, end)
    return value * scale // 10, end


def _is_article(tokens: Tokens, at: int, end: int) -> bool:
    """Return whether the digit word is no digit here: `triệu một`, `triệu năm ngoái`."""
    if end != at + 1:
        return False
    if tokens.at(at).says("một"):
        return True
    return tokens.at(at).says("năm", "ba", "sáu") and tokens.at(end).says(
        "nay", "ngoái", "sau", "tới", "nữa", "này", "đầu", "mẹ", "con", "đó", "khi"
    )


def _digit_tail(tokens: Tokens, at: int, scale: int) -> tuple[int, int]:
    text = tokens.at(at).text
    if not text.isdecimal() or len(text) > 6:
        return 0, at
    if tokens.at(at + 1).says("trăm") and len(text) == 1 and scale == _MILLION:
        end = at + 2
        return int(text) * 100_000, end + (_scale(tokens, end) == 1_000)
    smaller = _scale(tokens, at + 1)
    if smaller:
        return (int(text) * smaller, at + 2) if smaller < scale else (0, at)
    loose = not tokens.glued(at)
    if loose and (len(text) > 3 or tokens.at(at + 1).says(*_COUNTED, "/", "-", "t")):
        return 0, at
    return int(text) * scale // 10 ** len(text), at + 1


def _is_unit(tokens: Tokens, at: int) -> bool:
    return tokens.at(at).text in _UNIT


def _past_unit(tokens: Tokens, at: int) -> int:
    return at + 1 if _is_unit(tokens, at) or tokens.at(at).says("đồng") else at


def _is_range(tokens: Tokens, start: int) -> bool:
    """Return whether another number stands right before: `2-3 triệu`, `hai đến ba triệu`."""
    before: Token = tokens.at(start - 1)
    if before.text in ("-", "–") or before.says("đến", "tới"):
        before = tokens.at(start - 2)
    return before.is_digits or (bool(digit(before)) and before.text != "năm")


def _bare(tokens: Tokens) -> Iterator[Found]:
    numbers = [at for at, token in enumerate(tokens) if token.is_digits]
    if len(numbers) == 1:
        at = numbers[0]
        text = tokens[at].text
        if re.fullmatch(r"\d+([.,]\d{1,2})?", text) and not tokens.at(at + 1).among(_COUNTED):
            yield from _slot_value(Fraction(text.replace(",", ".")), at, at + 1)
    elif not numbers:
        for at in range(len(tokens)):
            number = spoken(tokens, at)
            if number and number[0] and at == 0:
                half = tokens.at(number[1]).says("rưỡi", "rưởi")
                value = Fraction(number[0]) + Fraction(int(half), 2)
                yield from _slot_value(value, at, number[1] + half)


def _slot_value(number: Fraction, start: int, end: int) -> Iterator[Found]:
    if number < 100:
        yield Found("amount_vnd", int(number * _MILLION), start, end)
    elif number < 10_000:
        yield Found("amount_vnd", int(number * 1_000), start, end)
    elif number <= _MOST:
        yield Found("amount_vnd", int(number), start, end)
