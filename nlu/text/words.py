"""Word lists, written as running text."""

from __future__ import annotations


def word_set(text: str, separator: str | None = None) -> frozenset[str]:
    """Return the words of a text, split at white space or at the separator, for look-ups."""
    return frozenset(text.split(separator))
