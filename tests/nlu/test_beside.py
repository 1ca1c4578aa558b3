"""Ours beside another classifier: the table counts what each said of the same messages."""

from __future__ import annotations

from nlu import Engine
from nlu.training.beside import beside
from nlu.training.evaluate import TestMessage

MESSAGES = [
    TestMessage("cảm ơn em nhiều nhé", ("thanks",), None, "formal"),
    TestMessage("toi muon gap nhan vien", ("talk_to_human",), None, "undiacritised"),
    TestMessage("thu tuc lam ho chieu the nao", ("other",), None, "undiacritised"),
    TestMessage("4", ("inform",), None, "answer", awaiting="household_size"),
]


def test_shares_are_of_what_both_were_asked() -> None:
    wrong = {"greet": 0.9, "thanks": 0.1}
    others = [(0.5, {"thanks": 0.8, "greet": 0.1}), (0.5, wrong), (0.5, wrong), (0.5, wrong)]
    lines = [line.split() for line in beside(Engine.load(()), MESSAGES, others)]
    assert ["formal", "100.0", "100.0", "of", "1"] in lines
    assert ["undiacritised", "100.0", "0.0", "of", "2"] in lines
    assert ["out", "of", "scope,", "answered", "0.0", "100.0", "of", "1"] in lines
    (median,) = [line for line in lines if line[0] == "median,"]
    assert median[3] == "500000"


def test_a_message_that_nothing_was_said_of_is_not_right() -> None:
    *_, everything, _outside, _median = beside(Engine.load(()), MESSAGES[:1], [(0.1, {})])
    assert everything.split() == ["all", "100.0", "0.0", "of", "1"]
