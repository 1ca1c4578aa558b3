"""Full dates as ISO strings; a day and month without a year is not one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from nlu.values.tokens import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.values.tokens import Tokens

_DATE = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?((?:19|20)\d\d)(?![\d/])"
    r"|(?:ngay |mung )?(\d{1,2}) thang (\d{1,2}) nam ((?:19|20)\d\d)(?!\d)"
)


def find_dates(tokens: Tokens, folded: str) -> Iterator[Found]:
    """Yield dates written day first (`1/7/2026`, `ngày 1 tháng 7 năm 2026`)."""
    if not tokens.has_digits:
        return
    for match in _DATE.finditer(folded):
        day, month, year = (int(part) for part in match.groups() if part)
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        inside = [
            at for at, token in enumerate(tokens) if match.start() <= token.start < match.end()
        ]
        if inside:
            yield Found("date", value.isoformat(), inside[0], inside[-1] + 1)
