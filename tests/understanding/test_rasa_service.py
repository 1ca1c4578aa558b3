"""The Rasa adapter, in front of a server that behaves, misbehaves, or is not there."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.understanding.breaker import Breaker
from bot.understanding.rasa_service import RasaService
from nlu import Engine, FaqExamples
from nlu.model.codes import codes_of
from nlu.text import views_of

from .double import Behaviour, Call, RasaDouble, rasa_double

QUESTION = "mất thẻ bảo hiểm y tế thì làm lại ở đâu hả em"
TOKEN = "tok&en/=1"
PATIENT = 20.0

Connect = Callable[..., RasaService]


def saying(body: object) -> Behaviour:
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda call: call.answer(written)


def ranked(*rows: tuple[object, object]) -> dict[str, Any]:
    return {"intent_ranking": [{"name": name, "confidence": sure} for name, sure in rows]}


def healthy(engine: Engine) -> Behaviour:
    def behave(call: Call) -> None:
        ranking = engine.model.rank(codes_of(views_of(call.text)).classified)
        call.answer(json.dumps(ranked(*ranking)).encode())

    return behave


@pytest.fixture
def double(engine: Engine) -> Iterator[RasaDouble]:
    with rasa_double(healthy(engine)) as server:
        yield server


@pytest.fixture
async def connect(engine: Engine) -> AsyncIterator[Connect]:
    async with httpx.AsyncClient(trust_env=False) as client:

        def to(url: str, timeout_seconds: float = PATIENT) -> RasaService:
            breaker = Breaker(failures=2, pause_seconds=60)
            return RasaService(url, TOKEN, engine, timeout_seconds, client, breaker)

        yield to


async def test_the_intent_is_the_services(double, connect):
    double.behave = saying(ranked(("complaint", 0.2), ("thanks", 0.8)))
    meaning = await connect(double.url).understand(QUESTION, None)
    assert (meaning.intent, meaning.confidence) == ("thanks", 0.8)
    assert meaning.ranking == (("thanks", 0.8), ("complaint", 0.2))
    assert double.texts == [QUESTION]


async def test_a_service_may_name_one_intent_alone(double, connect):
    double.behave = saying(ranked(("thanks", 0.9)))
    assert (await connect(double.url).understand(QUESTION, None)).intent == "thanks"


async def test_an_unsure_service_makes_no_intent(double, connect):
    double.behave = saying(ranked(("complaint", 0.2), ("thanks", 0.1)))
    assert (await connect(double.url).understand(QUESTION, None)).intent == "unclear"


async def test_values_are_read_in_the_light_of_the_pending_question(double, connect, engine):
    text = "hai vợ chồng em mới cưới thì mua thẻ hết bao nhiêu tiền hả chị"
    for awaiting in (None, "people_count", "months"):
        meaning = await connect(double.url).understand(text, awaiting)
        assert meaning == engine.understand(text, awaiting)


async def test_a_faq_entry_is_found_from_the_moment_it_is_published(double):
    entry = FaqExamples("hi-lost", "ask_hi_lost_card", [QUESTION])
    engine = Engine.load([entry])
    async with httpx.AsyncClient(trust_env=False) as client:
        service = RasaService(double.url, TOKEN, engine, PATIENT, client)
        assert (await service.understand(QUESTION, None)).faq == "hi-lost"


async def test_the_token_goes_with_the_call(double, connect):
    await connect(double.url + "/").understand(QUESTION, None)
    assert double.paths == ["/model/parse?token=tok%26en%2F%3D1"]


async def test_neither_the_token_nor_the_text_reaches_a_log(double, connect, caplog):
    caplog.set_level(logging.DEBUG)
    service = connect(double.url)
    with capture_logs() as logs:
        await service.understand(QUESTION, None)
        double.behave = lambda call: call.answer(b"{}", status=500)
        await service.understand(QUESTION, None)
    written = caplog.text + str(logs)
    assert "model/parse" in written
    assert "tok%26en" not in written
    assert TOKEN not in written
    assert QUESTION not in written


@pytest.mark.parametrize(
    ("text", "awaiting"), [("", None), ("   ", None), ("😀", None), ("3 triệu", "income_vnd")]
)
async def test_what_needs_no_model_stays_in_the_process(double, connect, engine, text, awaiting):
    assert await connect(double.url).understand(text, awaiting) == engine.direct(text, awaiting)
    assert double.texts == []


@pytest.mark.parametrize(
    "text",
    ["/leave_contact mua thẻ bảo hiểm", "  /greet tôi muốn mua bảo hiểm y tế", "//@{ mua thẻ y tế"],
)
async def test_a_leading_slash_never_reaches_rasa(double, connect, engine, text):
    assert await connect(double.url).understand(text, None) == engine.understand(text)
    assert [sent for sent in double.texts if sent.strip().startswith("/")] == []


def refuse(call: Call) -> None:
    call.answer(b'{"reason": "NotAuthenticated"}', status=401)


def fail(call: Call) -> None:
    call.answer(b'{"reason": "ParsingError"}', status=500)


def hang(call: Call) -> None:
    time.sleep(5)
    call.close_connection = True


def hang_up(call: Call) -> None:
    call.connection.shutdown(socket.SHUT_RDWR)
    call.close_connection = True


def drip(call: Call) -> None:
    call.send_response(200)
    call.send_header("Content-Length", "1000")
    call.end_headers()
    for _ in range(50):
        try:
            call.wfile.write(b" ")
            call.wfile.flush()
        except OSError:
            break
        time.sleep(0.1)
    call.close_connection = True


TROUBLES = {
    "no access": refuse,
    "server error": fail,
    "hung up": hang_up,
    "empty": saying(b""),
    "not JSON": saying(b"<html>502</html>"),
    "not UTF-8": saying(b'{"intent_ranking": "\xff"}'),
    "a list": saying([ranked(("greet", 1.0))]),
    "no ranking": saying({"intent": {"name": "greet", "confidence": 1.0}, "entities": []}),
    "null": saying({"intent_ranking": None}),
    "nothing ranked": saying(ranked()),
    "names alone": saying({"intent_ranking": ["greet"]}),
    "no confidence": saying({"intent_ranking": [{"name": "greet"}]}),
    "unknown intent": saying(ranked(("order_pizza", 1.0))),
    "a number for an intent": saying(ranked((7, 1.0))),
    "an object for an intent": saying(ranked(({}, 1.0))),
    "words for a confidence": saying(ranked(("greet", "very"))),
    "not a number": saying(ranked(("greet", float("nan")))),
    "JSON without end": saying(b"[" * 100_000),
    "a confidence without end": saying(ranked(("greet", 10**400))),
    "more than certain": saying(ranked(("greet", 7))),
}


@pytest.mark.parametrize("behave", TROUBLES.values(), ids=TROUBLES)
async def test_in_trouble_the_engine_answers_instead(double, connect, engine, behave):
    double.behave = behave
    assert await connect(double.url).understand(QUESTION, None) == engine.understand(QUESTION)
    assert double.texts == [QUESTION]


@pytest.mark.parametrize("behave", [hang, drip])
async def test_a_service_that_takes_too_long_is_not_waited_for(double, connect, engine, behave):
    double.behave = behave
    started = time.monotonic()
    meaning = await connect(double.url, timeout_seconds=0.2).understand(QUESTION, None)
    assert time.monotonic() - started < 3
    assert meaning == engine.understand(QUESTION)


async def test_without_a_server_the_engine_answers(connect, engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert await connect(url).understand(QUESTION, None) == engine.understand(QUESTION)


async def test_a_service_that_keeps_failing_is_left_alone(double, connect):
    double.behave = fail
    service = connect(double.url)
    for _ in range(5):
        await service.understand(QUESTION, None)
    assert len(double.texts) == 2


async def test_an_outage_is_logged_once_and_its_end_once(double, engine):
    now = 0.0
    breaker = Breaker(failures=2, pause_seconds=30, clock=lambda: now)
    async with httpx.AsyncClient(trust_env=False) as client:
        service = RasaService(double.url, TOKEN, engine, PATIENT, client, breaker)
        double.behave = fail
        with capture_logs() as logs:
            for now in (0.0, 1.0, 2.0, 40.0, 80.0):  # noqa: B007 - the clock reads it
                await service.understand(QUESTION, None)
            double.behave = healthy(engine)
            for now in (120.0, 121.0):  # noqa: B007
                await service.understand(QUESTION, None)
    assert [(entry["event"], entry.get("reason")) for entry in logs] == [
        ("rasa_unavailable", "HTTP 500"),
        ("rasa_available", None),
    ]
    assert len(double.texts) == 2 + 2 + 2
