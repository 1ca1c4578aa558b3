"""The n-grams of a sentence: characters (2 to 5) and words (1 to 2) of both views."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nlu.text import Views

BLOCKS: Final = ("fold characters", "nfc characters", "fold words", "nfc words")
"""What `features` returns, in order. Each block is scaled to unit length on its own."""

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+|\?")
_SIZES: Final = range(2, 6)


def features(seen: Views) -> tuple[set[str], ...]:
    """Return one set of n-grams a block of `BLOCKS`. Numbers are all alike (`0`)."""
    fold = _words(seen.fold)
    characters, grams = _characters(fold), _word_grams(fold)
    if seen.nfc == seen.fold:
        return characters, characters, grams, grams
    nfc = _words(seen.nfc)
    return characters, _characters(nfc), grams, _word_grams(nfc)


def _words(text: str) -> list[str]:
    return _WORD.findall(_NUMBER.sub("0", text))


def _characters(words: list[str]) -> set[str]:
    text = f" {' '.join(words)} "
    return {text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1)}


def _word_grams(words: list[str]) -> set[str]:
    padded = ["^", *words, "$"]
    return {*words, *(f"{left} {right}" for left, right in pairwise(padded))}
