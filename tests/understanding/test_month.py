"""A month, or a day without its year."""

from __future__ import annotations

import pytest

from bot.understanding.month import find_month


@pytest.mark.parametrize(
    ("folded", "said"),
    [
        ("the het han thang 3", {"month": 3}),
        ("het thang 12 nam 2026", {"month": 12, "year": 2026}),
        ("thang 3/2027", {"month": 3, "year": 2027}),
        ("3/2027", {"month": 3, "year": 2027}),
        ("31/12", {"day": 31, "month": 12}),
        ("ngay 5 thang 1", {"day": 5, "month": 1}),
        ("thang 13", None),
        ("moi thang 300k", None),
        ("3 thang", None),
        ("nghi dinh 188/2025", None),
    ],
)
def test_month_is_found(folded: str, said: dict[str, int] | None) -> None:
    assert find_month(folded) == said
