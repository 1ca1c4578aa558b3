"""Accents removed, one character for one, so that spans agree between the two views."""

from __future__ import annotations

import unicodedata


class _Folding(dict[int, str]):
    """Character code to its unaccented lower-case letter, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        first = unicodedata.normalize("NFD", chr(code).lower())[:1]
        letter = {"đ": "d"}.get(first, first)
        self[code] = letter
        return letter


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return NFC `text` in lower case without accents, of the same length (`đ` becomes `d`)."""
    return text.translate(_FOLDING)
