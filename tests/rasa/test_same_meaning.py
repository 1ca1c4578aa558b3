"""The Rasa service and the engine in the bot's process mean the same by every sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from structlog.testing import capture_logs

from bot.understanding.rasa_service import RasaService
from nlu import Engine
from tests.understanding.sentences import SENTENCES, name_of

from .conftest import RasaServer

pytestmark = pytest.mark.rasa


@pytest.fixture
async def service(rasa: RasaServer, engine: Engine) -> AsyncIterator[RasaService]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield RasaService(rasa.url, rasa.token, engine, 60.0, client)


@pytest.mark.parametrize("case", SENTENCES, ids=name_of)
async def test_both_mean_the_same(service, engine, case):
    with capture_logs() as logs:
        meaning = await service.understand(case["text"], case.get("awaiting"))
    assert logs == [], "the engine answered in place of the service"
    assert meaning == engine.understand(case["text"], case.get("awaiting"))
    if case["intent"] is not None:
        assert meaning.intent == case["intent"]
    if "values" in case:
        assert meaning.values == case["values"]


async def test_both_mean_the_same_by_every_question_of_the_content(service, engine, faqs):
    with capture_logs() as logs:
        for text in [question for faq in faqs for question in faq.questions]:
            assert await service.understand(text, None) == engine.understand(text)
    assert logs == []
