"""Which FAQ entry a sentence asks for: TF-IDF over the entries' own example questions.

Nothing here is trained: an entry is found from the moment it is loaded.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlu.model.features import features
from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nlu.meaning import FaqExamples


@dataclass(frozen=True)
class FaqIndex:
    """The example questions of all entries, indexed by n-gram."""

    intents: Mapping[str, str]
    """FAQ id to its intent."""
    _owners: tuple[str, ...] = ()
    """Question number to FAQ id."""
    _postings: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    """n-gram to (question number, weight), weights of unit length a question."""
    _rarity: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, faqs: Iterable[FaqExamples]) -> FaqIndex:
        """Return the index of those entries. Raises ValueError on an id given twice."""
        intents: dict[str, str] = {}
        owners: list[str] = []
        documents: list[set[str]] = []
        for faq in faqs:
            if faq.id in intents:
                raise ValueError(f"FAQ {faq.id} is given twice")
            intents[faq.id] = faq.intent
            for question in faq.questions:
                owners.append(faq.id)
                documents.append(_grams(features(views_of(question))))
        rarity = _rarities(documents)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, grams in enumerate(documents):
            length = _length(grams, rarity)
            for gram in grams:
                if gram in rarity:
                    postings[gram].append((number, rarity[gram] / length))
        frozen = {gram: tuple(pairs) for gram, pairs in postings.items()}
        return cls(intents, tuple(owners), frozen, rarity)

    def rank(self, blocks: Sequence[set[str]]) -> list[tuple[str, float]]:
        """Return (FAQ id, cosine with its nearest question), best first, only those above zero."""
        grams = _grams(blocks) & self._rarity.keys()
        length = _length(grams, self._rarity)
        scores = [0.0] * len(self._owners)
        for gram in sorted(grams):
            weight = self._rarity[gram] / length
            for number, share in self._postings[gram]:
                scores[number] += weight * share
        best: dict[str, float] = {}
        for owner, score in zip(self._owners, scores):
            if score > best.get(owner, 0.0):
                best[owner] = score
        ranked = [(faq, round(min(score, 1.0), 4)) for faq, score in best.items()]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


def _grams(blocks: Sequence[set[str]]) -> set[str]:
    """Return the unaccented n-grams: long character runs and words tell questions apart."""
    return {gram for gram in blocks[0] if len(gram) == 4} | blocks[2]


def _rarities(documents: Sequence[set[str]]) -> dict[str, float]:
    """Return the inverse document frequency of each n-gram; those everywhere weigh nothing."""
    counts = Counter(gram for grams in documents for gram in grams)
    half = max(2, len(documents) // 2)
    return {
        gram: math.log((1 + len(documents)) / (1 + count)) + 0.1
        for gram, count in counts.items()
        if count <= half or len(documents) < 10
    }


def _length(grams: Iterable[str], rarity: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(rarity[gram] ** 2 for gram in grams if gram in rarity)) or 1.0
