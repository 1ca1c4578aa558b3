"""The understanding in the bot's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from nlu import Engine, Meaning


class InProcess:
    """Asks the engine directly: under a millisecond a sentence, so the event loop does not wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        """Return the engine's meaning."""
        return self._engine.understand(text, awaiting, today)
