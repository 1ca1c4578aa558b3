"""What the assistant says today and after the change of 2027."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import conversation
from bot.content.check import check_content
from bot.content.check_faq import Scene
from bot.content.figures import fill
from bot.content.load import own_texts
from bot.content.types import Content
from bot.content.usage import used_texts
from policies import Ruleset
from tests.content.conftest import REAL, TODAY

ENTRIES = sorted(path.stem for path in (REAL / "faq").glob("*.yml"))
IN_2027 = date(2027, 1, 15)


def spoken(content: Content, ruleset: Ruleset, entry: str, on: date) -> str:
    """Return the whole entry as it is said on that day in Nghệ An."""
    faq = content.faqs[entry]
    return "\n".join(
        fill(text, faq.figures, ruleset, on, "nghe-an")[0] for text in (faq.short, faq.more or "")
    )


def test_the_content_is_clean(real: Content, ruleset: Ruleset) -> None:
    names = {key.partition(".")[0] for key in real.texts}
    used = used_texts(Path(conversation.__path__[0]), names)
    assert used
    own = {locale: own_texts(REAL.parent / locale) for locale in real.translations}
    found = check_content(real, Scene(ruleset, TODAY, "nghe-an"), used, own)
    # A text that a translation does not have yet must not hold up the first language.
    assert [one for one in found if one.level == "error" or not one.file.startswith("../")] == []


@pytest.mark.parametrize("on", [TODAY, IN_2027])
@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_can_be_said(real: Content, ruleset: Ruleset, entry: str, on: date) -> None:
    text = spoken(real, ruleset, entry, on)
    assert "{" not in text
    assert "}" not in text


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_assistant_is_polite_once_and_never_familiar(
    real: Content, ruleset: Ruleset, entry: str
) -> None:
    text = f" {spoken(real, ruleset, entry, TODAY).lower()} "
    assert text.count(" dạ") <= 1
    assert not any(word in text for word in (" bạn ", " bạn,", "quý khách", " mày ", " tớ "))


@pytest.mark.parametrize("on", [TODAY, IN_2027])
@pytest.mark.parametrize("entry", ENTRIES)
def test_no_rate_for_2027_is_said_before_it_is_law(
    real: Content, ruleset: Ruleset, entry: str, on: date
) -> None:
    assert "5,1" not in spoken(real, ruleset, entry, on)


@pytest.mark.parametrize(
    ("entry", "on", "words"),
    [
        ("si-contribution-range", TODAY, "còn 264.000 đồng"),
        ("si-contribution-range", IN_2027, "còn 387.200 đồng"),
        ("si-subsidy", TODAY, "cận nghèo: 132.000 đồng (40%)"),
        ("si-subsidy", IN_2027, "cận nghèo: 193.600 đồng (40%)"),
        ("si-funeral", TODAY, "25.300.000 đồng"),
        ("hi-premium-household", TODAY, "4 người mua cả năm hết 3.825.360 đồng"),
        ("hi-premium-household", TODAY, "người thứ năm: 546.480 đồng"),
        ("hi-near-poor", TODAY, "đóng 0 đồng"),
        ("hi-average-agri", TODAY, "còn đóng 683.100 đồng"),
        ("hi-students", TODAY, "683.100 đồng"),
        ("hi-benefits", TODAY, "dưới 379.500 đồng"),
        ("hi-benefits", TODAY, "được quỹ trả 80% chi phí"),
        ("hi-benefits", TODAY, "được trả 95%."),
        ("hi-elderly-parents", TODAY, "dưới 75 tuổi thì 80%."),
        ("hi-referral", TODAY, "trước đây là tuyến tỉnh: trả 50%, từ 01/07/2026"),
        ("hi-referral", TODAY, "cấp chuyên sâu khác: trả 40%"),
        ("hi-validity", TODAY, "đã ngắt từ 90 ngày trở lên: thẻ dùng được sau 30 ngày"),
        ("hi-five-years", TODAY, "vượt 15.180.000 đồng, tức 6 lần mức tham chiếu"),
        ("si-funeral", TODAY, "tức 10 lần mức tham chiếu"),
        ("si-late", TODAY, "trong 4 tháng đầu; đóng 12 tháng thì trong 7 tháng đầu"),
        ("si-maternity", TODAY, "trợ cấp 2.000.000 đồng cho mỗi con"),
        ("si-pension-rate", TODAY, "đóng 15 năm được 45%, thêm mỗi năm cộng 2%, cao nhất 75%"),
        ("si-pension-rate", TODAY, "15 năm thì được 40%, thêm mỗi năm cộng 1% cho đến khi đủ 20"),
        ("si-pension-years", TODAY, "Đóng đủ 15 năm là đủ điều kiện"),
        ("si-too-few-years", TODAY, "hiện là 540.000 đồng một tháng"),
        ("social-pension", TODAY, "trợ cấp 540.000 đồng một tháng"),
    ],
)
def test_the_figures_are_those_of_the_law(
    real: Content, ruleset: Ruleset, entry: str, on: date, words: str
) -> None:
    assert words in spoken(real, ruleset, entry, on)


@pytest.mark.parametrize(
    "element",
    [
        "BHXH tỉnh Nghệ An",
        "số điện thoại",
        "gọi lại",
        "12 tháng",
        "nhân viên thu",
        "nhạy cảm",
        "xóa thông tin của tôi",
        "2 ngày làm việc",
        "15 ngày",
        "20 ngày",
    ],
)
def test_the_consent_names_what_the_law_asks_for(real: Content, element: str) -> None:
    """Law 91/2025/QH15 and Decree 356/2025: who, what, why, how long, for whom, how to end it."""
    assert element in real.consents["lead"].text
