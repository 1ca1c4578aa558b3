"""Hearing phrases that editors listed, as citizens write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from bot.content.load import load_content
from bot.settings import CONTENT_DIR
from bot.understanding.hearing import ENTRIES, Hearing, first_heard, phrases
from nlu import Meaning


@dataclass(frozen=True)
class Knowing:
    """Understands every sentence as a bare value, so that only what was heard is tested."""

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        return Meaning("inform", 1.0, values={"months": 3})


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    return Hearing(Knowing(), load_content(CONTENT_DIR))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Mỗi tháng tui bỏ ra được 300k", "afford"),
        ("moi thang de ra duoc 300 nghin", "afford"),
        ("1 năm bỏ ra được 6 triệu", "afford_year"),
        ("đóng mức 2 triệu một tháng", "income"),
        ("tôi đóng 2 triệu một tháng", "pay_or_income"),
        ("tiền đóng", "payment"),
        ("dong thang hay dong nam loi hon", "compare_methods"),
        ("đóng trước hay sau 1/1/2027 rẻ hơn", "compare_dates"),
        ("so sánh mức 2 triệu và 3 triệu", "compare_incomes"),
        ("thẻ bị mất thì làm sao", None),
    ],
)
async def test_wish_is_heard_by_its_phrase(hearing: Hearing, text: str, cue: str | None) -> None:
    meaning = await hearing.understand(text, None)
    assert meaning.values.get("cue") == cue
    assert meaning.values["months"] == 3, "what was understood before is kept"


async def test_several_amounts_are_all_heard(hearing: Hearing) -> None:
    meaning = await hearing.understand("mức 2 triệu với 3tr5 khác nhau sao", None)
    assert meaning.values["amounts"] == [2_000_000, 3_500_000]
    assert "amounts" not in (await hearing.understand("mức 2 triệu", None)).values


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("bhxh tn mức 2 triệu", "si"),
        ("bhyt 4 ng", "hi"),
        ("bhyt hay bhxh", None),
        ("4 người", None),
    ],
)
async def test_scheme_is_heard_by_its_name(hearing: Hearing, text: str, scheme: str | None) -> None:
    assert (await hearing.understand(text, None)).values.get("scheme") == scheme


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Cháu ơi, bác muốn hỏi cái thẻ", "bác"),
        ("bac muon hoi cai the", "bác"),
        ("cho o hỏi tí", "cô"),
        ("mệ hỏi cái ni", "bà"),
        ("nhắc chú với", "chú"),
        ("bác cho cháu hỏi", None),
        ("có muốn mua không", None),
        ("co muon mua khong", None),
        ("bà nội tôi 80 tuổi", None),
        ("cô giáo muốn hỏi", None),
        ("chú em đóng được không", None),
        ("cho tôi hỏi", None),
    ],
)
async def test_word_for_oneself_is_heard(hearing: Hearing, text: str, address: str | None) -> None:
    assert (await hearing.understand(text, None)).values.get("address") == address


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("có người tự xưng bảo hiểm xã hội gọi bảo tôi cài app lạ", "fraud-app"),
        ("so la goi noi the bao hiem cua me toi bi khoa, doi doc so can cuoc", "fraud"),
        ("nó nhắn tin kêu bấm vào link để nhận tiền hỗ trợ", "fraud-app"),
        ("gọi điện bảo chuyển tiền để nâng cấp thẻ", "fraud"),
        ("đăng nhập vssid mà không nhận được mã otp", None),
        ("tôi chuyển khoản tiền đóng bảo hiểm rồi", None),
        ("nhờ gọi lại cho tôi", None),
    ],
)
async def test_signs_of_fraud_ask_for_its_entry(
    hearing: Hearing, text: str, entry: str | None
) -> None:
    assert (await hearing.understand(text, None)).values.get("entry") == entry


def test_every_entry_that_phrases_ask_for_exists() -> None:
    content = load_content(CONTENT_DIR)
    asked = phrases(content.texts, ENTRIES)
    assert asked
    assert asked.keys() <= content.faqs.keys()


async def test_year_of_birth_is_heard_beside_the_sex(hearing: Hearing) -> None:
    assert (await hearing.understand("nữ 1978", "sex")).values["birth_year"] == 1978
    assert "birth_year" not in (await hearing.understand("nữ", "sex")).values


def test_first_list_that_fits_counts_and_words_are_whole() -> None:
    lists = phrases({"w.a": "bỏ … ra", "w.b": "ra\nđóng", "x.c": "ra"}, "w.")
    assert first_heard("bo tien ra", lists) == "a"
    assert first_heard("ra tien", lists) == "b"
    assert first_heard("trang", lists) is None
    assert list(lists) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("English please", {"locale": "en"}),
        ("Can you speak English?", {"locale": "en"}),
        ("noi tieng viet di", {"locale": "vi"}),
        ("health insurance for my family", {"cue": "hi"}),
        ("voluntary social insurance", {"cue": "si"}),
        ("please call me back", {"cue": "lead"}),
        ("mất thẻ thì làm sao", {}),
    ],
)
async def test_language_and_its_own_phrases_are_heard(
    hearing: Hearing, text: str, heard: dict[str, str]
) -> None:
    values = (await hearing.understand(text, None)).values
    assert {key: values[key] for key in ("locale", "cue") if key in values} == heard
