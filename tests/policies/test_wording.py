from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policies.rounding import half_up
from policies.wording import day, exact, money, month, percent


def test_amounts_shares_and_days_are_written_the_vietnamese_way() -> None:
    assert money(1_366_200) == "1.366.200 đồng"
    assert money(0) == "0 đồng"
    assert percent(Fraction(45, 1000)) == "4,5%"
    assert percent(Fraction(31, 10_000)) == "0,31%"
    assert percent(Fraction(1)) == "100%"
    assert day(date(2026, 7, 1)) == "01/07/2026"
    assert month(date(2026, 7, 1)) == "07/2026"


def test_amounts_shares_and_days_are_written_as_another_locale_does() -> None:
    assert money(1_366_200, "en") == "1,366,200 VND"
    assert percent(Fraction(45, 1000), "en") == "4.5%"
    assert day(date(2026, 7, 1), "en") == "Jul 1, 2026"
    assert month(date(2026, 7, 1), "en") == "Jul 2026"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(45, 1000), "0.045"),
        (Fraction(113_850), "113850"),
        (Fraction(1), "1"),
        (Fraction(0), "0"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_numbers_are_written_without_loss(number: Fraction, text: str) -> None:
    assert exact(number) == text
    assert Fraction(exact(number)) == number


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(5, 2), 3),
        (Fraction(7, 2), 4),
        (Fraction(24, 10), 2),
        (Fraction(26, 10), 3),
        (Fraction(7), 7),
        (Fraction(0), 0),
    ],
)
def test_half_a_dong_goes_up(amount: Fraction, rounded: int) -> None:
    assert half_up(amount) == rounded
