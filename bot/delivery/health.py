"""What a process knows of platforms that do not answer: it asks them more and more rarely.

What is in doubt is sent once more at most. Without a rest, every message of a bad quarter of an
hour would use up its chances in seconds, and those of other platforms would wait for a free place.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import structlog

from bot.delivery.backoff import backoff

LONGEST_REST = timedelta(minutes=1)

LEFT_TO_OTHERS = 4
"""One channel leaves a place in so many free: that it does not answer is known only later."""

log = structlog.get_logger(__name__)


class Health:
    """Counts, for each channel, the sends in a row that got no answer.

    `places` is how many messages the sender has under way at most.
    """

    def __init__(self, places: int) -> None:
        self._most = places - places // LEFT_TO_OTHERS
        self._unheard: Counter[str] = Counter()
        self._rests_until: dict[str, datetime] = {}
        self._under_way: Counter[str] = Counter()

    def may_be_asked(self, channel: str) -> bool:
        """Return whether a message may go out: a silent platform gets one at a time."""
        most = 1 if self._unheard[channel] > 1 else self._most
        return self._under_way[channel] < most

    def begun(self, channel: str) -> None:
        """Note that a message is under way."""
        self._under_way[channel] += 1

    def ended(self, channel: str) -> None:
        """Note that it no longer is."""
        self._under_way[channel] -= 1

    def answered(self, channel: str) -> None:
        """Note an answer, whatever it was."""
        if self._unheard.pop(channel, 0) > 1:
            log.info("a platform answers again", channel=channel)
        self._rests_until.pop(channel, None)

    def unheard(self, channel: str, at: datetime) -> timedelta | None:
        """Note a send without an answer; return how long the account rests now, if it does.

        The first one may be the fault of its message and holds up no other.
        """
        rests_until = self._rests_until.get(channel, at)
        if at < rests_until:
            # It was under way before the rest began.
            return min(rests_until - at, LONGEST_REST)
        self._unheard[channel] += 1
        if self._unheard[channel] == 1:
            return None
        rest = min(backoff(self._unheard[channel] - 1), LONGEST_REST)
        self._rests_until[channel] = at + rest
        log.warning("a platform does not answer", channel=channel, rests=rest.total_seconds())
        return rest
