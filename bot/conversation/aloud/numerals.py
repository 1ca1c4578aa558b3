"""Whole numbers in Vietnamese words, as they are taught at school: `một triệu không trăm lẻ năm`.

num2words leaves out hundreds that are nought (its own tests hold `một tỷ một trăm lẻ một nghìn lẻ
mười bảy`), which is heard as another number; corrections of it have waited since 2018.
"""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_SCALES = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def in_words(number: int) -> str:
    """Return a whole number in words.

    Raises:
        ValueError: it is negative.
    """
    if number < 0:
        raise ValueError(f"{number} is negative: nothing here is ever less than nought")
    if number >= _BILLION:
        billions, rest = divmod(number, _BILLION)
        tail = f" {_below_billion(rest, after=True)}" if rest else ""
        return f"{in_words(billions)} tỷ{tail}"
    return _below_billion(number, after=False)


def digits_in_words(digits: str) -> str:
    """Return each digit by itself, as a phone number is read."""
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def _below_billion(number: int, *, after: bool) -> str:
    """Return a number below 10^9; `after` a larger one its hundreds are said even if nought."""
    if number == 0:
        return _DIGITS[0]
    words = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            words.append(_group(group, after=after))
            words.append(_SCALES[power])
        after = after or bool(group)
    return " ".join(word for word in words if word)


def _group(group: int, *, after: bool) -> str:
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or after else []
    tens, units = divmod(rest, 10)
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
        words += [_AFTER_TENS.get(units, _DIGITS[units])] if units else []
    elif tens == 1:
        words.append("mười")
        words += ["lăm" if units == 5 else _DIGITS[units]] if units else []
    elif units:
        words += ["lẻ"] if words else []
        words.append(_DIGITS[units])
    return " ".join(words)
