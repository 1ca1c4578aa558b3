"""What the classifier sees of a sentence: runs of characters, words, and pairs of words."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlu.text import Views

BLOCKS: Final = ("characters", "accented words", "words", "pairs")
"""What `features` returns, in order. Each block is scaled to unit length on its own."""

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+|\?")
SIZES: Final = range(2, 6)
ASKED_SIZE: Final = 4
"""Long runs of characters tell questions apart."""
REACH: Final = 7
"""How far apart the words of a pair stand at most: `mất` and `thẻ` in `mất cái thẻ y tế`."""


def features(seen: Views) -> tuple[set[str], ...]:
    """Return one set of features a block of `BLOCKS`. Numbers are all alike (`0`).

    Runs of 2 to 5 characters, words and neighbouring words, and pairs of words in any order are
    of the view without accents; one more block of words is of the view with them.
    """
    fold = words_of(seen.fold)
    grams = _word_grams(fold)
    accented = grams if seen.nfc == seen.fold else _word_grams(words_of(seen.nfc))
    return _characters(fold), accented, grams, _pairs(fold)


def words_of(text: str) -> list[str]:
    """Return the words of a view and its question marks, every number as `0`."""
    return _WORD.findall(_NUMBER.sub("0", text))


def _characters(words: Sequence[str]) -> set[str]:
    text = " ".join(("", *words, ""))
    return {text[at : at + size] for size in SIZES for at in range(len(text) - size + 1)}


def _word_grams(words: Sequence[str]) -> set[str]:
    return {*words, *map(" ".join, pairwise(("^", *words, "$")))}


def _pairs(words: Sequence[str]) -> set[str]:
    return {
        f"{word}+{other}" if word < other else f"{other}+{word}"
        for at, word in enumerate(words)
        for other in words[at + 1 : at + 1 + REACH]
    }
