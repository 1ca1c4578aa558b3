"""Turning values into Vietnamese: texts by key, money, dates, shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

if TYPE_CHECKING:
    from bot.content.types import Content


def money(amount_vnd: int, locale: str = "vi") -> str:
    """Return an amount in VND as officials write it: `3.825.360 đồng`."""
    unit = "đồng" if locale == "vi" else "VND"
    return f"{format_decimal(amount_vnd, locale=locale)} {unit}"


def day(on: date) -> str:
    """Return a date as officials write it: `22/11/2026`, with leading zeros."""
    return f"{on:%d/%m/%Y}"


def say(content: Content, key: str, **values: object) -> str:
    """Return the text at `key` with its `{placeholders}` filled in.

    Raises:
        KeyError: there is no such text, or a placeholder has no value; `ansinh content check`
            finds both before they reach a citizen.
    """
    return content.texts[key].format_map(values)
