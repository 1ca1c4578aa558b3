"""Other ways to classify, on the same fold as ours: what decision 0005 rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from nlu.intents import INTENTS
from nlu.model.features import features
from nlu.training.cross import fold_of
from nlu.training.elsewhere import LeftOutError, fasttext
from nlu.training.fit import SETTINGS
from nlu.training.vectors import Sample, Vectors, samples_of
from nlu.values import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from nlu.text import Views
    from nlu.training.examples import Example

    Scores = npt.NDArray[np.float64]

_OTHER: Final = INTENTS.index("other")
_FOLDS: Final = 4
_ROUNDS: Final = 6
"""Of the network over the samples; more of them fit the samples and nothing else."""


@dataclass(frozen=True)
class Result:
    """What one way got right of the examples that it had not seen."""

    name: str
    right: float
    """The share whose best intent is right, 0 to 1."""
    unaccented: float
    """The same of those written without accents."""
    among_three: float
    out_of_scope_taken: float
    """The share of out-of-scope examples whose best intent is one of ours."""
    seconds: float
    """To fit and to ask."""

    def line(self) -> str:
        """Return the result as a row of the table."""
        shares = (self.right, self.unaccented, self.among_three, self.out_of_scope_taken)
        columns = "".join(f"{100 * each:>8.1f}" for each in shares)
        return f"{self.name:<46}{columns}{self.seconds:>7.0f}"


HEADER: Final = f"{'':<46}{'right':>8}{'unacc.':>8}{'top 3':>8}{'o-o-s':>8}{'sec.':>7}"


class Fold:
    """The examples that are fitted on, and those that are asked."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.fitted = [each for each in examples if fold_of(each, _FOLDS)]
        self.asked = [each for each in examples if not fold_of(each, _FOLDS)]

    def samples(self, see: Callable[[Views], tuple[set[str], ...]]) -> tuple[list[Sample], ...]:
        """Return the samples to fit on, derived forms included, and those to ask."""
        asked = [sample for sample in samples_of(self.asked, see) if sample.original]
        return samples_of(self.fitted, see), asked

    def result(self, name: str, scores: Scores, seconds: float) -> Result:
        """Return the result of scores, asked × `INTENTS`."""
        truth = np.array([INTENTS.index(each.intent) for each in self.asked])
        right = scores.argmax(axis=1) == truth
        three = (np.argsort(-scores, axis=1)[:, :3] == truth[:, None]).any(axis=1)
        plain = np.array([each.text.isascii() for each in self.asked])
        return Result(
            name, _share(right), _share(right[plain]), _share(three),
            _share(~right[truth == _OTHER]), seconds,
        )  # fmt: skip


def _share(found: npt.NDArray[np.bool_]) -> float:
    return float(found.mean()) if found.size else 0.0


def compare(examples: Sequence[Example]) -> Iterator[Result | str]:
    """Yield one result a way, or a sentence that says why one was left out."""
    fold = Fold(examples)
    for name, see, model, derived in _ways():
        started = perf_counter()
        fitted, asked = fold.samples(see)
        fitted = [sample for sample in fitted if derived or sample.original]
        vectors = Vectors(fitted, int(SETTINGS["min_count"]) if derived else 1)
        scores = model(fitted, vectors.matrix(fitted), vectors.matrix(asked), asked)
        yield fold.result(name, scores, perf_counter() - started)
    started = perf_counter()
    try:
        ranked = fasttext(fold.fitted, [each.text for each in fold.asked])
    except LeftOutError as error:
        yield f"fastText: left out, {error}"
        return
    scores = np.array([[each.get(intent, 0.0) for intent in INTENTS] for each in ranked])
    yield fold.result("fastText", scores, perf_counter() - started)


