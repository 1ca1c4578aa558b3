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
_SIZES: Final = range(2, 6)
_ASKED: Final = 4
"""Long runs of characters tell questions apart."""
_REACH: Final = 7
"""How far apart the words of a pair stand at most: `mất` and `thẻ` in `mất cái thẻ y tế`."""


def features(seen: Views) -> tuple[set[str], ...]:
    """Return one set of features a block of `BLOCKS`. Numbers are all alike (`0`).

    Runs of 2 to 5 characters, words and neighbouring words, and pairs of words in any order are
    of the view without accents; one more block of words is of the view with them.
    """
    fold = _words(seen.fold)
    grams = _word_grams(fold)
    accented = grams if seen.nfc == seen.fold else _word_grams(_words(seen.nfc))
    return _characters(fold), accented, grams, _pairs(fold)


def questions_of(seen: Views) -> set[str]:
    """Return the features by which questions are found alike: see `asked_of`."""
    fold = _words(seen.fold)
    text = f" {' '.join(fold)} "
    return {text[at : at + _ASKED] for at in range(len(text) - _ASKED + 1)} | _word_grams(fold)


def asked_of(blocks: Sequence[set[str]]) -> set[str]:
    """Return those of `features`: unaccented runs of four characters, and words."""
    return {gram for gram in blocks[0] if len(gram) == _ASKED} | blocks[2]


def _words(text: str) -> list[str]:
    return _WORD.findall(_NUMBER.sub("0", text))


def _characters(words: Sequence[str]) -> set[str]:
    text = f" {' '.join(words)} "
    return {text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1)}


def _word_grams(words: Sequence[str]) -> set[str]:
    return {*words, *map(" ".join, pairwise(("^", *words, "$")))}


def _pairs(words: Sequence[str]) -> set[str]:
    return {
        f"{word}+{other}" if word < other else f"{other}+{word}"
        for at, word in enumerate(words)
        for other in words[at + 1 : at + 1 + _REACH]
    }
