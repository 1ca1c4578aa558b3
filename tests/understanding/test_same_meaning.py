"""Whichever way a sentence is understood, it means the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.understanding.contract import Understander
from bot.understanding.in_process import InProcess
from bot.understanding.rasa_service import RasaService
from nlu import Engine

from .double import rasa_double
from .sentences import SENTENCES, name_of
from .test_rasa_service import healthy


@pytest.fixture(params=["in process", "service"])
async def understander(
    request: pytest.FixtureRequest, engine: Engine
) -> AsyncIterator[Understander]:
    if request.param == "in process":
        yield InProcess(engine)
        return
    with rasa_double(healthy(engine)) as double:
        async with httpx.AsyncClient(trust_env=False) as client:
            yield RasaService(double.url, "token", engine, 20.0, client)


@pytest.mark.parametrize("case", SENTENCES, ids=name_of)
async def test_a_sentence_means_what_the_table_says(understander, engine, case):
    meaning = await understander.understand(case["text"], case.get("awaiting"))
    assert meaning == engine.understand(case["text"], case.get("awaiting"))
    if case["intent"] is not None:
        assert meaning.intent == case["intent"]
    if "values" in case:
        assert meaning.values == case["values"]
