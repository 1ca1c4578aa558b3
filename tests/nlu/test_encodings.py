"""Text of old encodings and broken copies is read, and nothing else is touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from nlu import Engine
from nlu.text.clean import clean
from nlu.text.encodings import repair
from nlu.training.evaluate import read_messages

MESSAGES = Path(__file__).parent / "data" / "messages.jsonl"


def mojibake(text: str) -> str:
    """Return UTF-8 as a program shows it that takes it for Windows-1252."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("B¶o hiÓm y tÕ", "Bảo hiểm y tế"),
        ("t«i muèn mua b¶o hiÓm y tÕ hé gia ®×nh", "tôi muốn mua bảo hiểm y tế hộ gia đình"),
        ("®\u00ad\u00eec h\u00ad\u00ebng l\u00ad\u00acng h\u00adu", "được hưởng lương hưu"),
        ("mÊt thÎ råi", "mất thẻ rồi"),
        ("Baûo hieåm y teá", "Bảo hiểm y tế"),
        ("toâi mua baûo hieåm hoä gia ñình 4 ngöôøi", "tôi mua bảo hiểm hộ gia đình 4 người"),
        ("ñöôïc höôûng löông höu töø naêm naøo", "được hưởng lương hưu từ năm nào"),
        ("Ba?o hie^?m y te^'", "Bảo hiểm y tế"),
        ("ba?o hie^?m ho^. gia ddi`nh bao nhie^u?", "bảo hiểm hộ gia đình bao nhiêu?"),
        ("ddu+o+.c hu+o+?ng tu+` na(m na`o", "được hưởng từ năm nào"),
        (mojibake("Được hưởng lương hưu từ năm nào"), "Được hưởng lương hưu từ năm nào"),
        ("đã đóng " + mojibake("bảo hiểm"), "đã đóng bảo hiểm"),
    ],
)  # fmt: skip
def test_a_wrong_encoding_is_undone(broken: str, meant: str) -> None:
    assert repair(broken) == meant
    assert clean(broken) == meant


@pytest.mark.parametrize(
    "text",
    [
        "là bà con", "có thì nói", "café à", "khôg có", "thôi à", "mèo", "thẻ «bảo hiểm» là gì",
        "bao nhieu?", "o+ nha", "1+2", "zalo+ nhe", "a^2 + b^2 = c^2", "f(a^b)", "toi. con. ba?",
        "¿qué es esto?", "Übergrößenträger für Ärzte", "déjà vu à la carte", "©2026 ®", "5µm",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    assert repair(text) == text


def test_no_real_message_is_taken_for_an_old_encoding() -> None:
    for message in read_messages(MESSAGES):
        composed = unicodedata.normalize("NFC", message.text)
        assert repair(composed) == composed


def test_every_real_message_survives_a_broken_copy() -> None:
    for message in read_messages(MESSAGES):
        composed = unicodedata.normalize("NFC", message.text)
        assert repair(mojibake(composed)) == composed


def test_a_message_in_an_old_encoding_has_its_meaning() -> None:
    engine = Engine.load()
    plain = engine.understand("tôi muốn mua bảo hiểm y tế hộ gia đình 4 người hết bao nhiêu tiền")
    old = engine.understand(
        "t«i muèn mua b¶o hiÓm y tÕ hé gia ®×nh 4 ng\u00ad\u00eai hÕt bao nhiªu tiÒn"
    )
    assert (old.intent, old.values) == ("calc_hi", {"people_count": 4})
    assert old == plain
