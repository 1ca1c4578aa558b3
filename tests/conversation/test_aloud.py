"""What is heard and not read: no signs, numbers in words, about sixty words, one question."""

from __future__ import annotations

import dataclasses
import re

import pytest

from bot.content.load import load_content
from bot.conversation.aloud.short import MOST_WORDS, shortened, units
from bot.conversation.aloud.speakable import readings, speakable
from bot.conversation.state import State
from tests.conversation.conftest import CONTENT, Citizen

READ_AS = readings("BHYT = bảo hiểm y tế\nBHXH = bảo hiểm xã hội\nanh/chị = anh chị")
ENTRIES = sorted(path.stem for path in (CONTENT / "faq").glob("*.yml"))
UNREADABLE = re.compile(r"\d|[()\[\]/<>•\"“”]|http|\b[A-ZĐ]{2,}|\.\w")


@pytest.fixture
def listener(citizen: Citizen) -> Citizen:
    citizen.context = dataclasses.replace(citizen.context, voice=True)
    citizen.state = State(greeted=True)
    return citizen


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Đóng 1.053.000 đồng.", "Đóng một triệu không trăm năm mươi ba nghìn đồng."),
        ("đóng 4,5% mức đó", "đóng bốn phẩy năm phần trăm mức đó"),
        ("từ 3-5 năm", "từ ba đến năm năm"),
        (
            "hết ngày 30/06/2027.",
            "hết ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi bảy.",
        ),
        ("từ 01/07 này", "từ ngày một tháng bảy này"),
        ("từ 01/2018", "từ tháng một năm hai nghìn không trăm mười tám"),
        (
            "Nghị định 159/2025/NĐ-CP nói",
            "Nghị định một trăm năm mươi chín năm hai nghìn không trăm hai mươi lăm nói",
        ),
        ("gọi 1900 9068.", "gọi một chín không không chín không sáu tám."),
        ("gọi 0238 384 1234", "gọi không hai ba tám ba tám bốn một hai ba bốn"),
        ("Anh/chị có thẻ BHYT (loại nào cũng được).", "Anh chị có thẻ bảo hiểm y tế."),
        ("• Mẫu nhà – hỏi xã\n• điền tờ khai mẫu TK1-TS", "Mẫu nhà, hỏi xã\nđiền tờ khai"),
        ("Vào baohiemxahoi.gov.vn xem 👍", "Vào xem"),
        ("https://vss.gov.vn/a?b=1", ""),
        ('hỏi: "có nhận BHYT không?"', "hỏi: có nhận bảo hiểm y tế không"),
        ("con trai/con gái", "con trai hoặc con gái"),
        ("1. Đăng nhập", "Đăng nhập"),
    ],
)
def test_written_is_made_speakable(written: str, heard: str) -> None:
    assert speakable(written, READ_AS) == heard


def test_what_is_read_whole_keeps_its_brackets() -> None:
    text = "Diện hộ (nghèo, cận nghèo) chỉ kèm theo."
    assert speakable(text, READ_AS, whole=True) == "Diện hộ, nghèo, cận nghèo, chỉ kèm theo."


def test_head_of_a_list_goes_with_its_first_line() -> None:
    assert units("Được trả khi:\nkhám ở xã;\nkhám ít tiền.") == [
        "Được trả khi: khám ở xã.",
        "Khám ít tiền.",
    ]


def test_own_question_comes_last_with_its_choices() -> None:
    said = shortened(
        "Dạ, mình thuộc diện nào ạ? Mỗi diện một mức.",
        closing="Gì nữa?",
        going_on="Tiếp?",
        options=["Hộ nghèo", "Hộ cận nghèo", "Không thuộc diện nào"],
    )
    expected = "Mình thuộc diện nào ạ: hộ nghèo, hộ cận nghèo, hay không thuộc diện nào?"
    assert said.text == f"Dạ, mỗi diện một mức. {expected}"


@pytest.mark.parametrize("options", [["1 người", "2 người"], ["Nữ"], ["Nữ", "Nam"]])
def test_choices_that_help_nobody_are_not_read_out(options: list[str]) -> None:
    said = shortened("Là nữ hay nam ạ?", closing="", going_on="", options=options)
    assert said.text == "Là nữ hay nam ạ?"


def test_what_is_too_long_is_left_for_later() -> None:
    text = " ".join(f"{'à ' * 19}số." for _ in range(4))
    said = shortened(text, closing="Gì nữa?", going_on="Tiếp?")
    assert len(said.text.split()) <= MOST_WORDS
    assert said.text.endswith("Tiếp?")
    rest = shortened(said.left, closing="Gì nữa?", going_on="Tiếp?")
    assert (rest.text.endswith("Gì nữa?"), rest.left) == (True, "")
    assert (said.text + rest.text).count("số.") == 4


