"""Topics that are surely others', and an editor's answers to them."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.settings import CONTENT_DIR
from nlu import Engine
from nlu.outside import is_outside
from nlu.text import views_of
from nlu.text.fold import fold
from nlu.training.examples import read_examples, read_faqs


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine.load(read_faqs(CONTENT_DIR / "faq"))


@pytest.mark.parametrize(
    "text",
    [
        "hợp đồng nhân thọ ký năm ngoái giờ hủy được không",
        "mất sổ đỏ xin lại ở đâu",
        "lấy lại mật khẩu facebook",
        "bệnh viện có tuyển kế toán không",
        "đăng ký khai sinh cho con gái",
        "tiền điện nộp qua mạng thế nào",
    ],
)
def test_a_topic_of_others_is_outside_with_and_without_accents(text: str) -> None:
    assert is_outside(views_of(text))
    assert is_outside(views_of(fold(text)))
    assert engine().understand(text).intent == "other"


@pytest.mark.parametrize(
    "text",
    [
        "bhxh tự nguyện khác gì bảo hiểm nhân thọ",
        "đang hưởng thất nghiệp có phải mua bảo hiểm y tế không",
        "làm khai sinh rồi bao lâu có thẻ cho cháu",
        "nộp tiền bảo hiểm bằng app ngân hàng được không",
        "xin giấy chuyển tuyến người bệnh ở đâu",
        "khác sổ hộ khẩu mua chung được không",
    ],
)
def test_a_sentence_that_names_our_own_topic_is_not(text: str) -> None:
    assert not is_outside(views_of(text))


def test_no_example_of_our_own_is_ruled_out() -> None:
    own = [each for each in read_examples() if each.intent != "other"]
    assert [each.text for each in own if is_outside(views_of(each.text))] == []


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("có người gọi xưng bên bảo hiểm bảo đọc mã OTP, phải lừa không", "fraud"),
        ("hưởng bảo hiểm thất nghiệp thì làm hồ sơ ở đâu", "outside-unemployment"),
        ("sổ đỏ mất xin cấp lại ở đâu", "outside-land"),
        ("mua bảo hiểm xe máy ở đâu", "outside-vehicle-insurance"),
    ],
)
def test_an_outside_topic_has_its_entry(text: str, faq: str) -> None:
    meaning = engine().understand(text)
    assert (meaning.intent, meaning.faq) == ("other", faq)


@pytest.mark.parametrize("text", ["hôm nay trời nóng quá", "em có người yêu chưa", "bot ngu"])
def test_other_talk_has_none(text: str) -> None:
    meaning = engine().understand(text)
    assert (meaning.intent, meaning.faq) == ("other", None)
