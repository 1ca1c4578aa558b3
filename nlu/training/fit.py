"""The fit: TF-IDF weights by logistic regression, calibrated on a held-out fold, made integers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.intents import INTENTS
from nlu.model.codes import code_of
from nlu.model.features import BLOCKS
from nlu.model.linear import SQUARE_UNIT, LinearModel
from nlu.training.vectors import BALANCE, DERIVED_WEIGHT, Vectors, samples_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from nlu.training.examples import Example
    from nlu.training.vectors import Sample

SETTINGS: Final = {
    "min_count": 8,
    "strength": 5.0,
    "iterations": 60,
    "derived_weight": DERIVED_WEIGHT,
    "balance": BALANCE,
    "folds": 4,
    "act_at": 0.4,
    "codes": code_of("mất+thẻ", BLOCKS.index("pairs")),
}
"""What shapes the model besides its data.

`strength` is scikit-learn's C; `codes` stands for how features are numbered.
"""

_STEP: Final = 1 << 20


_SEEN_OF_CODE: Final = 16
"""One example in as many stands for what the code makes of all: a change of the derived forms or of
the features shows in some of several hundred, and seeing all takes half as long as the fit."""


def fingerprint(examples: Iterable[Example]) -> str:
    """Return a hash of what decides the weights: examples, derived forms, features, settings."""
    listed = list(examples)
    digest = hashlib.sha256(repr(sorted(SETTINGS.items())).encode())
    for example in listed:
        digest.update(f"{example.intent} {example.weight} {example.text}\n".encode())
    for sample in samples_of(listed[::_SEEN_OF_CODE]):
        digest.update(f"{sample.intent} {sample.weight}".encode())
        for block in sample.blocks:
            digest.update("\n".join(sorted(block)).encode())
    return digest.hexdigest()[:16]


def fit(examples: Sequence[Example]) -> LinearModel:
    """Return the model of examples of three intents or more. The same ones give the same model."""
    samples = samples_of(examples)
    temperature = _temperature(samples)
    return _quantised(_Fit(samples), temperature, fingerprint(examples))


class _Fit:
    """One logistic regression over the TF-IDF of the samples."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.vectors = Vectors(samples, int(SETTINGS["min_count"]))
        regression = LogisticRegression(
            C=SETTINGS["strength"], max_iter=int(SETTINGS["iterations"]), tol=1e-3
        )
        regression.fit(
            self.vectors.matrix(samples),
            [sample.intent for sample in samples],
            sample_weight=[sample.weight for sample in samples],
        )
        self.intents = [INTENTS[at] for at in regression.classes_]
        self.weights: npt.NDArray[np.float64] = regression.coef_.T
        self.bias: npt.NDArray[np.float64] = regression.intercept_


def _temperature(samples: Sequence[Sample]) -> float:
    """Return the divisor of logits that makes held-out confidences honest (least log loss)."""
    folds = int(SETTINGS["folds"])
    fitted = _Fit([sample for sample in samples if sample.group % folds])
    held_out = [sample for sample in samples if sample.group % folds == 0 and sample.original]
    logits = fitted.vectors.matrix(held_out) @ fitted.weights + fitted.bias
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
    codes = numbered(fitted.vectors.vocabulary)
    order = np.argsort(codes)
    rarity = fitted.vectors.rarity[order]
    weights = fitted.weights[order] * rarity[:, None]
    steps = np.maximum(np.abs(weights).max(axis=1) / 127, 1e-6)
    units = np.maximum(np.rint(steps * _STEP), 1)
    return LinearModel(
        intents=tuple(fitted.intents),
        codes=codes[order],
        weights=np.rint(weights * _STEP / units[:, None]).astype(np.int8),
        units=units.astype(np.int32),
        squares=np.rint(rarity**2 * SQUARE_UNIT).astype(np.int32),
        bias=np.rint(fitted.bias * _STEP).astype(np.int64),
        score_unit=temperature * _STEP,
        act_at=float(SETTINGS["act_at"]),
        fingerprint=mark,
    )


def numbered(vocabulary: Iterable[Iterable[str]]) -> npt.NDArray[np.uint64]:
    """Return the codes of the blocks' features, in turn. Raises ValueError where two are alike."""
    codes = [code_of(feature, at) for at, block in enumerate(vocabulary) for feature in block]
    if len(set(codes)) < len(codes):
        raise ValueError("two features have the same code: change the base in nlu/model/codes.py")
    return np.array(codes, dtype=np.uint64)
