"""How amounts, days and shares are written: for a Vietnamese reader, or as another locale does."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


VIETNAMESE = "vi"


@lru_cache(maxsize=4096)
def money(amount_vnd: int, locale: str = VIETNAMESE) -> str:
    """Return an amount in VND as `1.366.200 đồng`; `1,366,200 VND` in English."""
    if locale == VIETNAMESE:
        return f"{format_decimal(amount_vnd, locale=locale)} đồng"
    return format_currency(amount_vnd, "VND", format="#,##0 ¤¤", locale=locale)


def percent(share: Fraction, locale: str = VIETNAMESE) -> str:
    """Return a share as `4,5%`; `4.5%` in English."""
    return _percent(share.numerator, share.denominator, locale)


def day(on: date, locale: str = VIETNAMESE) -> str:
    """Return a day as `01/07/2026`; `Jul 1, 2026` in English."""
    if locale == VIETNAMESE:
        return on.strftime("%d/%m/%Y")
    return format_date(on, "medium", locale=locale)


def month(on: date, locale: str = VIETNAMESE) -> str:
    """Return the month of a day as `07/2026`; `Jul 2026` in English."""
    if locale == VIETNAMESE:
        return on.strftime("%m/%Y")
    return format_skeleton("yMMM", on, locale=locale)


def ages(least: int, below: int | None) -> str:
    """Return a range of ages as `từ 60 đến dưới 75 tuổi`, or `từ 65 tuổi` without an end."""
    return f"từ {least} tuổi" if below is None else f"từ {least} đến dưới {below} tuổi"


def exact(number: Fraction) -> str:
    """Return a number without loss: `0.045`, or `1/3` where no decimal is exact."""
    return _exact(number.numerator, number.denominator)


# Two whole numbers are found again in a third of the time that a fraction takes to hash.
@lru_cache(maxsize=1024)
def _percent(numerator: int, denominator: int, locale: str) -> str:
    number = Decimal(numerator * 100) / Decimal(denominator)
    return f"{format_decimal(number, format='0.######', locale=locale)}%"


@lru_cache(maxsize=1024)
def _exact(numerator: int, denominator: int) -> str:
    places = 0
    while numerator * 10**places % denominator and places < 12:
        places += 1
    scaled, rest = divmod(numerator * 10**places, denominator)
    return f"{numerator}/{denominator}" if rest else str(Decimal(scaled).scaleb(-places))
