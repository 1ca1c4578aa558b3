"""Which FAQ entry a sentence asks for: TF-IDF over the entries' own example questions.

Nothing here is trained: an entry is found from the moment it is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from nlu.model.codes import places_of
from nlu.model.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from nlu.meaning import FaqExamples


_NEAREST: Final = 3
"""Questions of an entry that count: one alone may resemble a sentence by chance."""
_UNIT: Final = 1 << 20
_BEST: Final = 5
_FEW: Final = 10
_SHARED_BY: Final = 5
"""An n-gram in more than this part of the questions tells them apart no longer."""
_LEAST_WEIGHT: Final = 0.4
"""What the likeness of an entry weighs where its intent is out of the question."""
_DIGITS: Final = 4


class Likeness(NamedTuple):
    """How like the questions of each entry a sentence is, from 0 to 1."""

    mean: npt.NDArray[np.float64]
    """The mean cosine with the entry's nearest questions, three at most."""
    nearest: npt.NDArray[np.float64]
    """The cosine with the nearest one."""


@dataclass(frozen=True)
class FaqIndex:
    """The example questions of all entries, indexed by n-gram."""

    intents: Mapping[str, str]
    """FAQ id to its intent."""
    _names: Sequence[str]
    """The ids of the entries that have questions, sorted."""
    _kinds: Sequence[str]
    """The intents of these, each once."""
    _kind: npt.NDArray[np.int64]
    """entries: where its intent stands in `_kinds`."""
    _counted: npt.NDArray[np.int64]
    """entries: how many of its questions count, at most `_NEAREST`."""
    _lengths: npt.NDArray[np.float64]
    """entries × questions: the length of each as a vector of rarities. Every row is filled up with
    questions that share nothing."""
    _codes: npt.NDArray[np.uint64]
    """n-grams: their codes, ascending."""
    _starts: npt.NDArray[np.int32]
    """n-grams: where in `_questions` those that hold it begin."""
    _counts: npt.NDArray[np.int32]
    """n-grams: how many these are."""
    _squares: npt.NDArray[np.int32]
    """n-grams: the square of its rarity in 1/`_UNIT`; whole numbers add up to the same in any
    order."""
    _questions: npt.NDArray[np.unsignedinteger[Any]]
    """The places in `_lengths` of the questions that hold an n-gram, one n-gram after the other."""

    @classmethod
    def of(cls, faqs: Iterable[FaqExamples], kept: Questions | None = None) -> FaqIndex:
        """Return the index of those entries. Raises ValueError on an id given twice.

        What is `kept` of their questions need not be worked out.
        """
        entries = sorted(faqs, key=attrgetter("id"))
        intents = {faq.id: faq.intent for faq in entries}
        if len(intents) < len(entries):
            ids = [faq.id for faq in entries]
            raise ValueError(f"FAQ {max(ids, key=ids.count)} is given twice")
        entries = [faq for faq in entries if faq.questions]
        numbers = [len(faq.questions) for faq in entries]
        width = max([_NEAREST, *numbers])
        places = [row * width + at for row, number in enumerate(numbers) for at in range(number)]
        listed = [question for faq in entries for question in faq.questions]
        codes, stands, sizes = (kept or Questions.none()).read(listed)
        owners = np.repeat(np.array(places, dtype=np.min_scalar_type(len(entries) * width)), sizes)
        counts = np.bincount(stands, minlength=len(codes))
        squares = _squares(counts, len(listed))
        lengths = np.sqrt(np.bincount(owners, squares[stands], len(entries) * width))
        lengths[lengths == 0] = 1
        telling = squares > 0
        tells = telling[stands]
        told = counts[telling].astype(np.int32)
        kinds = sorted({faq.intent for faq in entries})
        return cls(
            intents=intents,
            _names=[faq.id for faq in entries],
            _kinds=kinds,
            _kind=np.array([kinds.index(faq.intent) for faq in entries], dtype=np.int64),
            _counted=np.minimum(np.array(numbers, dtype=np.int64), _NEAREST),
            _lengths=lengths.reshape(-1, width),
            _codes=codes[telling],
            _starts=told.cumsum(dtype=np.int32) - told,
            _counts=told,
            _squares=squares[telling].astype(np.int32),
            _questions=owners[tells][np.argsort(stands[tells], kind="stable")],
        )

    def likeness(self, codes: npt.NDArray[np.uint64]) -> Likeness:
        """Return how like each entry a sentence is; `codes` is the `asked` of `codes_of`."""
        known = places_of(codes, self._codes)
        starts, counts = self._starts[known], self._counts[known]
        squares = self._squares[known].astype(np.float64)
        ends = (starts + counts).tolist()
        runs = [self._questions[a:b] for a, b in zip(starts.tolist(), ends, strict=True)]
        shared = np.bincount(
            np.concatenate([*runs, self._questions[:0]]),
            np.repeat(squares, counts),
            self._lengths.size,
        )
        length = math.sqrt(squares.sum()) or 1.0
        cosines = shared.reshape(self._lengths.shape) / (self._lengths * length)
        cosines.sort(axis=1)
        best = cosines[:, : -_NEAREST - 1 : -1]
        return Likeness(best.sum(axis=1) / self._counted, np.minimum(best[:, 0], 1.0))

    def nearest(self, like: Likeness) -> tuple[str, float] | None:
        """Return the entry with the nearest question of all and its cosine, if there is any."""
        if not like.nearest.any():
            return None
        nearest = like.nearest.max()
        at = max(np.flatnonzero(like.nearest == nearest).tolist(), key=like.mean.__getitem__)
        return self._names[at], float(nearest)

    def rank(self, like: Likeness, chances: Mapping[str, float]) -> list[tuple[str, float]]:
        """Return up to five entries by likeness, those of likely intents before others.

        `chances` is the confidence of each intent.
        """
        likely = np.array([chances.get(kind, 0.0) for kind in self._kinds])
        scores = like.mean * (_LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * likely)[self._kind]
        # Two that differ by less than the last digit stand in the order of their names.
        least = np.sort(scores)[-_BEST:][:1] - 10**-_DIGITS
        found = np.flatnonzero((scores >= least) & (like.nearest > 0)).tolist()
        ranked = [(self._names[at], round(min(float(scores[at]), 1.0), _DIGITS)) for at in found]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))[:_BEST]


def _squares(counts: npt.NDArray[np.int64], questions: int) -> npt.NDArray[np.int64]:
    """Return the squared rarity of n-grams of which so many questions hold one, in 1/`_UNIT`.

    It is 0 where too many of all the questions share it to tell them apart, and where none has it.
    """
    most = questions if questions < _FEW else questions // _SHARED_BY
    by_count = [
        round((math.log((1 + questions) / (1 + count)) + 0.1) ** 2 * _UNIT)
        if 0 < count <= most
        else 0
        for count in range(questions + 1)
    ]
    return np.array(by_count, dtype=np.int64)[counts]
