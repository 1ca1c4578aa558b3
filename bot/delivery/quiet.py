"""Quiet hours: when nobody is written to who did not just ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self

from bot.vietnam import VIETNAM

_WRITTEN = re.compile(r"(\d\d?:\d\d)-(\d\d?:\d\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` to `ends` in Vietnamese time, over midnight where it ends earlier."""

    begins: time
    ends: time

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """Return the hours written as "21:00-07:00"; None where it is empty: never quiet.

        Raises:
            ValueError: it is not two times of day.
        """
        if not written.strip():
            return None
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise ValueError(f"quiet hours are written as 21:00-07:00, not {written!r}")
        begins, ends = (time.fromisoformat(clock.zfill(5)) for clock in found.groups())
        return cls(begins, ends)

    def hold(self, moment: datetime) -> bool:
        """Return whether it is quiet at a moment."""
        clock = moment.astimezone(VIETNAM).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends
