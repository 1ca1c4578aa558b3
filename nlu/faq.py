"""Which FAQ entry a sentence asks for: TF-IDF over the entries' own example questions.

Nothing here is trained: an entry is found from the moment it is loaded.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlu.model.features import features
from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from nlu.meaning import FaqExamples


_NEAREST: Final = 3
"""Questions of an entry that count: one alone may resemble a sentence by chance."""
_UNIT: Final = 1 << 20
_BEST: Final = 5
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


class _Posting(NamedTuple):
    """Where an n-gram stands."""

    square: int
    """Of its rarity, in 1/`_UNIT`: whole numbers sum up to the same in any order."""
    questions: npt.NDArray[np.int64]


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
    _postings: Mapping[str, _Posting]
    _lengths: npt.NDArray[np.float64]
    """questions, and one to fill up with: the length of each, as a vector of rarities."""

    @classmethod
    def of(cls, faqs: Iterable[FaqExamples]) -> FaqIndex:
        """Return the index of those entries. Raises ValueError on an id given twice."""
        intents: dict[str, str] = {}
        numbers: dict[str, range] = {}
        documents: list[set[str]] = []
        for faq in faqs:
            if faq.id in intents:
                raise ValueError(f"FAQ {faq.id} is given twice")
            intents[faq.id] = faq.intent
            first = len(documents)
            documents += (_grams(features(views_of(question))) for question in faq.questions)
            if len(documents) > first:
                numbers[faq.id] = range(first, len(documents))
        names = sorted(numbers)
        width = max([_NEAREST, *map(len, numbers.values())])
        rows = np.full((len(names), width), len(documents), dtype=np.int64)
        for row, name in enumerate(names):
            rows[row, : len(numbers[name])] = numbers[name]
        counted = np.array([min(_NEAREST, len(numbers[name])) for name in names], dtype=np.int64)
        postings = _postings(documents)
        squares = [sum(postings[g].square for g in grams if g in postings) for grams in documents]
        lengths = np.sqrt(np.array([*(square or 1 for square in squares), 1], dtype=np.float64))
        return cls(intents, names, rows, counted, postings, lengths)

    def rank(self, blocks: Sequence[set[str]]) -> list[Similar]:
        """Return the entries that share words with the sentence, most alike first.

        Those left out have less than `_LEAST_SHARE` of the likeness of the `_BEST`th.
        """
        found = map(self._postings.get, _grams(blocks))
        known = [posting for posting in found if posting is not None]
        if not known:
            return []
        questions = [posting.questions for posting in known]
        squares = [posting.square for posting in known]
        shared = np.bincount(
            np.concatenate(questions),
            np.repeat(np.array(squares, dtype=np.float64), list(map(len, questions))),
            len(self._lengths),
        )
        cosines = shared / (self._lengths * math.sqrt(sum(squares)))
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


def _grams(blocks: Sequence[set[str]]) -> set[str]:
    """Return the unaccented n-grams: long character runs and words tell questions apart."""
    return {gram for gram in blocks[0] if len(gram) == 4} | blocks[2]


def _postings(documents: Sequence[set[str]]) -> dict[str, _Posting]:
    rarity = _rarities(documents)
    places: dict[str, list[int]] = defaultdict(list)
    for number, grams in enumerate(documents):
        for gram in grams & rarity.keys():
            places[gram].append(number)
    return {
        gram: _Posting(round(rarity[gram] ** 2 * _UNIT), np.array(numbers, dtype=np.int64))
        for gram, numbers in places.items()
    }


def _rarities(documents: Sequence[set[str]]) -> dict[str, float]:
    """Return the inverse document frequency of each n-gram that not most questions share."""
    counts = Counter(gram for grams in documents for gram in grams)
    return {
        gram: math.log((1 + len(documents)) / (1 + count)) + 0.1
        for gram, count in counts.items()
        if count <= len(documents) / 2 or len(documents) < 10
    }