def _ways() -> Iterator[tuple[str, Any, Any, bool]]:
    yield "logistic regression, the shipped features", features, _regression, True
    yield "… without derived forms", features, _regression, False
    yield "… words only", lambda seen: features(seen)[1:3], _regression, True
    yield "… characters only", lambda seen: features(seen)[:1], _regression, True
    yield "… without pairs of words", lambda seen: features(seen)[:3], _regression, True
    yield "… and kinds of values", _with_values, _regression, True
    yield "… hashed into 16,384", features, _hashed, True
    yield "linear support vectors", features, _vectors, True
    yield "both, averaged", features, _averaged, True
    yield "naive Bayes (complement)", features, _bayes, True
    yield "the three nearest examples", features, _nearest, True
    yield "network of one hidden layer of 64", features, _network, True


def _with_values(seen: Views) -> tuple[set[str], ...]:
    kinds = sorted(read(seen).values)
    return (*features(seen), {*kinds, *map("+".join, combinations(kinds, 2)), "any"})


def _all(classes: Sequence[int], scores: Scores) -> Scores:
    """Return the scores with a column for every intent."""
    every = np.full((len(scores), len(INTENTS)), scores.min())
    every[:, list(classes)] = scores
    return every


def _truth(samples: Sequence[Sample]) -> tuple[list[int], list[float]]:
    return [sample.intent for sample in samples], [sample.weight for sample in samples]


def _regression(fitted: list[Sample], known: Any, new: Any, _: list[Sample]) -> Scores:
    intents, weights = _truth(fitted)
    model = LogisticRegression(
        C=SETTINGS["strength"], max_iter=int(SETTINGS["iterations"]), tol=1e-3
    ).fit(known, intents, sample_weight=weights)
    return _all(model.classes_, model.predict_proba(new))


def _vectors(fitted: list[Sample], known: Any, new: Any, _: list[Sample]) -> Scores:
    intents, weights = _truth(fitted)
    model = LinearSVC(C=0.3, random_state=0).fit(known, intents, sample_weight=weights)
    return _all(model.classes_, model.decision_function(new))


def _averaged(fitted: list[Sample], known: Any, new: Any, asked: list[Sample]) -> Scores:
    shares = np.exp(3 * _vectors(fitted, known, new, asked))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares + _regression(fitted, known, new, asked)


def _bayes(fitted: list[Sample], known: Any, new: Any, _: list[Sample]) -> Scores:
    intents, weights = _truth(fitted)
    model = ComplementNB().fit(known, intents, sample_weight=weights)
    return _all(model.classes_, model.predict_joint_log_proba(new))


def _nearest(fitted: list[Sample], known: Any, new: Any, _: list[Sample]) -> Scores:
    likeness = np.asarray((new @ known.T).todense())
    best = np.argsort(-likeness, axis=1)[:, :3]
    scores = np.zeros((len(likeness), len(INTENTS)))
    for row, places in enumerate(best):
        for place in places:
            scores[row, fitted[place].intent] += likeness[row, place]
    return scores


def _hashed(fitted: list[Sample], _: Any, __: Any, asked: list[Sample]) -> Scores:
    hasher = FeatureHasher(1 << 14, input_type="string", alternate_sign=False)
    known, new = (
        hasher.transform(
            [f"{at} {gram}" for at, block in enumerate(sample.blocks) for gram in sorted(block)]
            for sample in samples
        )
        for samples in (fitted, asked)
    )
    rarity = np.log((1 + known.shape[0]) / (1 + np.bincount(known.indices, minlength=1 << 14))) + 1
    for matrix in (known, new):
        matrix.data *= rarity[matrix.indices]
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel() / 2
        matrix.data /= np.repeat(lengths, np.diff(matrix.indptr))
    return _regression(fitted, known, new, asked)


def _network(fitted: list[Sample], known: Any, new: Any, _: list[Sample]) -> Scores:
    intents, _weights = _truth(fitted)
    model = MLPClassifier(64, batch_size=min(512, len(fitted)), random_state=0)
    for _round in range(_ROUNDS):
        model.partial_fit(known, intents, classes=sorted(set(intents)))
    return _all(model.classes_, model.predict_proba(new))
