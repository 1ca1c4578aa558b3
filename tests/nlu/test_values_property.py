"""Whatever way a number or a household is written, it is read back the same."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nlu.text import views_of
from nlu.text.fold import fold
from nlu.values import read

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def words(number: int, *, short: bool = False) -> str:
    """Return a number from 1 to 99 in words; `short`: `bốn lăm` for 45."""
    tens, unit = divmod(number, 10)
    last = "lăm" if unit == 5 and tens else "mốt" if unit == 1 and tens > 1 else DIGITS[unit]
    if tens == 0:
        return last
    if short and tens > 1 and last in ("lăm", "mốt"):
        return f"{DIGITS[tens]} {last}"
    ten = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    return f"{ten} {last}" if unit else ten


def values(text: str, awaiting: str | None = None) -> dict[str, object]:
    return dict(read(views_of(text), awaiting).values)


numbers = st.integers(1, 99)
in_digits_or_words = st.sampled_from([str, words])
accents = st.sampled_from([str, fold])


@given(numbers, in_digits_or_words, accents)
def test_a_number_of_people(number: int, render: type[str], accent: type[str]) -> None:
    text = accent(f"nhà {render(number)} khẩu")
    assert values(text)["people_count"] == number
    assert values(text, "people_count") == {"people_count": number}


@given(st.integers(1, 60), in_digits_or_words, st.sampled_from(["đóng {} năm", "trong {} năm thì"]))
def test_a_number_of_years(number: int, render: type[str], frame: str) -> None:
    assert values(frame.format(render(number))) == {"years": number}


@given(st.integers(2, 60), in_digits_or_words, accents)
def test_a_number_of_months(number: int, render: type[str], accent: type[str]) -> None:
    assert values(accent(f"đóng {render(number)} tháng")) == {"months": number}


@given(
    st.integers(6, 99),
    st.booleans(),
    st.sampled_from(["em là nam năm nay {} tuổi", "tôi {} tuổi", "mẹ tôi năm nay {} tuổi rồi"]),
)
def test_an_age(number: int, short: bool, frame: str) -> None:
    assert values(frame.format(words(number, short=short)))["age"] == number


@given(st.integers(2, 9), st.integers(1, 9))
def test_an_age_read_out_in_two_digits_unless_they_are_a_range(tens: int, unit: int) -> None:
    read_out = values(f"bác {DIGITS[tens]} {DIGITS[unit]} tuổi")
    assert read_out == ({} if unit == tens + 1 else {"age": tens * 10 + unit})


def _amounts(thousands: int) -> list[str]:
    """Return ways to write that many thousand đồng."""
    millions, rest = divmod(thousands, 1000)
    forms = [f"{thousands * 1000:,}đ".replace(",", "."), f"{thousands}k", f"{thousands * 1000}"]
    if millions and rest % 100 == 0:
        hundred = rest // 100
        if hundred:
            forms += [f"{millions}tr{hundred}", f"{millions},{hundred} triệu"]
            forms += [f"{words(millions)} triệu {words(hundred)} trăm nghìn"]
            if hundred not in (1, 4, 5):
                forms.append(f"{words(millions)} triệu {DIGITS[hundred]}")
        else:
            forms += [f"{millions}tr", f"{millions} củ", f"{words(millions)} triệu"]
        if hundred == 5:
            forms += [f"{words(millions)} triệu rưỡi", f"{words(millions)} triệu rưởi"]
    return forms


@given(
    st.integers(1, 900).map(lambda hundreds: hundreds * 100),
    st.data(),
    st.sampled_from(["income_vnd", None]),
)
def test_an_amount(thousands: int, data: st.DataObject, awaiting: str | None) -> None:
    form = data.draw(st.sampled_from(_amounts(thousands)))
    text = form if awaiting else f"Tôi chọn mức {form}"
    assert values(text, awaiting)["amount_vnd"] == thousands * 1000


@given(
    st.integers(1, 20),
    st.integers(1, 20),
    st.sampled_from(
        [
            "không phải {} triệu, {} triệu",
            "{} triệu à nhầm {} triệu",
            "{} triệu à không {} triệu",
            "không phải mức {} triệu mà mức {} triệu",
            "{} triệu, ý quên, {} triệu",
        ]
    ),
    in_digits_or_words,
    accents,
)
def test_what_is_taken_back_does_not_count(
    first: int, second: int, frame: str, render: type[str], accent: type[str]
) -> None:
    text = accent(frame.format(render(first), render(second)))
    assert values(text, "income_vnd") == {"amount_vnd": second * 1_000_000}


@given(
    st.integers(1, 20),
    st.integers(1, 20),
    st.sampled_from(["{} triệu hay {} triệu", "{} đến {} triệu", "{}-{} triệu"]),
)
def test_alternatives_and_ranges_are_no_value(first: int, second: int, frame: str) -> None:
    assert values(frame.format(first, second), "income_vnd") == {}


OTHERS = {
    "hai vợ chồng": 2,
    "vợ chồng tôi": 2,
    "ông nội": 1,
    "bà ngoại": 1,
    "mẹ già": 1,
    "bố mẹ tôi": 2,
}
CHILDREN = ("đứa con", "con", "cháu nhỏ", "đứa con đang đi học")


@given(
    st.sampled_from(["hai vợ chồng", "vợ chồng tôi"]),
    st.lists(st.sampled_from(["ông nội", "bà ngoại", "mẹ già"]), max_size=2, unique=True),
    st.integers(2, 7),
    st.sampled_from(CHILDREN),
    in_digits_or_words,
    st.sampled_from([", ", " và ", " với "]),
)
def test_a_household_told_member_by_member(
    couple: str, elders: list[str], number: int, noun: str, render: type[str], link: str
) -> None:
    text = link.join([couple, *elders, f"{render(number)} {noun}"])
    assert values(text)["people_count"] == 2 + len(elders) + number


@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", ".", "-"]), st.booleans())
def test_a_telephone_number(tail: int, separator: str, letters: bool) -> None:
    digits = f"09{tail:08d}"
    if digits[2] == "0":
        digits = f"098{digits[3:]}"
    known = values(digits).get("phone")
    parts = separator.join([digits[:4], digits[4:7], digits[7:]])
    typed = "o" + parts[1:] if letters else parts
    assert values(f"gọi em số {typed} nhé").get("phone") == known


def test_half_of_a_scale_is_exact() -> None:
    assert values("ba triệu rưỡi")["amount_vnd"] == Fraction(7, 2) * 1_000_000
