"""What is said of a channel's configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is right, doubtful or wrong with a channel. It never holds a secret."""

    level: Level
    channel: str
    text: str
