"""The fit: TF-IDF weights by logistic regression, calibrated on a held-out fold, made integers."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from nlu.intents import INTENTS
from nlu.model.features import BLOCKS, features
from nlu.model.linear import SQUARE_UNIT, LinearModel
from nlu.text import views_of
from nlu.training.augment import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from nlu.training.examples import Example

SETTINGS: Final = {
    "min_count": 5,
    "strength": 5.0,
    "iterations": 60,
    "derived_weight": 0.35,
    "balance": 0.4,
    "folds": 4,
    "act_at": 0.4,
}
"""What shapes the model besides its data.

`strength` is scikit-learn's C; `balance` the power of (mean / own examples of the intent) by which
rare intents weigh more.
"""

_STEP: Final = 1 << 20


@dataclass(frozen=True)
class _Sample:
    blocks: tuple[set[str], ...]
    intent: int
    weight: float
    group: int
    original: bool


def fingerprint(examples: Iterable[Example]) -> str:
    """Return a hash of what decides the weights: examples, derived forms, features, settings."""
    digest = hashlib.sha256(repr(sorted(SETTINGS.items())).encode())
    for sample in _samples(examples):
        digest.update(f"{sample.intent} {sample.weight}".encode())
        for block in sample.blocks:
            digest.update("\n".join(sorted(block)).encode())
    return digest.hexdigest()[:16]


def fit(examples: Sequence[Example]) -> LinearModel:
    """Return the model of examples of three intents or more. The same ones give the same model."""
    samples = _samples(examples)
    temperature = _temperature(samples)
    return _quantised(_Fit(samples), temperature, fingerprint(examples))


def _samples(examples: Iterable[Example]) -> list[_Sample]:
    listed = list(examples)
    sizes = Counter(example.intent for example in listed)
    mean = len(listed) / max(1, len(sizes))
    samples: list[_Sample] = []
    for group, example in enumerate(listed):
        intent = INTENTS.index(example.intent)
        weight = example.weight * (mean / sizes[example.intent]) ** SETTINGS["balance"]
        seen: set[str] = set()
        for text in (example.text, *variants(example.text)):
            view = views_of(text)
            if view.nfc in seen:
                continue
            original = not seen
            share = weight if original else weight * SETTINGS["derived_weight"]
            samples.append(_Sample(features(view), intent, round(share, 6), group, original))
            seen.add(view.nfc)
    return samples


class _Fit:
    """One logistic regression over the TF-IDF of the samples."""

    def __init__(self, samples: Sequence[_Sample]) -> None:
        self.vocabulary: list[dict[str, int]] = []
        rarity: list[float] = []
        for block in range(len(BLOCKS)):
            counts = Counter(gram for sample in samples for gram in sample.blocks[block])
            kept = sorted(gram for gram, n in counts.items() if n >= SETTINGS["min_count"])
            self.vocabulary.append({gram: len(rarity) + at for at, gram in enumerate(kept)})
            rarity += [math.log((1 + len(samples)) / (1 + counts[gram])) + 1 for gram in kept]
        self.rarity = np.array(rarity)
        regression = LogisticRegression(
            C=SETTINGS["strength"], max_iter=int(SETTINGS["iterations"]), tol=1e-3
        )
        regression.fit(
            self.matrix(samples),
            [sample.intent for sample in samples],
            sample_weight=[sample.weight for sample in samples],
        )
        self.intents = [INTENTS[at] for at in regression.classes_]
        self.weights: npt.NDArray[np.float64] = regression.coef_.T
        self.bias: npt.NDArray[np.float64] = regression.intercept_

    def matrix(self, samples: Sequence[_Sample]) -> Any:
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


def _temperature(samples: Sequence[_Sample]) -> float:
    """Return the divisor of logits that makes held-out confidences honest (least log loss)."""
    folds = int(SETTINGS["folds"])
    fitted = _Fit([sample for sample in samples if sample.group % folds])
    held_out = [sample for sample in samples if sample.group % folds == 0 and sample.original]
    logits = fitted.matrix(held_out) @ fitted.weights + fitted.bias
    truth = [fitted.intents.index(INTENTS[sample.intent]) for sample in held_out]
    return min((step / 20 for step in range(6, 61)), key=lambda t: _log_loss(logits / t, truth))


def _log_loss(logits: npt.NDArray[np.float64], truth: Sequence[int]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    normal = np.log(np.exp(shifted).sum(axis=1))
    picked = shifted[np.arange(len(truth)), list(truth)]
    return round(float((normal - picked).mean()), 6)


def _quantised(fitted: _Fit, temperature: float, mark: str) -> LinearModel:
    """Return the fit in whole numbers. Every row is kept: those left out would be missing in the
    lengths, and a sentence of nothing the office knows would look like one of the few it does.
    """
    weights = fitted.weights * fitted.rarity[:, None]
    steps = np.maximum(np.abs(weights).max(axis=1) / 127, 1e-6)
    units = np.maximum(np.rint(steps * _STEP), 1)
    return LinearModel(
        intents=tuple(fitted.intents),
        vocabulary=tuple(fitted.vocabulary),
        weights=np.rint(weights * _STEP / units[:, None]).astype(np.int8),
        units=units.astype(np.int32),
        squares=np.rint(fitted.rarity**2 * SQUARE_UNIT).astype(np.int32),
        bias=np.rint(fitted.bias * _STEP).astype(np.int64),
        score_unit=temperature * _STEP,
        act_at=float(SETTINGS["act_at"]),
        fingerprint=mark,
    )
