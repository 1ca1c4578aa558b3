"""The fixed words of the page: texts of the content, with the office's own names filled in."""

from __future__ import annotations

from collections.abc import Callable

from bot.content.types import Content, Office
from bot.conversation.speech import say


class Words:
    """Speaks from whatever content is published at the moment."""

    def __init__(self, content: Callable[[], Content]) -> None:
        self._content = content

    @property
    def office(self) -> Office:
        """Who runs the assistant."""
        return self._content().office

    def __call__(self, key: str, **values: object) -> str:
        """Return the text at `key`.

        Raises:
            KeyError: there is no such text, or a placeholder has no value.
        """
        office = self.office
        names = {"office": office.name, "hotline": office.hotline, "phone": office.phone}
        return say(self._content(), key, **{**names, **values})
