"""What is kept of the example questions: never anything but what reading them gives."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from bot.settings import CONTENT_DIR
from nlu import Engine, FaqExamples
from nlu.faq import FaqIndex
from nlu.model.codes import asked_of
from nlu.model.linear import MODEL
from nlu.model.questions import NAME, Held, Questions
from nlu.text import views_of
from nlu.training.examples import read_faqs

ASKED = ["Quên mật khẩu VssID", "mất thẻ bảo hiểm y tế", "giá thẻ y tế?", "học sinh mua ở trường"]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are worked out from now on."""
    seen: list[str] = []

    def watch(text: str) -> object:
        seen.append(text)
        return views_of(text)

    monkeypatch.setattr("nlu.model.questions.views_of", watch)
    return seen


def by_question(held: Held) -> list[list[int]]:
    places = np.split(held.places, held.sizes.cumsum()[:-1])
    return [held.codes[each].tolist() for each in places]


def worked_out(questions: list[str]) -> list[list[int]]:
    return [asked_of(views_of(question)).tolist() for question in questions]


def test_what_is_shipped_is_of_the_questions_and_the_code_of_today() -> None:
    faqs = read_faqs(CONTENT_DIR / "faq")
    fresh = Questions.of(question for faq in faqs for question in faq.questions)
    kept = vars(Questions.beside(MODEL))
    assert all(np.array_equal(kept[name], each) for name, each in vars(fresh).items()), (
        "run `ansinh nlu train`"
    )


def test_what_is_kept_is_not_worked_out_again(looked_at: list[str]) -> None:
    kept = Questions.of([*ASKED, *map(str, range(1000))])
    looked_at.clear()
    assert by_question(kept.read(ASKED[::-1])) == worked_out(ASKED[::-1])
    assert len(looked_at) == 1


def test_a_question_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    Questions.of(ASKED).save(tmp_path / "model.npz")
    changed = [*ASKED[:2], "giá thẻ y tế bao nhiêu?", ASKED[3], "Xin cấp lại sổ", ASKED[0]]
    held = Questions.beside(tmp_path / "model.npz").read(changed)
    assert by_question(held) == worked_out(changed)


def test_what_other_code_made_is_worth_nothing() -> None:
    kept = Questions.of(ASKED)
    other = dataclasses.replace(kept, codes=kept.codes + np.uint64(1))
    assert by_question(other.read(ASKED)) == worked_out(ASKED)


def test_without_questions_nothing_is_held() -> None:
    for kept in (Questions.none(), Questions.of(ASKED)):
        held = kept.read([])
        assert (len(held.places), len(held.sizes)) == (0, 0)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "flipped", "text", "a model"])
def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path, damage: str) -> None:
    model = tmp_path / "model.npz"
    Questions.of(ASKED).save(model)
    file = tmp_path / NAME
    whole = file.read_bytes()
    spoilt = {
        "empty": b"",
        "cut off": whole[:-40],
        "flipped": whole[:90] + bytes([whole[90] ^ 255]) + whole[91:],
        "text": b"version https://git-lfs.github.com/spec/v1\n",
        "a model": MODEL.read_bytes(),
    }
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(spoilt[damage])
    kept = Questions.beside(model)
    assert len(kept.marks) == 0
    assert by_question(kept.read(ASKED)) == worked_out(ASKED)


def test_entries_are_found_alike_whether_questions_were_kept_or_not() -> None:
    faqs = [
        FaqExamples("password", "ask_vssid", ASKED[:1]),
        FaqExamples("card", "ask_hi_lost_card", [*ASKED[1:3], "làm lại thẻ"]),
    ]
    model = Engine.load().model
    engines = [Engine(model, FaqIndex.of(faqs, kept)) for kept in (None, Questions.of(ASKED * 2))]
    for text in ["quen mat khau", "mat the bhyt phai lam lai o dau", "gia the", "xin chào"]:
        assert engines[0].understand(text) == engines[1].understand(text)
