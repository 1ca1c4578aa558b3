"""The features of a sentence as whole numbers, worked out together instead of one by one.

Runs of characters, words and neighbouring words are all spans of one text. The code of a span is
the polynomial of its characters modulo 2^64, which follows from the sums at its two ends. A pair of
words in any order is the sum of both words' codes, scrambled first. What is summed where is the
same on every machine.

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
    fold = _Spans(words_of(seen.fold))
    runs = {size: fold.runs(size) for size in SIZES}
    grams = (fold.words, fold.neighbours)
    accented = _Spans(words_of(seen.nfc)) if seen.nfc != seen.fold else fold
    blocks = ((*runs.values(),), (accented.words, accented.neighbours), grams, fold.pairs(REACH))
    codes = np.concatenate([part for block in blocks for part in block])
    codes >>= np.uint64(_BLOCK_BITS)
    codes |= np.repeat(BLOCK_STARTS, [sum(map(len, block)) for block in blocks])
    return Codes(_once(codes), _once(np.concatenate((runs[ASKED_SIZE], *grams))))


def asked_of(seen: Views) -> Array:
    """Return `codes_of(seen).asked` without the rest."""
    fold = _Spans(words_of(seen.fold))
    return _once(np.concatenate((fold.runs(ASKED_SIZE), fold.words, fold.neighbours)))


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
        code = sum(map(_scrambled, map(_polynomial, feature.split("+")))) % _MODULUS
    else:
        code = _polynomial(feature)
    return code >> _BLOCK_BITS | int(BLOCK_STARTS[block])


def _polynomial(text: str) -> int:
    spread = (ord(char) * pow(_BASE, at, _MODULUS) for at, char in enumerate(text, start=1))
    return sum(spread) % _MODULUS


def _scrambled(code: int) -> int:
    return (code ^ code >> _HALF) * _SCRAMBLE % _MODULUS


class _Spans:
    """The codes of spans of a text: its words with single spaces between, `^` before, `$` after."""

    def __init__(self, words: Sequence[str]) -> None:
        text = " ".join(("^", *words, "$"))
        points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        powers, self._inverse = _powers(1 << len(text).bit_length())
        self._sums = np.zeros(len(text) + 1, dtype=np.uint64)
        np.cumsum(points * powers[1 : len(text) + 1], out=self._sums[1:])
        lengths = np.array([1, *map(len, words), 1])
        ends = (lengths + 1).cumsum() - 1
        starts = ends - lengths
        self.words = self._between(starts[1:-1], ends[1:-1])
        """Of every word."""
        self.neighbours = self._between(starts[:-1], ends[1:])
        """Of every two words next to each other, the marks of beginning and end included."""

    def runs(self, size: int) -> Array:
        """Return the codes of the runs of so many characters of the text without its marks."""
        end = len(self._sums) - 1
        last = max(1, end - size)
        return (self._sums[1 + size : end] - self._sums[1:last]) * self._inverse[1:last]

    def pairs(self, reach: int) -> list[Array]:
        """Return the codes of every two words at most `reach` apart, by how far they are."""
        words = (self.words ^ self.words >> np.uint64(_HALF)) * np.uint64(_SCRAMBLE)
        return [words[apart:] + words[:-apart] for apart in range(1, min(reach + 1, len(words)))]

    def _between(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Array:
        return (self._sums[ends] - self._sums[starts]) * self._inverse[starts]


@lru_cache(maxsize=16)
def _powers(number: int) -> tuple[Array, Array]:
    """Return the first powers of the base, and of its inverse, modulo 2^64."""
    return _series(_BASE, number), _series(pow(_BASE, -1, _MODULUS), number)


def _series(ratio: int, number: int) -> Array:
    factors = np.full(number, ratio, dtype=np.uint64)
    factors[0] = 1
    return factors.cumprod()


def _once(codes: Array) -> Array:
    """Return the codes in ascending order without repeats. Sorts the array it is given."""
    codes.sort()
    is_new = np.empty(len(codes), dtype=bool)
    is_new[:1] = True
    np.not_equal(codes[1:], codes[:-1], out=is_new[1:])
    return codes[is_new]
