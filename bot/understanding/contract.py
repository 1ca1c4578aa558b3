"""The port through which a worker asks what a sentence means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from nlu import Meaning


class Understander(Protocol):
    """Something that understands Vietnamese. It always answers and never raises."""

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        """Return the meaning of `text`, said while the value named `awaiting` was asked for.

        `today` is the day it was written, now unless named.
        """
        ...
