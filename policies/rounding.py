"""Named rules of rounding to the đồng."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction


def half_up(amount: Fraction) -> int:
    """Return the nearest đồng to an amount of 0 or more, half a đồng going up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def down(amount: Fraction) -> int:
    """Return the whole đồng of an amount of 0 or more; what is below one is dropped."""
    return amount.numerator // amount.denominator


ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = {"half_up": half_up, "down": down}
