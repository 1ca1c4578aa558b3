"""The fixed words of the page: texts of the content, with the office's own names filled in."""

from __future__ import annotations

from collections.abc import Callable

from bot.content.types import Content, Office
from bot.conversation.speech import say


class Words:
    """Speaks from whatever content is published at the moment, in one language."""

    def __init__(self, content: Callable[[], Content], locale: str | None = None) -> None:
        self._first = content
        self._locale = locale

    @property
    def content(self) -> Content:
        """What is published, in the language that is spoken."""
        return self._first().into(self._locale)

    @property
    def locale(self) -> str:
        """The language that is spoken."""
        return self.content.locale

    @property
    def languages(self) -> tuple[str, ...]:
        """The locales that are spoken."""
        return self._first().languages

    @property
    def others(self) -> dict[str, str]:
        """The names of the other languages, each in itself, by locale."""
        first = self._first()
        spoken = (first, *first.translations.values())
        return {
            one.locale: one.texts["button.language"] for one in spoken if one.locale != self.locale
        }

    @property
    def office(self) -> Office:
        """Who runs the assistant."""
        return self.content.office

    def __call__(self, key: str, **values: object) -> str:
        """Return the text at `key`.

        Raises:
            KeyError: there is no such text, or a placeholder has no value.
        """
        office = self.office
        names = {"office": office.name, "hotline": office.hotline, "phone": office.phone}
        return say(self.content, key, **{**names, **values})
