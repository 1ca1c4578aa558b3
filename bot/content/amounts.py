"""Finding amounts that somebody wrote into content instead of naming a figure."""

from __future__ import annotations

import re

from bot.content.figures import PLACEHOLDER

_AMOUNT = re.compile(
    r"\d{1,3}(?:\.\d{3})+"
    r"|\d+(?:[.,]\d+)? ?%"
    r"|\d+(?:[.,]\d+)? ?(?:phần trăm|đồng|nghìn|ngàn|triệu|trăm|tỷ)\b"
    r"|\d+(?:[.,]\d+)? ?(?:VND|dong|thousand|million|percent)\b",
    re.IGNORECASE,
)


def literal_amounts(text: str) -> tuple[str, ...]:
    """Return the amounts of money and the percentages written in digits, `{placeholders}` apart."""
    return tuple(_AMOUNT.findall(PLACEHOLDER.sub("", text)))
