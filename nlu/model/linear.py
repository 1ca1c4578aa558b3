"""A linear classifier in whole numbers: the same sentence gets the same scores on every machine.

Weights and squared inverse document frequencies are integers, summed exactly; only the last step,
one scaling a block and a softmax rounded to four digits, is in floating point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

MODEL: Final = Path(__file__).with_name("intents.npz")
"""The model the project ships, written by `ansinh nlu train`."""

SQUARE_UNIT: Final = 1024
"""Squared inverse document frequencies are stored in 1/1024."""


@dataclass(frozen=True)
class LinearModel:
    """Weights of every feature for every intent."""

    intents: tuple[str, ...]
    vocabulary: tuple[dict[str, int], ...]
    """One a block: feature to row of `weights` and `squares`."""
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

    def rank(self, grams: Sequence[set[str]]) -> list[tuple[str, float]]:
        """Return every intent with its calibrated confidence (0 to 1, four digits), best first.

        `grams` is what `features` returns.
        """
        rows: list[int] = []
        starts: list[int] = []
        for block, vocabulary in zip(grams, self.vocabulary, strict=True):
            start = len(rows)
            rows += [row for row in map(vocabulary.get, block) if row is not None]
            if len(rows) > start:
                starts.append(start)
        scores = self.bias.astype(np.float64)
        if rows:
            sums = np.add.reduceat(self._table[np.array(rows)], starts, dtype=np.int64)
            lengths = np.sqrt(sums[:, -1] / SQUARE_UNIT)
            scores += (sums[:, :-1] / lengths[:, None]).sum(axis=0)
        logits = scores / self.score_unit
        shares = [math.exp(logit) for logit in (logits - logits.max()).tolist()]
        whole = math.fsum(shares)
        ranked = [
            (name, round(share / whole, 4))
            for name, share in zip(self.intents, shares, strict=True)
        ]
        return sorted(ranked, key=lambda pair: -pair[1])

    @cached_property
    def _table(self) -> npt.NDArray[np.int32]:
        """rows × (intents, square): the weights in score units, ready to add up."""
        # Filled in place: a copy of the whole would be the most the process ever holds.
        table = np.empty((len(self.weights), len(self.intents) + 1), dtype=np.int32)
        np.multiply(self.weights, self.units[:, None], out=table[:, :-1])
        table[:, -1] = self.squares
        return table

    def save(self, path: Path) -> None:
        """Write the model to an `.npz` file."""
        arrays: dict[str, Any] = {
            f"vocabulary{at}": _bytes("\n".join(sorted(names, key=names.__getitem__)))
            for at, names in enumerate(self.vocabulary)
        }
        np.savez_compressed(
            path,
            intents=_bytes("\n".join(self.intents)),
            weights=self.weights,
            units=self.units,
            squares=self.squares,
            bias=self.bias,
            numbers=np.array([self.score_unit, self.act_at], dtype=np.float64),
            fingerprint=_bytes(self.fingerprint),
            **arrays,
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read a model. Raises OSError or ValueError where the file is missing or not a model."""
        with np.load(path, allow_pickle=False) as arrays:
            stored: dict[str, Any] = dict(arrays)
        vocabulary: list[dict[str, int]] = []
        row = 0
        while f"vocabulary{len(vocabulary)}" in stored:
            names = _text(stored[f"vocabulary{len(vocabulary)}"]).split("\n")
            vocabulary.append({name: row + at for at, name in enumerate(names)})
            row += len(names)
        score_unit, act_at = stored["numbers"].tolist()
        return cls(
            intents=tuple(_text(stored["intents"]).split("\n")),
            vocabulary=tuple(vocabulary),
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
