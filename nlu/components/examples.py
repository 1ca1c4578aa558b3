"""Our examples and FAQ entries, as Rasa's training data carries them, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.meaning import FaqExamples
from nlu.training.examples import Example

_FAQ: Final = "faq"


def with_faqs(data: TrainingData, faqs: Iterable[FaqExamples]) -> TrainingData:
    """Return the data with every question as an example marked with the id of its entry."""
    questions = [
        Message.build(question, faq.intent, intent_metadata={_FAQ: faq.id})
        for faq in faqs
        for question in faq.questions
    ]
    return data.merge(TrainingData(questions))


def examples_of(data: TrainingData) -> list[Example]:
    """Return the examples that belong to no FAQ entry."""
    return [
        Example(message.get(TEXT), message.get(INTENT))
        for message in data.intent_examples
        if _faq_of(message) is None
    ]


def faqs_of(data: TrainingData) -> list[FaqExamples]:
    """Return the FAQ entries that `with_faqs` put in."""
    questions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message in data.intent_examples:
        faq = _faq_of(message)
        if faq is not None:
            questions[faq, message.get(INTENT)].append(message.get(TEXT))
    return [FaqExamples(faq, intent, tuple(asked)) for (faq, intent), asked in questions.items()]


def _faq_of(message: Message) -> str | None:
    faq: str | None = message.get(METADATA, {}).get(METADATA_INTENT, {}).get(_FAQ)
    return faq
