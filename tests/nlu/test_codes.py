"""The numbers that stand for features: the same features, worked out another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.model.codes import asked_of, code_of, codes_of, places_of
from nlu.model.features import ASKED_SIZE, features
from nlu.model.linear import MODEL, LinearModel
from nlu.text import views_of
from nlu.training.evaluate import read_messages
from nlu.training.fit import numbered

MESSAGES = read_messages(Path(__file__).parent / "data" / "messages.jsonl")


def coded(text: str) -> list[int]:
    """Return what `codes_of` has to return, feature by feature."""
    blocks = enumerate(features(views_of(text)))
    return sorted(code_of(feature, at) for at, block in blocks for feature in block)


def questions(text: str) -> set[str]:
    """Return what questions are found alike by."""
    blocks = features(views_of(text))
    return {run for run in blocks[0] if len(run) == ASKED_SIZE} | blocks[2]


@pytest.mark.parametrize("message", MESSAGES[::7], ids=lambda message: message.text[:30])
def test_a_sentence_has_the_codes_of_its_features(message) -> None:
    assert codes_of(views_of(message.text)).classified.tolist() == coded(message.text)


@given(st.text(max_size=80))
def test_so_has_any_other_text(text: str) -> None:
    seen = views_of(text)
    assert codes_of(seen).classified.tolist() == coded(text)
    assert codes_of(seen).asked.tolist() == asked_of(seen).tolist()
    assert len(asked_of(seen)) == len(questions(text))


def test_different_features_have_different_codes() -> None:
    named = {
        (at, feature)
        for message in MESSAGES
        for at, block in enumerate(features(views_of(message.text)))
        for feature in block
    }
    assert len({code_of(feature, at) for at, feature in named}) == len(named)


def test_pairs_have_no_order_and_words_have_one() -> None:
    assert code_of("mất+thẻ", 3) == code_of("thẻ+mất", 3)
    assert code_of("mất thẻ", 2) != code_of("thẻ mất", 2)


def test_features_that_share_a_code_are_refused() -> None:
    with pytest.raises(ValueError, match="same code"):
        numbered([["mat", "the"], ["mat"], [], ["mat+the", "the+mat"]])


def test_what_is_not_known_has_no_place() -> None:
    known = np.array([2, 5, 9], dtype=np.uint64)
    assert places_of(np.array([1, 5, 9, 11], dtype=np.uint64), known).tolist() == [1, 2]
    assert places_of(known, known[:0]).tolist() == []


def test_the_model_holds_its_codes_in_order() -> None:
    codes = LinearModel.load(MODEL).codes
    assert (codes[1:] > codes[:-1]).all()


def test_a_model_of_another_version_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", weights=np.zeros(1))
    with pytest.raises(ValueError, match="ansinh nlu train"):
        LinearModel.load(tmp_path / "old.npz")