def test_endless_sentence_is_cut_at_a_clause() -> None:
    text = ", ".join(["một hai ba bốn năm"] * 20)
    said = shortened(text, closing="Gì nữa?", going_on="Tiếp?")
    assert len(said.text.split()) <= MOST_WORDS
    assert said.left.startswith("một hai")


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_can_be_heard(listener: Citizen, entry: str) -> None:
    done = listener.presses(f"faq:{entry}")
    text = done.replies[-1].text
    assert len(text.split()) <= MOST_WORDS
    assert text.endswith("?")
    assert text.count("?") == 1
    whole = f"{text} {done.state.unsaid or ''}"
    assert not UNREADABLE.search(whole), UNREADABLE.findall(whole)


@pytest.mark.parametrize(
    ("intent", "values", "heard"),
    [
        ("calc_hi", {"people_count": 3}, "ba triệu một trăm bốn mươi hai nghìn hai trăm sáu mươi"),
        (
            "calc_si",
            {"household_category": "near_poor", "amount_vnd": 2_000_000},
            "Nhà nước và tỉnh hỗ trợ",
        ),
        (
            "calc_pension",
            {"sex": "female", "birth_year": 1980, "amount_vnd": 2_000_000, "years": 15},
            "Lương hưu ước tính",
        ),
        ("inform", {"cue": "compare_methods", "scheme": "si"}, "rẻ hơn"),
        ("inform", {"cue": "group", "household_category": "near_poor"}, "hộ cận nghèo"),
    ],
)
def test_figures_are_heard_in_short(
    listener: Citizen, intent: str, values: dict[str, object], heard: str
) -> None:
    text = listener.says(intent, **values).replies[-1].text
    assert heard in text
    assert len(text.split()) <= MOST_WORDS + 5
    assert text.endswith("?")
    assert not UNREADABLE.search(text)


def test_listener_hears_on_until_the_end(listener: Citizen) -> None:
    done = listener.presses("faq:hi-benefits")
    told = [done.replies[-1].text]
    while done.state.unsaid:
        assert told[-1].endswith("Anh chị có muốn nghe tiếp không ạ?")
        done = listener.says("affirm")
        told.append(done.replies[-1].text)
    assert len(told) > 1
    assert told[-1].endswith("Anh chị cần hỏi gì thêm không ạ?")
    assert listener.says("affirm").replies[-1].text not in told


def test_who_wants_to_hear_no_more_is_let_go(listener: Citizen) -> None:
    listener.presses("faq:hi-benefits")
    enough = listener.says("deny").replies[-1].text
    assert enough == "Dạ vâng ạ. Anh chị cần hỏi gì thêm không ạ?"
    assert listener.says("deny").replies[-1].text.endswith("giúp được anh chị không ạ?")
    listener.says("affirm")
    assert listener.says("deny").replies[-1].text.endswith("nhắn lại nhé.")


def test_opinion_is_no_answer_to_hearing_on(listener: Citizen) -> None:
    listener.presses("faq:hi-benefits")
    done = listener.says("deny", text="chưa đúng", cue="not_useful")
    assert done.state.awaiting == "remark"


def test_citizen_is_called_as_they_call_themselves(listener: Citizen) -> None:
    done = listener.says("calc_hi", people_count=3, address="bác")
    assert done.replies[-1].text.endswith("Bác muốn tính kỳ khác, hay nhờ người gọi lại ạ?")
    assert "anh" not in listener.presses("flow:si").replies[-1].text


def test_what_is_asked_for_without_a_question_is_not_followed_by_one(listener: Citizen) -> None:
    listener.presses("flow:lead")
    assert listener.presses("lead:consent=yes").replies[-1].text.endswith("gọi lại ạ.")


def test_another_question_ends_the_reading(listener: Citizen) -> None:
    listener.presses("faq:hi-benefits")
    assert listener.says("thanks").state.unsaid is None


def test_consent_is_heard_word_by_word(listener: Citizen) -> None:
    text = listener.presses("flow:lead").replies[-1].text
    assert "mười hai tháng rồi xóa" in text
    assert "Anh chị có đồng ý không ạ?" in text
    assert len(text.split()) > MOST_WORDS


def test_first_answer_says_who_speaks(citizen: Citizen) -> None:
    citizen.context = dataclasses.replace(citizen.context, voice=True)
    text = citizen.presses("faq:hi-benefits").replies[0].text
    assert text.startswith("Em là trợ lý tự động của bảo hiểm xã hội tỉnh Nghệ An.")
    assert len(text.split()) <= MOST_WORDS


def test_every_language_can_be_heard(citizen: Citizen) -> None:
    citizen.context = dataclasses.replace(citizen.context, voice=True)
    citizen.presses("language:to=en")
    text = citizen.says("calc_hi", people_count=3).replies[-1].text
    assert text.startswith("Health insurance for three") is False
    assert text.endswith("have someone call you?")


def test_the_real_readings_name_each_form_once() -> None:
    lines = load_content(CONTENT).texts["voice.readings"].splitlines()
    assert len(readings("\n".join(lines))) == len(lines)
