"""What a check of content finds, and the two checks that every kind of text needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from bot.content.amounts import literal_amounts

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. An `error` keeps content from being published, a `warning` not."""

    level: Level
    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.level, self.file, self.key, self.reason)))

    def as_json(self) -> dict[str, str]:
        """Return the finding as JSON."""
        return asdict(self)


def too_long(file: str, key: str, text: str, longest: int) -> Iterator[Finding]:
    """Find a text of more than `longest` characters."""
    if len(text) > longest:
        yield Finding("error", file, key, f"has {len(text)} characters, at most {longest} fit")


def written_amounts(file: str, key: str, text: str) -> Iterator[Finding]:
    """Find amounts that are written instead of named."""
    for amount in literal_amounts(text):
        yield Finding(
            "error", file, key, f"{amount!r} is an amount; name a figure, and policies fill it in"
        )
