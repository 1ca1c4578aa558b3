"""From what people type to text that can be compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import views_of
from nlu.text.clean import LIMIT, clean
from nlu.text.fold import fold
from nlu.text.keyboards import decode, telex, vni
from nlu.text.repeats import shorten
from nlu.text.syllables import TONES, compose, is_syllable, respell, split_tone


def test_decomposed_text_becomes_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "bảo hiểm")
    assert views_of(decomposed).nfc == "bảo hiểm"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("bảo\u200bhiểm", "bảohiểm"),
        ("2\u00a0triệu", "2 triệu"),
        ("０９１２", "0912"),
        ("m²", "m²"),
        ("  nhiều   khoảng\n\ttrắng ", "nhiều khoảng trắng"),
        ("/leave_contact", "leave_contact"),
        ("// / start", "start"),
        ("Ðóng", "Đóng"),
        ("bаo hiem", "bao hiem"),
        ("привет", "привет"),
    ],
)
def test_what_surrounds_the_words_is_taken_away(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_long_text_is_cut() -> None:
    assert len(clean("bảo hiểm " * 10_000)) <= LIMIT


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold(composed)) == len(composed)


def test_folding_removes_accents_and_the_stroke() -> None:
    assert fold("Đường Trường Sơn") == "duong truong son"


@given(st.text(max_size=300))
def test_views_of_any_text_agree_in_length(text: str) -> None:
    seen = views_of(text)
    assert len(seen.nfc) == len(seen.fold)
    assert seen.raw == text


@pytest.mark.parametrize("word", ["nghiệp", "khuỷu", "quyền", "giết", "uyên", "y", "bat", "gìn"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["book", "cgi", "bhxh", "bàt", "ngi", "kang", "ẻẻ", "windows"])
def test_other_strings_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("word", "base", "tone"),
    [
        ("hòa", "hoa", "huyền"),
        ("toán", "toan", "sắc"),
        ("quý", "quy", "sắc"),
        ("già", "gia", "huyền"),
        ("được", "đươc", "nặng"),
        ("khuỷu", "khuyu", "hỏi"),
        ("gìn", "gin", "huyền"),
    ],
)
def test_the_tone_stands_where_classic_spelling_puts_it(word: str, base: str, tone: str) -> None:
    assert compose(base, TONES[tone]) == word
    assert split_tone(word) == (base, TONES[tone])


def test_composing_needs_a_tone_and_a_vowel() -> None:
    assert compose("hoa", "") == "hoa"
    assert compose("bh", TONES["sắc"]) == "bh"


@pytest.mark.parametrize(
    ("typed", "classic"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("quý", "quý"),
        ("chaò", "chào"),
        ("ngừơi", "người"),
        ("đuợc", "được"),
        ("điiện", "điiện"),
        ("ẩầ", "ẩầ"),
        ("abc", "abc"),
    ],
)
def test_misplaced_tones_and_horns_are_respelled(typed: str, classic: str) -> None:
    assert respell(typed) == classic


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bieets", "biết"),
        ("ddong", "đong"),
        ("quyeenf", "quyền"),
        ("dduwowcj", "được"),
        ("nguwowif", "người"),
        ("tieefn", "tiền"),
        ("nhuw", "như"),
        ("nguoiwf", "người"),
        ("vienj", "viện"),
        ("bhxh", None),
        ("trieu", None),
        ("tien", None),
        ("vinh", None),
        ("zoom", None),
        ("được", None),
    ],
)
def test_telex_keys_are_decoded_only_into_syllables(typed: str, meant: str | None) -> None:
    assert telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tie62n", "tiền"),
        ("nguye65n", "nguyện"),
        ("d9o1ng", "đóng"),
        ("d9u7o7c5", "được"),
        ("muon61", "muốn"),
        ("na8m", "năm"),
        ("2tr5", None),
        ("t10", None),
        ("c3", None),
        ("k9", None),
    ],
)
def test_vni_keys_are_decoded_only_into_syllables(typed: str, meant: str | None) -> None:
    assert vni(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "is his car for us or not",
        "how much is it for me",
        "momo",
        "mua 6th hết 2tr5 cho 45t",
        "học lớp c3",
    ],
)
def test_other_languages_and_units_are_not_decoded(text: str) -> None:
    assert decode(text) == text


def test_a_whole_sentence_in_keys_is_decoded() -> None:
    assert decode("toi muoons mua baor hieemr") == "toi muốn mua bảo hiểm"
    assert decode("toi6 muon61 mua ba3o hie63m") == "tôi muốn mua bảo hiểm"


def test_letters_repeated_for_emphasis_are_shortened() -> None:
    assert shorten("điiiii khônggg") == "đi không"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bhxh tn ko đc j", "bảo hiểm xã hội tự nguyện không được gì"),
        ("lãnh tn", "lãnh thất nghiệp"),
        ("mức tn 2tr", "mức thu nhập 2tr"),
        ("hộ cn", "hộ cận nghèo"),
        ("chiều cn", "chiều chủ nhật"),
        ("nhà 4ng", "nhà 4 người"),
        ("5 ng", "5 người"),
        ("7th", "7 tháng"),
        ("38t", "38 tuổi"),
        ("2tr5", "2tr5"),
        ("500k", "500k"),
        ("bao nhiu", "bao nhiêu"),
        ("hết nhiu", "hết bao nhiêu"),
        ("quên mk", "quên mật khẩu"),
        ("xê xê xê đê", "căn cước"),
        ("ô tê pê", "otp"),
        ("giấy ct", "giấy chuyển tuyến"),
        ("nghỉ ct", "nghỉ công ty"),
        ("muốn đk bhyt", "muốn đăng ký bảo hiểm y tế"),
        ("đk để hưởng", "điều kiện để hưởng"),
        ("nhận đk", "nhận được"),
    ],
)
def test_abbreviations_are_read_with_their_neighbours(typed: str, meant: str) -> None:
    assert views_of(typed).nfc == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("đi mô mần răng", "đi đâu làm sao"),
        ("hết mấy tiền rứa", "hết bao nhiêu tiền vậy"),
        ("nhổ răng khôn", "nhổ răng khôn"),
        ("trồng răng giả", "trồng răng giả"),
        ("được chi trả không", "được chi trả không"),
        ("được chi rứa", "được gì vậy"),
        ("nỏ biết", "không biết"),
        ("sáu ngài", "sáu người"),
        ("quy mô lớn", "quy mô lớn"),
    ],
)
def test_dialect_is_translated_where_accents_tell_it_apart(said: str, meant: str) -> None:
    assert views_of(said).nfc == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("rang khon", "rang khon"),
        ("chi tra", "chi tra"),
        ("du tuoi", "du tuoi"),
        ("mo mat", "mo mat"),
        ("tui hoi bay nhieu tien rua", "tôi hoi bao nhieu tien vay"),
    ],
)
def test_without_accents_only_unambiguous_dialect_is_translated(said: str, meant: str) -> None:
    assert views_of(said).nfc == meant


def test_very_long_words_are_left_alone() -> None:
    assert views_of("k" + "ab" * 40).nfc == "k" + "ab" * 40
