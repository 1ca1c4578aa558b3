"""A linear classifier in whole numbers: the same sentence gets the same scores on every machine.

Weights and squared inverse document frequencies are integers, summed exactly; only the last step,
one scaling a block and a softmax rounded to four digits, is in floating point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlu.model.codes import BLOCK_STARTS, places_of

if TYPE_CHECKING:
    import numpy.typing as npt

MODEL: Final = Path(__file__).with_name("intents.npz")
"""The model the project ships, written by `ansinh nlu train`."""

SQUARE_UNIT: Final = 1024
"""Squared inverse document frequencies are stored in 1/1024."""

_ROUNDED_AWAY: Final = 4e-5
"""A confidence below it is 0.0 in four digits."""


@dataclass(frozen=True)
class LinearModel:
    """Weights of every feature for every intent."""

    intents: tuple[str, ...]
    codes: npt.NDArray[np.uint64]
    """rows: the code of each feature, ascending."""
    weights: npt.NDArray[np.int8]
    """rows × intents; a row is idf × weight, in units of its own `units` entry."""
    units: npt.NDArray[np.int32]
    """rows: how many score units one step of the row's weights is."""
    squares: npt.NDArray[np.int32]
    """rows: squared inverse document frequency, in 1/`SQUARE_UNIT`."""
    bias: npt.NDArray[np.int64]
    """intents, in score units."""
    score_unit: float
    """Score units in one unit of the softmax's logit, calibration included."""
    act_at: float
    """Confidence from which the bot acts on an intent."""
    fingerprint: str
    """Of the training data and the feature code the weights were fitted on."""

    def rank(self, codes: npt.NDArray[np.uint64]) -> list[tuple[str, float]]:
        """Return every intent with its calibrated confidence (0 to 1, four digits), best first.

        `codes` is the `classified` of `codes_of`.
        """
        rows = places_of(codes, self.codes)
        logits = (self.bias + self._sums(rows)) / self.score_unit
        shares = [math.exp(logit) for logit in (logits - logits.max()).tolist()]
        whole = math.fsum(shares)
        # To round is what costs most here, and most intents are as good as impossible.
        least = whole * _ROUNDED_AWAY
        ranked = [
            (name, round(share / whole, 4) if share > least else 0.0)
            for name, share in zip(self.intents, shares, strict=True)
        ]
        return sorted(ranked, key=itemgetter(1), reverse=True)

    def _sums(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the sum of the blocks' weights, each by its length, of features in row order."""
        # Whole numbers far below 2^53: floats add them up exactly, whatever their order.
        weights = self.weights.take(rows, axis=0).astype(np.float64)
        units = self.units.take(rows).astype(np.float64)
        squares = self.squares.take(rows)
        scores = np.zeros(len(self.intents))
        ends = [*rows.searchsorted(self._first_rows).tolist(), len(rows)]
        for start, end in pairwise(ends):
            if start < end:
                length = math.sqrt(int(squares[start:end].sum()) / SQUARE_UNIT)
                scores += units[start:end] @ weights[start:end] / length
        return scores

    @cached_property
    def _first_rows(self) -> npt.NDArray[np.int64]:
        """The row at which each block begins."""
        return self.codes.searchsorted(BLOCK_STARTS)

    def save(self, path: Path) -> None:
        """Write the model to an `.npz` file."""
        np.savez_compressed(
            path,
            intents=_bytes("\n".join(self.intents)),
            codes=self.codes,
            weights=self.weights,
            units=self.units,
            squares=self.squares,
            bias=self.bias,
            numbers=np.array([self.score_unit, self.act_at], dtype=np.float64),
            fingerprint=_bytes(self.fingerprint),
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read a model. Raises OSError or ValueError where the file is missing or not a model."""
        with np.load(path, allow_pickle=False) as arrays:
            stored: dict[str, Any] = dict(arrays)
        if "codes" not in stored:
            raise ValueError(f"{path} is no model of this version: run `ansinh nlu train`")
        score_unit, act_at = stored["numbers"].tolist()
        return cls(
            intents=tuple(_text(stored["intents"]).split("\n")),
            codes=stored["codes"],
            weights=stored["weights"],
            units=stored["units"],
            squares=stored["squares"],
            bias=stored["bias"],
            score_unit=score_unit,
            act_at=act_at,
            fingerprint=_text(stored["fingerprint"]),
        )


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(stored: npt.NDArray[np.uint8]) -> str:
    return stored.tobytes().decode()
