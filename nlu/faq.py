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


class Similar(NamedTuple):
    """How like an entry's questions a sentence is, from 0 to 1."""

    faq: str
    likeness: float
    """The mean cosine with the entry's nearest questions, three at most."""
    nearest: float
    """The cosine with the nearest one."""


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
    _numbers: Mapping[str, range]
    """FAQ id to the numbers of its questions."""
    _rows: npt.NDArray[np.int64]
    """entries × questions: those numbers, short rows filled up with `_size`."""
    _postings: Mapping[str, _Posting]
    _size: int
    """How many questions there are."""

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
        width = max([_NEAREST, *map(len, numbers.values())])
        rows = np.full((len(numbers), width), len(documents), dtype=np.int64)
        for row, own in enumerate(numbers.values()):
            rows[row, : len(own)] = own
        return cls(intents, numbers, rows, _postings(documents), len(documents))

    def rank(self, blocks: Sequence[set[str]]) -> list[Similar]:
        """Return every entry that shares a word with the sentence, most alike first."""
        known = [self._postings[gram] for gram in sorted(_grams(blocks) & self._postings.keys())]
        if not known:
            return []
        length = math.sqrt(math.fsum(posting.rarity**2 for posting in known))
        scores = np.bincount(
            np.concatenate([posting.questions for posting in known]),
            np.concatenate([posting.shares * (posting.rarity / length) for posting in known]),
            self._size + 1,
        )
        nearest = np.sort(scores[self._rows], axis=1)[:, : -_NEAREST - 1 : -1].tolist()
        ranked = [
            Similar(faq, sum(best) / min(_NEAREST, len(own)), min(best[0], 1.0))
            for (faq, own), best in zip(self._numbers.items(), nearest, strict=True)
            if best[0] > 0
        ]
        return sorted(ranked, key=lambda each: (-each.likeness, each.faq))


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
