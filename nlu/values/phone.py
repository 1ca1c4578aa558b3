"""Vietnamese telephone numbers as E.164, never an identity, insurance or account number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.values.numbers import digit
from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_OLD_PREFIXES: Final = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Mobile prefixes of eleven digits, moved to ten in September 2018."""

_LETTERS_FOR_DIGITS = re.compile(r"(?<![^\W_])[o0-9](?:[ .\-]?[ol0-9]){8,10}(?![^\W_])")
"""`o` typed for nought and `l` for one, in what else are digits."""
_CANDIDATE = re.compile(r"(?<![\d/])\+?\d(?:[ .\-()]{0,2}\d){8,14}(?![\d/])")
_OTHER_NUMBER = re.compile(
    r"(ma so|so so|so the|can cuoc|chung minh|dinh danh|ma the|ma ho so|so ho so|tai khoan|ma bhxh|"
    r"so bao hiem|so bhxh|ma bao hiem|stk|ma so thue)[^\d?]{0,25}\Z"
)
_MISTYPED: Final = 4
_SPOKEN_LENGTHS: Final = (10, 11)


def find_phones(tokens: Tokens, folded: str) -> Iterator[Found]:
    """Yield telephone numbers in digits or read out digit by digit. `folded` is the fold view."""
    if tokens.has_digits:
        yield from _written(tokens, folded)
    if len(tokens.numerals) >= min(_SPOKEN_LENGTHS):
        yield from _read_out(tokens)


def _written(tokens: Tokens, folded: str) -> Iterator[Found]:
    folded = _LETTERS_FOR_DIGITS.sub(_digits_for_letters, folded)
    for match in _CANDIDATE.finditer(folded):
        number = as_phone(match[0])
        if number and not _OTHER_NUMBER.search(folded[: match.start()]):
            inside = [
                at for at, token in enumerate(tokens) if match.start() <= token.start < match.end()
            ]
            yield Found("phone", number, inside[0], inside[-1] + 1)


def _read_out(tokens: Tokens) -> Iterator[Found]:
    at = 0
    while at < len(tokens):
        run = _digit_run(tokens, at)
        if len(run) in _SPOKEN_LENGTHS and (number := as_phone("".join(map(str, run)))):
            yield Found("phone", number, at, at + len(run))
        at += max(1, len(run))


def _digits_for_letters(match: re.Match[str]) -> str:
    typed = match[0]
    letters = sum(char in "ol" for char in typed)
    return typed.replace("o", "0").replace("l", "1") if 0 < letters <= _MISTYPED else typed


def as_phone(text: str) -> str | None:
    """Return the E.164 form of a Vietnamese number, or None: twelve digits are an identity."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0084"):
        digits = digits[2:]
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        digits = _OLD_PREFIXES[digits[:4]] + digits[4:]
    if not digits.startswith("0") or len(digits) not in (10, 11):
        return None
    # Loaded for the first number: a start would wait longer for it than a sentence does.
    import phonenumbers

    number = phonenumbers.parse(digits, "VN")
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _digit_run(tokens: Tokens, at: int) -> list[int]:
    run: list[int] = []
    while (value := digit(tokens.at(at + len(run)))) is not None:
        run.append(value)
    return run
