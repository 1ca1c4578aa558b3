"""How amounts, days and shares are written for a Vietnamese reader."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


@lru_cache(maxsize=4096)
def money(amount_vnd: int) -> str:
    """Return an amount in VND as `1.366.200 đồng`."""
    return f"{format_decimal(amount_vnd, locale='vi')} đồng"


def percent(share: Fraction) -> str:
    """Return a share as `4,5%`."""
    return _percent(share.numerator, share.denominator)


def day(on: date) -> str:
    """Return a day as `01/07/2026`."""
    return on.strftime("%d/%m/%Y")


def ages(least: int, below: int | None) -> str:
    """Return a range of ages as `từ 60 đến dưới 75 tuổi`, or `từ 65 tuổi` without an end."""
    return f"từ {least} tuổi" if below is None else f"từ {least} đến dưới {below} tuổi"


def exact(number: Fraction) -> str:
    """Return a number without loss: `0.045`, or `1/3` where no decimal is exact."""
    return _exact(number.numerator, number.denominator)


# Two whole numbers are found again in a third of the time that a fraction takes to hash.
@lru_cache(maxsize=1024)
def _percent(numerator: int, denominator: int) -> str:
    number = Decimal(numerator * 100) / Decimal(denominator)
    return f"{format_decimal(number, format='0.######', locale='vi')}%"


@lru_cache(maxsize=1024)
def _exact(numerator: int, denominator: int) -> str:
    places = 0
    while numerator * 10**places % denominator and places < 12:
        places += 1
    scaled, rest = divmod(numerator * 10**places, denominator)
    return f"{numerator}/{denominator}" if rest else str(Decimal(scaled).scaleb(-places))
