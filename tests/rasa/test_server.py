"""What the running Rasa service does, seen from outside."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from nlu import Engine, Meaning
from nlu.model.codes import codes_of
from nlu.text import views_of

from .conftest import RasaServer

pytestmark = pytest.mark.rasa


def parse(rasa: RasaServer, text: str) -> httpx.Response:
    return httpx.post(
        f"{rasa.url}/model/parse",
        params={"token": rasa.token},
        json={"text": text},
        timeout=60,
        trust_env=False,
    )


def test_the_answer_holds_the_whole_meaning(rasa: RasaServer, engine: Engine):
    text = "tôi đóng bảo hiểm xã hội tự nguyện mức 3 triệu thì mỗi tháng nộp bao nhiêu"
    answer = parse(rasa, text).json()
    meaning = Meaning.from_json(answer["meaning"])
    assert meaning == engine.understand(text)
    assert answer["intent"] == {"name": "calc_si", "confidence": meaning.confidence}
    ranked = [(row["name"], row["confidence"]) for row in answer["intent_ranking"]]
    assert ranked == engine.model.rank(codes_of(views_of(text)).classified)


@pytest.mark.parametrize("text", ["", "   ", "😀", "."])
def test_a_message_without_words_has_an_intent_too(rasa: RasaServer, text):
    answer = parse(rasa, text)
    assert answer.status_code == 200
    assert answer.json()["intent"]["name"] == answer.json()["meaning"]["intent"]


def test_without_the_token_nothing_is_understood_or_changed(rasa: RasaServer):
    for method, path in (("POST", "/model/parse"), ("PUT", "/model"), ("POST", "/model/train")):
        answer = httpx.request(method, rasa.url + path, json={"text": "xin chào"}, trust_env=False)
        assert answer.status_code == 401, path


def test_a_very_long_message_does_not_stop_the_others(rasa: RasaServer):
    started = time.monotonic()
    parse(rasa, "bảo hiểm " * 100)
    ordinary = time.monotonic() - started
    started = time.monotonic()
    assert parse(rasa, "bảo hiểm " * 25_000).status_code == 200
    assert time.monotonic() - started < 1 + 10 * ordinary


def test_the_log_holds_neither_texts_nor_the_token(rasa: RasaServer):
    text = "số của tôi là 0912345678 gọi cho tôi nhé"
    parse(rasa, text)
    log = rasa.log.read_text()
    assert "Rasa server is up and running" in log
    assert "0912345678" not in log
    assert rasa.token not in log


async def test_many_callers_at_once_are_all_answered(rasa: RasaServer, engine: Engine):
    texts = [f"nhà tôi có {count} người mua bảo hiểm y tế hết bao nhiêu" for count in range(2, 42)]
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    f"{rasa.url}/model/parse", params={"token": rasa.token}, json={"text": text}
                )
                for text in texts
            )
        )
    understood = [Meaning.from_json(answer.json()["meaning"]) for answer in answers]
    assert understood == [engine.understand(text) for text in texts]
