"""Cross-validation: every training example asked of a model that was fitted without it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from nlu.engine import Engine
from nlu.faq import FaqIndex
from nlu.text import views_of
from nlu.training.evaluate import TestMessage, add
from nlu.training.fit import fit
from nlu.training.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlu.training.examples import Example


def cross_validate(examples: Sequence[Example], folds: int) -> Report:
    """Return the report of `folds` models (2 or more), each over the examples it has not seen.

    Examples that differ in their accents only are in the same fold. The classifier is asked alone:
    the FAQ index would know the very question.
    """
    report = Report()
    for fold in range(folds):
        model = fit([each for each in examples if fold_of(each, folds) != fold])
        engine = Engine(model, FaqIndex.of(()))
        for each in examples:
            if fold_of(each, folds) == fold:
                message = TestMessage(each.text, (each.intent,), None, style="example")
                add(report, engine, message)
    return report


def fold_of(example: Example, folds: int) -> int:
    """Return the number of the fold that an example is in: the same for all its spellings."""
    return zlib.crc32(views_of(example.text).fold.encode()) % folds
