"""Which FAQ entry a sentence asks for: TF-IDF over the entries' own example questions.

Nothing here is trained: an entry is found from the moment it is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlu.model.features import asked_of, questions_of
from nlu.text import views_of

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
_LEAST_SHARE: Final = 0.4
"""An entry less like the sentence than this share of the fifth cannot become one of the best five:
the engine weighs none by less, and none by more than one."""


class Similar(NamedTuple):
    """How like an entry's questions a sentence is, from 0 to 1."""

    faq: str
    likeness: float
    """The mean cosine with the entry's nearest questions, three at most."""
    nearest: float
    """The cosine with the nearest one."""


@dataclass(frozen=True)
class FaqIndex:
    """The example questions of all entries, indexed by n-gram."""

    intents: Mapping[str, str]
    """FAQ id to its intent."""
    _names: Sequence[str]
    """The ids of the entries that have questions, sorted."""
    _rows: npt.NDArray[np.int64]
    """entries × questions: the numbers of their questions, filled up with one that shares nothing.
    """
    _counted: npt.NDArray[np.int64]
    """entries: how many of its questions count, at most `_NEAREST`."""
    _grams: Mapping[str, tuple[int, int, int]]
    """N-gram to where its questions begin and end in `_questions`, and the square of its rarity in
    1/`_UNIT`: whole numbers add up to the same in any order."""
    _questions: npt.NDArray[np.int64]
    """The numbers of the questions that hold an n-gram, one n-gram after the other."""
    _lengths: npt.NDArray[np.float64]
    """questions, and one to fill up with: the length of each, as a vector of rarities."""

    @classmethod
    def of(cls, faqs: Iterable[FaqExamples]) -> FaqIndex:
        """Return the index of those entries. Raises ValueError on an id given twice."""
        intents: dict[str, str] = {}
        numbers: dict[str, range] = {}
        spotted: dict[str, int] = {}
        held: list[npt.NDArray[np.int64]] = []
        for faq in faqs:
            if faq.id in intents:
                raise ValueError(f"FAQ {faq.id} is given twice")
            intents[faq.id] = faq.intent
            first = len(held)
            for question in faq.questions:
                grams = questions_of(views_of(question))
                held.append(np.array([spotted.setdefault(g, len(spotted)) for g in grams]))
            if len(held) > first:
                numbers[faq.id] = range(first, len(held))
        names = sorted(numbers)
        width = max([_NEAREST, *map(len, numbers.values())])
        rows = np.full((len(names), width), len(held), dtype=np.int64)
        for row, name in enumerate(names):
            rows[row, : len(numbers[name])] = numbers[name]
        counted = np.array([min(_NEAREST, len(numbers[name])) for name in names], dtype=np.int64)
        stands = np.concatenate([*held, np.empty(0, dtype=np.int64)])
        counts = np.bincount(stands, minlength=len(spotted))
        squares = _squares(counts, len(held))
        owners = np.repeat(np.arange(len(held)), list(map(len, held)))
        lengths = np.sqrt(np.bincount(owners, squares[stands], len(held) + 1))
        lengths[lengths == 0] = 1
        ends = np.cumsum(counts)
        places = zip((ends - counts).tolist(), ends.tolist(), squares.tolist(), strict=True)
        grams_at = dict(zip(spotted, places, strict=True))
        return cls(
            intents,
            names,
            rows,
            counted,
            {gram: place for gram, place in grams_at.items() if place[2]},
            owners[np.argsort(stands, kind="stable")],
            lengths,
        )

    def rank(self, blocks: Sequence[set[str]]) -> list[Similar]:
        """Return the entries that share words with the sentence, most alike first.

        Those left out have less than `_LEAST_SHARE` of the likeness of the `_BEST`th.
        """
        found = map(self._grams.get, asked_of(blocks))
        known = [place for place in found if place is not None]
        if not known:
            return []
        squares = np.array([square for _, _, square in known], dtype=np.float64)
        shared = np.bincount(
            np.concatenate([self._questions[start:end] for start, end, _ in known]),
            np.repeat(squares, [end - start for start, end, _ in known]),
            len(self._lengths),
        )
        cosines = shared / (self._lengths * math.sqrt(squares.sum()))
        nearest = np.sort(cosines[self._rows], axis=1)[:, : -_NEAREST - 1 : -1]
        likeness = nearest.sum(axis=1) / self._counted
        least = np.sort(likeness)[-_BEST:][0] * _LEAST_SHARE
        first = nearest[:, 0]
        kept = np.flatnonzero((first > 0) & ((likeness >= least) | (first == first.max())))
        ranked = [
            Similar(self._names[at], like, min(near, 1.0))
            for at, like, near in zip(
                kept.tolist(), likeness[kept].tolist(), first[kept].tolist(), strict=True
            )
        ]
        return sorted(ranked, key=lambda each: -each.likeness)


def _squares(counts: npt.NDArray[np.int64], questions: int) -> npt.NDArray[np.int64]:
    """Return the squared rarity of n-grams of which so many questions hold one, in 1/`_UNIT`.

    It is 0 where too many of all the questions share it to tell them apart.
    """
    most = questions if questions < _FEW else questions // _SHARED_BY
    by_count = [
        round((math.log((1 + questions) / (1 + count)) + 0.1) ** 2 * _UNIT) if count <= most else 0
        for count in range(questions + 1)
    ]
    return np.array(by_count, dtype=np.int64)[counts]
