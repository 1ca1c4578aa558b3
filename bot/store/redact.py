"""Masks personal numbers in what is logged: phones, identity papers, insurance cards."""

from __future__ import annotations

import re
from collections.abc import Set

_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .\-]?\d){9,10}(?!\d)")
_CARD = re.compile(r"\b[A-Za-z]{2}[ .\-]?\d(?:[ .\-]?\d){12}(?!\d)")
_CITIZEN_ID = re.compile(r"(?<!\d)\d(?: ?\d){11}(?!\d)")
_OTHER_ID = re.compile(r"(?<!\d)\d{9,10}(?!\d)")

_PHONE_MASK = "[điện thoại ***{last}]"
_ID_MASK = "[số giấy tờ]"


def redact(text: str) -> str:
    """Return `text` without phone numbers, 9 and 12-digit identity numbers, insurance numbers.

    An amount keeps its digits as long as it is written with dots or has less than nine of them.
    """
    text = _CITIZEN_ID.sub(_ID_MASK, _CARD.sub(_ID_MASK, text))
    return _OTHER_ID.sub(_ID_MASK, _PHONE.sub(_masked, text))


def redact_known(text: str, phones: Set[str]) -> str:
    """Return `text` without `phones` (E.164) and without identity and card numbers.

    For what we say ourselves: the numbers of the office stay readable.
    """
    text = _CITIZEN_ID.sub(_ID_MASK, _CARD.sub(_ID_MASK, text))
    return _PHONE.sub(lambda found: _masked(found) if _e164(found[0]) in phones else found[0], text)


def phones_in(text: str) -> set[str]:
    """Return what looks like a phone number in `text`, as E.164."""
    return {_e164(found[0]) for found in _PHONE.finditer(text)}


def _masked(found: re.Match[str]) -> str:
    return _PHONE_MASK.format(last=_e164(found[0])[-3:])


def _e164(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    return "+84" + (digits[1:] if digits.startswith("0") else digits.removeprefix("84"))
