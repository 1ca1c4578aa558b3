"""Examples and their derived forms as samples, and samples as TF-IDF vectors."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from nlu.intents import INTENTS
from nlu.model.features import features
from nlu.text import views_of
from nlu.training.augment import variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlu.text import Views
    from nlu.training.examples import Example

DERIVED_WEIGHT: Final = 0.35
BALANCE: Final = 0.4
"""The power of (mean / own examples of the intent) by which rare intents weigh more."""


@dataclass(frozen=True)
class Sample:
    """One form of an example."""

    blocks: tuple[set[str], ...]
    intent: int
    weight: float
    group: int
    """The number of the example."""
    original: bool
    """Whether it is as written by hand, not derived."""


def samples_of(
    examples: Iterable[Example], see: Callable[[Views], tuple[set[str], ...]] = features
) -> list[Sample]:
    """Return every example, each followed by those of its derived forms that differ."""
    listed = list(examples)
    sizes = Counter(example.intent for example in listed)
    mean = len(listed) / max(1, len(sizes))
    samples: list[Sample] = []
    for group, example in enumerate(listed):
        intent = INTENTS.index(example.intent)
        weight = example.weight * (mean / sizes[example.intent]) ** BALANCE
        seen: set[str] = set()
        for text in (example.text, *variants(example.text)):
            view = views_of(text)
            if view.nfc in seen:
                continue
            original = not seen
            share = weight if original else weight * DERIVED_WEIGHT
            samples.append(Sample(see(view), intent, round(share, 6), group, original))
            seen.add(view.nfc)
    return samples


class Vectors:
    """The features of some samples that are frequent enough, and how rare each is."""

    def __init__(self, samples: Sequence[Sample], least: int) -> None:
        self.vocabulary: list[dict[str, int]] = []
        rarity: list[float] = []
        for block in range(len(samples[0].blocks)):
            counts = Counter(gram for sample in samples for gram in sample.blocks[block])
            kept = sorted(gram for gram, n in counts.items() if n >= least)
            self.vocabulary.append({gram: len(rarity) + at for at, gram in enumerate(kept)})
            rarity += [math.log((1 + len(samples)) / (1 + counts[gram])) + 1 for gram in kept]
        self.rarity = np.array(rarity)

    def matrix(self, samples: Sequence[Sample]) -> Any:
        """Return the samples as a sparse matrix, every block of a row of unit length."""
        values: list[float] = []
        columns: list[int] = []
        starts = [0]
        for sample in samples:
            for block, vocabulary in zip(sample.blocks, self.vocabulary, strict=True):
                rows = sorted(vocabulary[gram] for gram in block if gram in vocabulary)
                weights = self.rarity[rows]
                length = math.sqrt(float((weights**2).sum())) or 1.0
                columns += rows
                values += (weights / length).tolist()
            starts.append(len(columns))
        shape = (len(samples), len(self.rarity))
        return csr_matrix((values, columns, starts), shape=shape)
