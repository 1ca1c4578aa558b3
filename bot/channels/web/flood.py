"""A limit on how fast one chat may send: enough for any person, too little for a script."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

BURST = 12
SECONDS_A_MESSAGE = 2.0
CHATS = 10_000


class Flood:
    """Remembers for each chat when its allowance is full again; the oldest chats are forgotten."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def admits(self, chat: str) -> bool:
        """Count one message of `chat`; False where it came too fast."""
        at = self._clock().timestamp()
        full_at = max(self._full_at.pop(chat, at), at) + SECONDS_A_MESSAGE
        admitted = full_at - at <= BURST * SECONDS_A_MESSAGE
        self._full_at[chat] = full_at if admitted else full_at - SECONDS_A_MESSAGE
        if len(self._full_at) > CHATS:
            self._full_at.popitem(last=False)
        return admitted
