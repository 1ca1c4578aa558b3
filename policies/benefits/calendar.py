"""Months as whole numbers (year × 12 + month - 1), for adding up times of contribution."""

from __future__ import annotations

import re
from datetime import date

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
EARLIEST_YEAR = 1960
LATEST_YEAR = 2100


def month_number(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def month_name(month: int) -> str:
    """Return a month as `07/2026`."""
    return first_day(month).strftime("%m/%Y")


def parse_month(text: str) -> int | None:
    """Return the number of a month written `2026-07`, None where it is not one of our time."""
    match = MONTH.fullmatch(text)
    if match is None or not EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR:
        return None
    return int(match[1]) * 12 + int(match[2]) - 1
