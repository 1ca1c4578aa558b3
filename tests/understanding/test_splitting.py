"""Taking a message of several questions apart."""

from __future__ import annotations

import pytest

from bot.content.load import load_content
from bot.settings import CONTENT_DIR
from bot.understanding.engine import load_engine
from bot.understanding.hearing import Hearing
from bot.understanding.in_process import InProcess
from bot.understanding.splitting import pieces, questions
from nlu import Meaning


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    content = load_content(CONTENT_DIR)
    return Hearing(InProcess(load_engine(content)), content)


def test_sentences_end_at_marks_and_at_a_comma_with_a_joining_word() -> None:
    text = "Bhyt 4 người bao nhiêu tiền, còn lương hưu thì sao? 1.500.000 đồng được không. Ạ"
    assert pieces(text) == [
        "Bhyt 4 người bao nhiêu tiền",
        "còn lương hưu thì sao",
        "1.500.000 đồng được không",
    ]


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        (
            "Chào em. Bhyt 4 người hết bao nhiêu tiền? Mất thẻ thì làm sao?",
            ["calc_hi", "ask_hi_lost_card"],
        ),
        ("Nhà tôi 4 người. Mua bhyt hết bao nhiêu tiền?", None),
        ("bhyt 2 vợ chồng, và 2 con hết bao nhiêu tiền", None),
        ("Mất thẻ thì làm sao?", None),
    ],
)
async def test_only_certain_questions_are_taken_apart(
    hearing: Hearing, text: str, intents: list[str] | None
) -> None:
    parts = (await hearing.understand(text, None)).values.get("parts")
    heard = [meaning.intent for _, meaning in parts] if isinstance(parts, list) else None
    assert heard == intents


def test_message_with_an_unclear_sentence_stays_whole() -> None:
    sure = ("a b", Meaning("calc_hi", 0.9)), ("c d", Meaning("calc_si", 0.9))
    assert len(questions(list(sure))) == 2
    assert questions([*sure, ("e f", Meaning("unclear", 0.3))]) == []
    assert questions([sure[0], ("c d", Meaning("calc_si", 0.6)), sure[0]]) == []


def test_same_question_twice_is_one() -> None:
    same = ("a b", Meaning("calc_hi", 0.9))
    assert questions([same, same]) == []


async def test_long_story_is_not_taken_apart(hearing: Hearing) -> None:
    story = "Bhyt 4 người bao nhiêu tiền? Mất thẻ thì làm sao? " * 3
    assert "parts" not in (await hearing.understand(story, None)).values
