"""Which FAQ entry a sentence asks for: TF-IDF over the entries' own example questions.

Nothing here is trained: an entry is found from the moment it is loaded.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlu.model.features import features
from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from nlu.meaning import FaqExamples


@dataclass(frozen=True)
class _Posting:
    """Where an n-gram stands: question numbers, and its share of each question's unit length."""

    rarity: float
    questions: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]


@dataclass(frozen=True)
class FaqIndex:
    """The example questions of all entries, indexed by n-gram."""

    intents: Mapping[str, str]
    """FAQ id to its intent."""
    _ids: tuple[str, ...]
    """The entries that have questions, in the order of their questions."""
    _starts: tuple[int, ...]
    """The number of each one's first question; its others follow."""
    _postings: Mapping[str, _Posting]
    _size: int
    """How many questions there are."""

    @classmethod
    def of(cls, faqs: Iterable[FaqExamples]) -> FaqIndex:
        """Return the index of those entries. Raises ValueError on an id given twice."""
        intents: dict[str, str] = {}
        starts: dict[str, int] = {}
        documents: list[set[str]] = []
        for faq in faqs:
            if faq.id in intents:
                raise ValueError(f"FAQ {faq.id} is given twice")
            intents[faq.id] = faq.intent
            if faq.questions:
                starts[faq.id] = len(documents)
            documents += (_grams(features(views_of(question))) for question in faq.questions)
        postings = _postings(documents)
        return cls(intents, tuple(starts), tuple(starts.values()), postings, len(documents))

    def rank(self, blocks: Sequence[set[str]]) -> list[tuple[str, float]]:
        """Return (FAQ id, cosine with its nearest question), best first, only those above zero."""
        known = [self._postings[gram] for gram in sorted(_grams(blocks) & self._postings.keys())]
        if not known:
            return []
        length = math.sqrt(math.fsum(posting.rarity**2 for posting in known))
        scores = np.bincount(
            np.concatenate([posting.questions for posting in known]),
            np.concatenate([posting.shares * (posting.rarity / length) for posting in known]),
            self._size,
        )
        best = np.maximum.reduceat(scores, self._starts).tolist()
        ranked = [
            (faq, round(min(score, 1.0), 4))
            for faq, score in zip(self._ids, best, strict=True)
            if score > 0
        ]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


def _grams(blocks: Sequence[set[str]]) -> set[str]:
    """Return the unaccented n-grams: long character runs and words tell questions apart."""
    return {gram for gram in blocks[0] if len(gram) == 4} | blocks[2]


def _postings(documents: Sequence[set[str]]) -> dict[str, _Posting]:
    rarity = _rarities(documents)
    lengths = [
        math.sqrt(math.fsum(rarity[gram] ** 2 for gram in grams if gram in rarity)) or 1.0
        for grams in documents
    ]
    places: dict[str, list[int]] = defaultdict(list)
    for number, grams in enumerate(documents):
        for gram in grams & rarity.keys():
            places[gram].append(number)
    return {
        gram: _Posting(
            rarity[gram],
            np.array(numbers, dtype=np.int64),
            np.array([rarity[gram] / lengths[number] for number in numbers]),
        )
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
