"""Texts by key, with their placeholders filled in."""

from __future__ import annotations

from bot.content.types import Content


def say(content: Content, key: str, **values: object) -> str:
    """Return the text at `key`; the office's own names are always at hand.

    Raises:
        KeyError: there is no such text, or a placeholder has no value; `ansinh content check`
            finds both before they reach a citizen.
    """
    office = content.office
    names = {"office": office.name, "hotline": office.hotline, "phone": office.phone}
    return content.texts[key].format_map({**names, **values})
