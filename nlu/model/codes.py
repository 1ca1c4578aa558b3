"""The features of a sentence as whole numbers, worked out together instead of one by one.

The code of a text is a polynomial of its characters modulo 2^64. Runs of one size follow from those
one character shorter, and neighbouring words from the codes of both; words are looked up, for
messages share most of them. A pair in any order is the sum of both words' codes, scrambled first.
All of it is the same on every machine.

`features` says which features a sentence has; `codes_of` are their codes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlu.model.features import ASKED_SIZE, BLOCKS, REACH, SIZES, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from nlu.text import Views

    Array = npt.NDArray[np.uint64]

_MODULUS: Final = 1 << 64
_BASE: Final = 0x9E3779B97F4A7C15
_SCRAMBLE: Final = 0xBF58476D1CE4E5B9
_HALF: Final = 32
_SPACE: Final = np.uint64(ord(" "))
_PAIRS: Final = BLOCKS.index("pairs")

_BLOCK_BITS: Final = 2
"""The top bits of a code tell its block: sorted codes stand block by block."""
BLOCK_STARTS: Final = np.array(
    [block << (64 - _BLOCK_BITS) for block in range(len(BLOCKS))], dtype=np.uint64
)
"""The least code that each block can have."""


class Codes(NamedTuple):
    """The codes of a sentence's features, in ascending order, each once."""

    classified: Array
    """Of all blocks: what the classifier knows them by."""
    asked: Array
    """Of unaccented runs of four characters and words, whatever their block: what questions are
    found alike by."""


def codes_of(seen: Views) -> Codes:
    """Return the codes of what `features` returns, and of what questions are found alike by."""
    fold = words_of(seen.fold)
    runs = _runs(fold)
    grams = _word_grams(fold)
    accented = _word_grams(words_of(seen.nfc)) if seen.nfc != seen.fold else grams
    blocks = ([*runs.values()], accented, grams, _pairs(grams[0]))
    codes = np.concatenate([part for block in blocks for part in block])
    codes >>= np.uint64(_BLOCK_BITS)
    codes |= np.repeat(BLOCK_STARTS, [sum(map(len, block)) for block in blocks])
    return Codes(once(codes), once(np.concatenate([runs[ASKED_SIZE], *grams])))


def asked_of(seen: Views) -> Array:
    """Return `codes_of(seen).asked` without the rest."""
    fold = words_of(seen.fold)
    return once(np.concatenate([_runs(fold)[ASKED_SIZE], *_word_grams(fold)]))


def places_of(codes: Array, known: Array) -> npt.NDArray[np.int64]:
    """Return where in `known` stand those of the codes that it holds; both are ascending."""
    if not len(known):
        return np.empty(0, dtype=np.int64)
    places: npt.NDArray[np.int64] = known.searchsorted(codes)
    held: npt.NDArray[np.bool_] = known.take(places, mode="clip") == codes
    return places[held]


def code_of(feature: str, block: int) -> int:
    """Return the code by which the classifier knows one feature of a block of `BLOCKS`."""
    if block == _PAIRS:
        words = np.array([_polynomial(word)[0] for word in feature.split("+")], dtype=np.uint64)
        code = int(_scramble(words).sum())
    else:
        code, _ = _polynomial(feature)
    return code >> _BLOCK_BITS | int(BLOCK_STARTS[block])


@lru_cache(maxsize=8192)
def _polynomial(text: str) -> tuple[int, int]:
    """Return the code of a text, and by what the code of a text before it is multiplied."""
    code = 0
    for char in text:
        code = (code + ord(char)) * _BASE % _MODULUS
    return code, pow(_BASE, len(text), _MODULUS)


def _runs(words: Sequence[str]) -> dict[int, Array]:
    """Return by their size the codes of the runs of characters of a text."""
    text = " ".join(("", *words, ""))
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    runs = {1: points * np.uint64(_BASE)}
    for size in SIZES:
        runs[size] = (runs[size - 1][:-1] + points[size - 1 :]) * np.uint64(_BASE)
    del runs[1]
    return runs


def _word_grams(words: Sequence[str]) -> list[Array]:
    """Return the codes of words, and of every two next to each other, the ends included."""
    framed = np.array([*map(_polynomial, ("^", *words, "$"))], dtype=np.uint64)
    codes, shifts = framed[:, 0], framed[:, 1]
    spaced = (codes[:-1] + _SPACE) * np.uint64(_BASE)
    return [codes[1:-1], spaced * shifts[1:] + codes[1:]]


def _pairs(words: Array) -> list[Array]:
    """Return the codes of every two words not too far apart, by how far they are."""
    codes = _scramble(words)
    return [codes[apart:] + codes[:-apart] for apart in range(1, min(REACH + 1, len(codes)))]


def _scramble(codes: Array) -> Array:
    """Return codes whose sums are as good as random: polynomials of the same characters are not."""
    scrambled: Array = (codes ^ codes >> np.uint64(_HALF)) * np.uint64(_SCRAMBLE)
    return scrambled


def once(codes: Array) -> Array:
    """Return the codes in ascending order without repeats. Sorts the array it is given."""
    codes.sort()
    is_new = np.empty(len(codes), dtype=bool)
    is_new[:1] = True
    np.not_equal(codes[1:], codes[:-1], out=is_new[1:])
    return codes[is_new]
