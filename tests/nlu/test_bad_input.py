"""Whatever arrives, there is an answer, soon, and no exception."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import INTENTS, UNCLEAR, Engine, Meaning
from nlu.text.clean import clean
from nlu.training.evaluate import read_messages

MESSAGES = Path(__file__).parent / "data" / "messages.jsonl"
ASKED = (
    None, "income_vnd", "people_count", "months", "years", "category", "place", "phone", "name",
    "age", "birth_year", "sex", "consent", "confirm_delete",
)  # fmt: skip
JUNK = (
    "\x00", "\u202e", "\u200f", "\ufeff", "\ud83d", "\udc00", "\U0010ffff", "\u0336\u0489\u0316",
    "😀👨‍👩‍👧", "/", "\\", "{", "'; --", "%s", "٣", "²", "½", "\r\n", "^", "(", "+", "®", "Ã¡",
)  # fmt: skip
LANGUAGES = (
    "How much does health insurance cost?",
    "Combien coûte l'assurance maladie pour ma famille ?",
    "Сколько стоит страховка для семьи?",
    "家庭健康保险多少钱？",
    "家族の健康保険はいくらですか",
    "가족 건강 보험은 얼마입니까",
    "ประกันสุขภาพครอบครัวราคาเท่าไหร่",
    "كم يكلف التأمين الصحي للعائلة؟",
    "परिवार का स्वास्थ्य बीमा कितने का है?",
    "ការធានារ៉ាប់រងសុខភាពគ្រួសារថ្លៃប៉ុន្មាន",
    "Wie viel kostet die Krankenversicherung für vier Personen?",
)
SECONDS = 1.0
"""Far above the millisecond a message takes: the machine may be busy with other things."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine.load()


def assert_answered(text: str, awaiting: str | None = None) -> Meaning:
    started = time.process_time()
    meaning = engine().understand(text, awaiting)
    took = time.process_time() - started
    assert meaning.intent in INTENTS or meaning.intent == UNCLEAR
    assert 0.0 <= meaning.confidence <= 1.0
    assert Meaning.from_json(json.loads(json.dumps(meaning.as_json()))) == meaning
    assert took < SECONDS, (took, text[:200])
    return meaning


@pytest.mark.parametrize("text", LANGUAGES)
def test_no_other_language_states_a_value_or_wins_an_act(text: str) -> None:
    meaning = assert_answered(text)
    assert meaning.intent not in ("delete_my_data", "stop_messages", "affirm", "deny", "inform")


@pytest.mark.parametrize(
    "text",
    [
        "bảo hiểm y tế " * 700,
        "\x00" * 10_000,
        "\u202e" * 9_999 + "a",
        "b" + "\u0300\u0336\u0489" * 3_400,
        "".join(chr(0x300 + at % 112) + "bảo" for at in range(2_500)),
        "\ud83d" * 10_000,
        "ba^'o" * 2_000,
        "t«i " * 2_500,
        "Ã¡" * 5_000,
        "a+" * 5_000,
        "2 vợ chồng, ba đứa con, " * 400,
        "sinh năm 1985, " * 700,
    ],
)
@pytest.mark.parametrize("awaiting", [None, "income_vnd", "people_count", "place"])
def test_ten_thousand_characters_are_answered_soon(text: str, awaiting: str | None) -> None:
    assert_answered(text, awaiting)


def test_a_disfigured_text_is_still_read() -> None:
    plain = assert_answered("mất thẻ bảo hiểm y tế rồi")
    for text in (
        "mất\u202e thẻ\u200f bảo\x00 hiểm y tế rồi",
        "m\u0336ấ\u0336t\u0336 t\u0336h\u0336ẻ\u0336 bảo hiểm y tế rồi",
        "\ud83dmất thẻ bảo hiểm y tế rồi",
        "\u2066mất thẻ bảo hiểm\u2069 y tế rồi",
    ):
        assert clean(text) == "mất thẻ bảo hiểm y tế rồi"
        assert assert_answered(text) == plain


def test_mutations_of_real_messages_are_answered() -> None:
    chance = random.Random(20261122)  # noqa: S311
    texts = [message.text for message in read_messages(MESSAGES)]
    for _ in range(600):
        text = chance.choice(texts)
        for _ in range(chance.randrange(1, 6)):
            text = chance.choice(MUTATIONS)(text, chance)
        assert_answered(text, chance.choice(ASKED))


def put(text: str, at: int, what: str) -> str:
    return text[:at] + what + text[at:]


def any_character(chance: random.Random) -> str:
    return chr(chance.randrange(0x110000))


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, chance: put(text, chance.randrange(len(text) + 1), chance.choice(JUNK)),
    lambda text, chance: put(text, chance.randrange(len(text) + 1), any_character(chance)),
    lambda text, chance: text[chance.randrange(len(text) + 1) :],
    lambda text, chance: text[: chance.randrange(len(text) + 1)],
    lambda text, chance: "".join(chance.sample(text, len(text))),
    lambda text, chance: " ".join(chance.sample(text.split(), len(text.split()))),
    lambda text, chance: text * chance.randrange(2, 30),
    lambda text, _: text.upper(),
    lambda text, _: text.replace(" ", ""),
    lambda text, chance: text.replace("a", str(chance.randrange(10**6))),
    lambda text, chance: text + chance.choice(LANGUAGES),
    lambda text, _: text.encode("utf-8", "replace").decode("latin-1"),
    lambda text, _: text.encode("utf-16", "surrogatepass").decode("latin-1"),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(alphabet=st.characters(), max_size=1200),
    awaiting=st.sampled_from(ASKED),
)
def test_any_unicode_is_answered(text: str, awaiting: str | None) -> None:
    assert_answered(text, awaiting)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.sampled_from([*JUNK, *LANGUAGES, "bảo hiểm", "y tế", "4 người", "2tr5", "^'"]))
    .map("".join)
    .map(lambda text: text[:10_000]),
    awaiting=st.sampled_from(ASKED),
)
def test_any_mixture_of_words_and_junk_is_answered(text: str, awaiting: str | None) -> None:
    assert_answered(text, awaiting)
