"""Classifiers of other projects where they are installed: fastText, Rasa's stock pipeline."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nlu.text import views_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlu.training.examples import Example

_PROJECT: Final = Path(__file__).parents[2]
RASA: Final = _PROJECT / ".venv-rasa" / "bin"
STOCK: Final = _PROJECT / "var" / "rasa" / "stock"
"""Where the stock pipeline is trained."""

_PIPELINE: Final = """recipe: default.v1
assistant_id: stock
language: vi
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: %d
  constrain_similarities: true
policies: []
"""
_ASK: Final = """
import asyncio, json, sys, time
from rasa.utils.log_utils import configure_structlog
configure_structlog(50)
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
async def main():
    for line in sys.stdin:
        start = time.perf_counter()
        answer = await agent.parse_message(json.loads(line))
        took = time.perf_counter() - start
        ranks = {row["name"]: row["confidence"] for row in answer["intent_ranking"]}
        print(json.dumps([took, ranks]), flush=True)
asyncio.run(main())
"""
_WORD = re.compile(r"[^\W_]+|\?")


class LeftOutError(Exception):
    """Why one cannot be asked here."""


def fasttext(fitted: Sequence[Example], texts: Sequence[str]) -> list[dict[str, float]]:
    """Return the three best intents of each text, by fastText. Raises LeftOutError."""
    try:
        import fasttext as module  # type: ignore[import-not-found]
    except ModuleNotFoundError as error:
        raise LeftOutError("fasttext-wheel is not installed") from error
    from nlu.training.augment import variants

    STOCK.mkdir(parents=True, exist_ok=True)
    file = STOCK / "fasttext.txt"
    lines = (
        f"__label__{each.intent} {_words(text)}\n"
        for each in fitted
        for text in (each.text, *variants(each.text))
    )
    file.write_text("".join(lines), encoding="utf-8")
    model = module.train_supervised(
        str(file), epoch=50, lr=0.5, wordNgrams=3, minn=3, maxn=5, dim=100, bucket=200_000,
        thread=1, seed=1, verbose=0,
    )  # fmt: skip
    asked = (model.f.predict(f"{_words(text)}\n", 3, 0.0, "strict") for text in texts)
    return [{label.removeprefix("__label__"): chance for chance, label in row} for row in asked]


def train_stock_rasa(fitted: Sequence[Example], epochs: int) -> None:
    """Train Rasa's stock pipeline (DIET) anew. Raises LeftOutError.

    An epoch over ten thousand examples takes half a minute of a core.
    """
    if not (RASA / "rasa").exists():
        raise LeftOutError("Rasa's environment is not installed: run `make rasa`")
    STOCK.mkdir(parents=True, exist_ok=True)
    (STOCK / "config.yml").write_text(_PIPELINE % epochs, encoding="utf-8")
    by_intent: dict[str, dict[str, None]] = {}
    for each in fitted:
        by_intent.setdefault(each.intent, {})[" ".join(each.text.split())] = None
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in listed)
        for intent, listed in by_intent.items()
    ]
    (STOCK / "nlu.yml").write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
    _run([
        str(RASA / "rasa"), "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml",
        "--out", ".", "--fixed-model-name", "stock",
    ])  # fmt: skip


def ask_stock_rasa(texts: Sequence[str]) -> list[tuple[float, dict[str, float]]]:
    """Return seconds and intents of each text, by the stock pipeline trained last.

    Raises LeftOutError where there is none.
    """
    if not (RASA / "rasa").exists():
        raise LeftOutError("Rasa's environment is not installed: run `make rasa`")
    if not (STOCK / "stock.tar.gz").exists():
        raise LeftOutError("it is not trained: run `ansinh nlu stock --train`")
    lines = "".join(f"{json.dumps(text)}\n" for text in texts)
    printed = _run([str(RASA / "python"), "-c", _ASK, str(STOCK / "stock.tar.gz")], lines)
    return [(row[0], row[1]) for row in map(json.loads, printed.splitlines())]


def _run(command: Sequence[str], given: str = "") -> str:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "HOME": str(STOCK)}
    environment = {**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **quiet}
    try:
        run = subprocess.run(  # noqa: S603
            command, cwd=STOCK, env=environment, input=given, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise LeftOutError(f"it failed: {error.stderr[-300:]}") from error
    return run.stdout


def _words(text: str) -> str:
    return " ".join(_WORD.findall(re.sub(r"\d+", "0", views_of(text).fold)))
