"""The project's own test set: what the engine gets right, and that it never saw it in training."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.settings import CONTENT_DIR
from nlu import INTENTS, UNCLEAR, Engine
from nlu.text import views_of
from nlu.training.augment import variants
from nlu.training.evaluate import TestMessage, evaluate, read_messages
from nlu.training.examples import faq_as_examples, read_examples, read_faqs
from nlu.training.report import Report
from nlu.training.scores import TOLERANCE, fallen, read_scores, score

MESSAGES = Path(__file__).parent / "data" / "messages.jsonl"
SAMPLES = Path(__file__).parents[3] / "shared" / "understand-samples.jsonl"


@pytest.fixture(scope="module")
def messages() -> list[TestMessage]:
    return read_messages(MESSAGES)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(read_faqs(CONTENT_DIR / "faq"))


@pytest.fixture(scope="module")
def report(engine: Engine, messages: list[TestMessage]) -> Report:
    return evaluate(engine, messages)


def test_the_set_covers_every_intent_and_style(messages: list[TestMessage]) -> None:
    assert len(messages) >= 700
    assert {intent for message in messages for intent in message.intents} == {
        *INTENTS,
        UNCLEAR,
    }
    assert {message.style for message in messages} >= {
        "full_diacritics",
        "no_diacritics",
        "abbrev_teencode",
        "typos_telex",
        "dialect",
        "voice",
        "oos",
    }


def test_no_message_was_trained_on(messages: list[TestMessage]) -> None:
    examples = [*read_examples(), *faq_as_examples(read_faqs(CONTENT_DIR / "faq"))]
    trained = {
        bare(form) for example in examples for form in (example.text, *variants(example.text))
    }
    sentences = [message.text for message in messages if message.awaiting is None]
    leaked = [text for text in sentences if bare(text) in trained]
    # A message of two words is in any training data there can be.
    assert [text for text in leaked if len(text.split()) > 2] == []


def bare(text: str) -> str:
    return " ".join(word for word in views_of(text).fold.split() if word.isalnum())


def test_most_messages_are_understood(report: Report) -> None:
    assert report.right / report.total >= 0.94
    assert report.first / report.total >= 0.95


@pytest.mark.parametrize(
    "style", ["full_diacritics", "no_diacritics", "abbrev_teencode", "typos_telex", "dialect"]
)
def test_every_style_is_understood(report: Report, style: str) -> None:
    counts = report.right_by("style")[style]
    assert counts[True] / counts.total() >= 0.88


def test_little_out_of_scope_is_answered(report: Report) -> None:
    assert report.out_of_scope_answered / len(report.out_of_scope) <= 0.05


def test_values_are_exact(report: Report) -> None:
    assert report.values_right / report.total >= 0.97


def test_confidences_are_honest(report: Report) -> None:
    assert report.calibration_error <= 0.1


def test_the_scores_are_recorded_and_have_not_fallen(engine: Engine, report: Report) -> None:
    now = score(report, engine.model.fingerprint, MESSAGES, date(2026, 11, 22))
    history = read_scores()
    assert fallen(now, history) == [], f"more than {TOLERANCE} below the best recorded"
    last = history[-1]
    recorded = (last["model"], last["messages"]) == (now["model"], now["messages"])
    assert recorded, "run `ansinh nlu evaluate --record`"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not part of the project")
def test_the_samples_are_understood(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    report = evaluate(engine, read_messages(SAMPLES))
    with capsys.disabled():
        print(f"\nsamples: {report.right}/{report.total}, values {report.values_right}")  # noqa: T201
    assert report.right / report.total >= 0.93
    assert report.values_right / report.total >= 0.97
