"""The whole understanding as one intent classifier of a Rasa pipeline."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import Engine, FaqExamples
from nlu.components.examples import examples_of, faqs_of
from nlu.model.codes import codes_of
from nlu.model.linear import MODEL, LinearModel
from nlu.text import views_of
from nlu.training.examples import Example, faq_as_examples
from nlu.training.fit import fingerprint, fit

log = logging.getLogger(__name__)

_MODEL: Final = "intents.npz"
_FAQS: Final = "faqs.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Trains our classifier on Rasa's examples and answers with our whole meaning.

    The output holds, for every text:
    - `intent`: what the engine concludes, `unclear` included;
    - `intent_ranking`: what the classifier alone says of every intent, best first;
    - `meaning`: what `ansinh understand` answers without a pending question.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, engine: Engine | None = None
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._engine = engine

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> MeaningClassifier:
        """Return the component, ready to train."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier and store it with the questions of the FAQ entries."""
        faqs = faqs_of(training_data)
        model = _fitted([*examples_of(training_data), *faq_as_examples(faqs)])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / _MODEL)
            (folder / _FAQS).write_text(json.dumps([asdict(faq) for faq in faqs]))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> MeaningClassifier:
        """Return the trained component."""
        with model_storage.read_from(resource) as folder:
            faqs = [FaqExamples(**faq) for faq in json.loads((folder / _FAQS).read_text())]
            return cls(model_storage, resource, Engine.load(faqs, folder / _MODEL))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the meaning of each message, the empty ones too: Rasa fails without an intent."""
        if self._engine is None:
            raise RuntimeError("this component was created to train, not loaded to answer")
        for message in messages:
            _add_meaning(message, self._engine)
        return messages


def _fitted(examples: list[Example]) -> LinearModel:
    """Return the shipped model where it was fitted on these examples, a new fit otherwise.

    Rasa pins scikit-learn 1.1, whose solver stops elsewhere than the one the model is made with:
    a fit of the same examples here takes six times as long and means something else by one
    sentence in sixty.
    """
    shipped = LinearModel.load(MODEL)
    if shipped.fingerprint == fingerprint(examples):
        return shipped
    log.warning("these examples are not those of the shipped model: fitting takes minutes")
    return fit(examples)


def _add_meaning(message: Message, engine: Engine) -> None:
    text = message.get(TEXT) or ""
    meaning = engine.understand(text)
    ranking = engine.model.rank(codes_of(views_of(text)).classified)
    message.set(INTENT, _rasa(meaning.intent, meaning.confidence), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [_rasa(*row) for row in ranking], add_to_output=True)
    message.set("meaning", meaning.as_json(), add_to_output=True)


def _rasa(intent: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
