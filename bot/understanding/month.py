"""A month, or a day without its year, as people say when a card ends: `tháng 3`, `31/12`."""

from __future__ import annotations

import re

_MONTH = re.compile(
    r"(?<![\d/.-])(?:(?:ngay |mung )?(?P<day>\d{1,2})(?: thang |/|-)(?P<month>\d{1,2})(?![\d/-])"
    r"|thang (?P<alone>\d{1,2})(?: nam |/|-| )?(?P<year>20\d\d)?(?!\d)"
    r"|(?P<short>\d{1,2})/(?P<full>20\d\d)(?!\d))"
)


def find_month(folded: str) -> dict[str, int] | None:
    """Return `month`, with `day` or `year` where the text says them; None where it names none.

    A full date is one of the values of the text already and is not found here.
    """
    for match in _MONTH.finditer(folded):
        said = match.groupdict()
        parts = {
            "day": said["day"],
            "month": said["month"] or said["alone"] or said["short"],
            "year": said["year"] or said["full"],
        }
        found = {name: int(text) for name, text in parts.items() if text}
        if 1 <= found["month"] <= 12 and 1 <= found.get("day", 1) <= 31:
            return found
    return None
