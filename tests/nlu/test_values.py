"""What a text states, in all the ways people state it."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.text import views_of
from nlu.values import read


def values(text: str, awaiting: str | None = None) -> dict[str, object]:
    return read(views_of(text), awaiting).values


AMOUNTS = {
    "2tr5": 2_500_000,
    "2 tr 5": 2_500_000,
    "2tr500": 2_500_000,
    "3tr40": 3_400_000,
    "3tr05": 3_050_000,
    "3 triệu 4": 3_400_000,
    "2,5 triệu": 2_500_000,
    "2.5tr": 2_500_000,
    "hai triệu rưỡi": 2_500_000,
    "hai trieu ruoi": 2_500_000,
    "triệu rưỡi": 1_500_000,
    "trieu ruoi": 1_500_000,
    "1 củ 2": 1_200_000,
    "2 củ": 2_000_000,
    "một củ rưỡi": 1_500_000,
    "500k": 500_000,
    "500 k": 500_000,
    "300 nghìn": 300_000,
    "ba trăm nghìn": 300_000,
    "trăm rưỡi nghìn": 150_000,
    "nửa triệu": 500_000,
    "triệu mốt": 1_100_000,
    "triệu hai": 1_200_000,
    "1.500.000đ": 1_500_000,
    "1.500.000": 1_500_000,
    "1,500,000 đồng": 1_500_000,
    "1 500 000 đ": 1_500_000,
    "1500000": 1_500_000,
    "1t2": 1_200_000,
    "1m5": 1_500_000,
    "một triệu năm": 1_500_000,
    "một triệu không trăm sáu mươi nghìn": 1_060_000,
    "một triệu linh sáu mươi nghìn": 1_060_000,
    "hai triệu ba trăm năm mươi": 2_350_000,
    "hai triệu tám": 2_800_000,
    "7 triệu 2 trăm": 7_200_000,
    "hai mươi mốt triệu": 21_000_000,
    "hăm lăm triệu": 25_000_000,
    "mười triệu": 10_000_000,
    "ba triệu tư": 3_400_000,
    "5 xị": 500_000,
    "năm lít": 500_000,
    "nam tram nghin": 500_000,
    "hai trăm linh năm nghìn": 205_000,
    "1.500 nghìn": 1_500_000,
    "2 trăm nghìn": 200_000,
    "3 triệu 200": 3_200_000,
    "3 triệu 250 nghìn": 3_250_000,
    "7 triệu 2 trăm nghìn": 7_200_000,
    "hai triệu hai trăm nghìn": 2_200_000,
    "1200000 đồng": 1_200_000,
    "90000đ": 90_000,
    "mười một triệu": 11_000_000,
}


@pytest.mark.parametrize(("text", "amount"), AMOUNTS.items())
def test_an_amount_is_read_wherever_it_stands(text: str, amount: int) -> None:
    assert values(text, "income_vnd") == {"amount_vnd": amount}
    assert values(f"Tôi chọn mức {text} được không")["amount_vnd"] == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2", 2_000_000),
        ("1.5", 1_500_000),
        ("2,5", 2_500_000),
        ("99", 99_000_000),
        ("100", 100_000),
        ("800", 800_000),
        ("1500", 1_500_000),
        ("1500000", 1_500_000),
        ("50000", 50_000),
        ("0", 0),
        ("khoảng 3 thôi em", 3_000_000),
        ("hai", 2_000_000),
        ("hai rưỡi", 2_500_000),
    ],
)
def test_a_bare_number_is_money_only_when_money_was_asked_for(text: str, amount: int) -> None:
    assert values(text, "income_vnd") == {"amount_vnd": amount}
    assert "amount_vnd" not in values(text) or amount == int(text)


@pytest.mark.parametrize(
    "text",
    [
        "2-3 triệu",
        "hai ba triệu",
        "bốn năm triệu",
        "2 đến 3 triệu",
        "mấy triệu",
        "bao nhiêu triệu",
        "vài trăm",
        "năm 2025",
        "lớp 5",
        "12345",
    ],
)
def test_a_range_or_no_amount_is_not_guessed(text: str) -> None:
    assert "amount_vnd" not in values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 triệu một tháng", {"amount_vnd": 1_000_000}),
        ("2 triệu một năm", {"amount_vnd": 2_000_000}),
        ("mức 1 triệu 5 năm", {"amount_vnd": 1_000_000, "years": 5}),
        ("mức 2 triệu đóng 10 năm", {"amount_vnd": 2_000_000, "years": 10}),
        ("đóng 1 triệu rưỡi một tháng 15 năm", {"amount_vnd": 1_500_000, "years": 15}),
        ("500k/tháng 10 năm thì sao", {"amount_vnd": 500_000, "years": 10}),
        ("mức 1tr5 6 tháng", {"amount_vnd": 1_500_000, "months": 6}),
    ],
)
def test_what_follows_an_amount_stays_its_own_value(text: str, expected: dict[str, int]) -> None:
    assert values(text) == expected


PEOPLE = {
    "4 người": 4,
    "4ng": 4,
    "4 ng": 4,
    "bốn người": 4,
    "nhà 5 khẩu": 5,
    "nha 5 khau": 5,
    "5 nhân khẩu": 5,
    "sáu ngài": 6,
    "hai vợ chồng": 2,
    "hai vợ chồng ba con": 5,
    "hai vợ chồng với ba đứa con": 5,
    "vợ chồng tôi và 2 con": 4,
    "2vc 2 con": 4,
    "hai vo chong": 2,
    "ba mẹ con": 3,
    "hai ông bà": 2,
    "không phải 4, 5 người": 5,
    "không phải 4 người, 5 người": 5,
    "5 người trừ một đứa": 4,
    "một mình": 1,
    "mười người": 10,
    "7 thành viên": 7,
    "vợ chồng em và hai cháu nhỏ": 4,
    "mua cho một người": 1,
    "mua cho mỗi mình em thôi": 1,
    "hai mạ con tui": 2,
    "nha tui co 4 ngai": 4,
}


@pytest.mark.parametrize(("text", "count"), PEOPLE.items())
def test_people_are_counted(text: str, count: int) -> None:
    assert values(text)["people_count"] == count
    assert values(text, "people_count") == {"people_count": count}


@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), ("0 người", 0), ("60", 60), ("60 người", 60), ("400", 400)]
)
def test_a_number_no_household_has_is_a_value_for_the_rule_to_refuse(text: str, count: int) -> None:
    assert values(text, "people_count") == {"people_count": count}


@pytest.mark.parametrize("text", ["không", "không ai", "khong"])
def test_no_is_not_zero_people(text: str) -> None:
    assert values(text, "people_count") == {}
    assert values(text, "income_vnd") == {}


@pytest.mark.parametrize(
    "text",
    [
        "người thứ 3",
        "người thứ ba trong hộ",
        "4-5 người",
        "bao nhiêu một người",
        "mọi người",
        "7 thành phố",
        "3 nhân viên",
    ],
)
def test_ordinals_rates_and_ranges_count_nobody(text: str) -> None:
    assert "people_count" not in values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 quý", {"months": 3}),
        ("hai quý", {"months": 6}),
        ("nửa năm", {"months": 6}),
        ("năm rưỡi", {"months": 18}),
        ("hai năm rưỡi", {"months": 30}),
        ("3 tháng một lần", {"months": 3}),
        ("3 tháng một", {"months": 3}),
        ("15 năm", {"years": 15}),
        ("mười lăm năm", {"years": 15}),
        ("năm năm", {"years": 5}),
        ("hai mươi năm", {"years": 20}),
        ("20 nam", {"years": 20}),
        ("sáu tháng", {"months": 6}),
        ("đóng theo quý", {"months": 3}),
        ("cả năm", {"years": 1}),
        ("đóng được 4n", {"years": 4}),
        ("7th", {"months": 7}),
        ("5 năm 6 tháng", {"years": 5, "months": 6}),
        ("một lần cho 4 năm còn thiếu", {"years": 4}),
    ],
)
def test_a_period_is_kept_as_it_was_said(text: str, expected: dict[str, int]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "mỗi tháng bao nhiêu",
        "bao nhiêu một tháng",
        "năm 2027 thế nào",
        "năm ngoái",
        "năm nay",
        "đóng theo tháng hay theo quý",
        "nằm viện",
        "cháu 3 tháng tuổi",
        "5 năm liên tục là gì",
        "tháng 5 này",
        "sinh tháng 8 năm 75",
    ],
)
def test_rates_calendar_years_and_alternatives_are_no_period(text: str) -> None:
    assert not {"months", "years"} & values(text).keys()


@pytest.mark.parametrize(
    ("text", "awaiting", "expected"),
    [
        ("1", "months", {"months": 1}),
        ("12", "months", {"months": 12}),
        ("5", "months", {"months": 5}),
        ("0", "months", {"months": 0}),
        ("400", "months", {"months": 400}),
        ("không", "months", {}),
        ("nếu đóng trước năm 2027 thì có rẻ hơn không", "years", {}),
        ("trước năm 2027", "years", {}),
        ("70 năm", "years", {"years": 70}),
        ("hàng tháng", "months", {"months": 1}),
        ("1 tháng", "months", {"months": 1}),
        ("quý", "months", {"months": 3}),
        ("năm", "months", {"years": 1}),
        ("20", "years", {"years": 20}),
        ("4 năm", "years", {"years": 4}),
    ],
)
def test_a_bare_answer_is_read_as_the_period_asked_for(
    text: str, awaiting: str, expected: dict[str, int]
) -> None:
    assert values(text, awaiting) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mẹ tôi 72 tuổi", {"age": 72}),
        ("38t", {"age": 38}),
        ("bốn lăm tuổi", {"age": 45}),
        ("bon muoi lam tuoi", {"age": 45}),
        ("năm nay tôi 58 tuổi", {"age": 58}),
        ("nam nay toi 58 tuoi", {"age": 58}),
        ("sinh năm 85", {"birth_year": 1985}),
        ("sn 1985", {"birth_year": 1985}),
        ("s.n 85", {"birth_year": 1985}),
        ("2k3", {"birth_year": 2003}),
        ("sinh năm tám tám", {"birth_year": 1988}),
        ("sinh năm bảy mươi lăm", {"birth_year": 1975}),
        ("sinh năm một chín bảy lăm", {"birth_year": 1975}),
        ("sinh năm hai nghìn lẻ ba", {"birth_year": 2003}),
        ("sinh tháng 3 năm 1966", {"birth_year": 1966}),
        ("sinh 1980", {"birth_year": 1980}),
        ("sinh năm 05", {"birth_year": 2005}),
        ("sinh năm hai nghìn", {"birth_year": 2000}),
        ("sinh ngày 5 tháng 3 năm 1970", {"birth_year": 1970}),
        ("sinh năm: 1970", {"birth_year": 1970}),
        ("tôi được tuổi 61", {"age": 61}),
        ("sinh con thứ 3", {}),
        ("sinh năm 1800", {}),
    ],
)
def test_age_and_year_of_birth(text: str, expected: dict[str, int]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text", ["dưới 6 tuổi", "trên 60 tuổi", "75 tuổi trở lên", "ngoài năm mươi"]
)
def test_bounds_are_no_age(text: str) -> None:
    assert "age" not in values(text)


@pytest.mark.parametrize(
    ("text", "awaiting", "expected"),
    [
        ("45", "age", {"age": 45}),
        ("dạ bốn lăm ạ", "age", {"age": 45}),
        ("1979", "birth_year", {"birth_year": 1979}),
        ("79", "birth_year", {"birth_year": 1979}),
        ("bảy chín", "birth_year", {"birth_year": 1979}),
        ("nam", "sex", {"sex": "male"}),
        ("nu", "sex", {"sex": "female"}),
    ],
)
def test_bare_age_birth_and_sex(text: str, awaiting: str, expected: dict[str, object]) -> None:
    assert values(text, awaiting) == expected


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("tôi là nam", "male"),
        ("toi la nam", "male"),
        ("giới tính nam", "male"),
        ("nam 45 tuổi", "male"),
        ("em là nữ", "female"),
        ("nữ 38t", "female"),
        ("đàn bà", "female"),
        ("đàn ông", "male"),
        ("chồng tôi mất năm ngoái", None),
        ("5 nam", None),
        ("miền nam", None),
        ("nam 2025", None),
        ("phụ nữ", None),
    ],
)
def test_sex_is_read_only_where_it_is_said(text: str, sex: str | None) -> None:
    assert values(text).get("sex") == sex


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("hộ nghèo", "poor"),
        ("ho ngheo", "poor"),
        ("hộ cận nghèo", "near_poor"),
        ("nhà em hộ cn", "near_poor"),
        ("thuộc diện cận nghèo", "near_poor"),
        ("hộ làm nông nghiệp có mức sống trung bình", "average_agri"),
        ("hộ nông lâm ngư", "average_agri"),
        ("dân tộc thiểu số", "ethnic_minority"),
        ("dtts", "ethnic_minority"),
        ("người dân tộc Thái", "ethnic_minority"),
        ("xã đảo", "island"),
        ("học sinh", "student"),
        ("sinh viên", "student"),
        ("không thuộc diện nào", "other"),
        ("không phải hộ nghèo", None),
        ("nhà tôi thoát nghèo rồi", None),
        ("chuẩn nghèo là bao nhiêu", None),
        ("tôi làm ruộng", None),
    ],
)
def test_the_household_category(text: str, category: str | None) -> None:
    assert values(text).get("household_category") == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("nghèo", "poor"),
        ("trung bình", "average_agri"),
        ("dân tộc", "ethnic_minority"),
        ("không", "other"),
        ("bình thường", "other"),
        ("cận nghèo ạ", "near_poor"),
        ("không thuộc diện nghèo hay cận nghèo gì cả", "other"),
        ("không nghèo cũng không cận nghèo", "other"),
        ("nhà tui không nghèo, cận nghèo thôi", "near_poor"),
        ("không phải hộ nghèo mà là cận nghèo", "near_poor"),
    ],
)
def test_a_bare_category(text: str, category: str) -> None:
    assert values(text, "category") == {"household_category": category}


def test_counted_members_of_other_groups_are_listed_one_by_one() -> None:
    assert values("nhà 5 người, có hai cháu học sinh và 1 cháu dưới 6 tuổi") == {
        "people_count": 5,
        "member_groups": ["student", "student", "child_under_6"],
        "household_category": "student",
    } or values("nhà 5 người, có hai cháu học sinh và 1 cháu dưới 6 tuổi") == {
        "people_count": 5,
        "member_groups": ["student", "student", "child_under_6"],
    }


PHONES = {
    "0912.345.678": "+84912345678",
    "0912 345 678": "+84912345678",
    "84912345678": "+84912345678",
    "+84 912 345 678": "+84912345678",
    "+84 0912345678": "+84912345678",
    "0383-555-777": "+84383555777",
    "01682345678": "+84382345678",
    "không chín một hai ba bốn năm sáu bảy tám": "+84912345678",
    "khong chin mot hai ba bon nam sau bay tam": "+84912345678",
    "gọi tôi số 0987654321 nhé": "+84987654321",
}


@pytest.mark.parametrize(("text", "phone"), PHONES.items())
def test_a_telephone_number_in_any_writing(text: str, phone: str) -> None:
    assert values(text) == {"phone": phone}
    assert values(text, "phone") == {"phone": phone}


@pytest.mark.parametrize(
    "text",
    [
        "040085012345",
        "số căn cước 040085012345",
        "187654321",
        "mã số bhxh 0123456789",
        "mã số bhxh của tôi là 0912345678",
        "4012345678",
        "stk 0912345678901",
        "0912 345",
        "12/07/1985 0912",
    ],
)
def test_identity_and_insurance_numbers_are_no_telephone(text: str) -> None:
    assert "phone" not in values(text)
    assert "phone" not in values(text, "phone")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 1/7/2026", "2026-07-01"),
        ("01-07-2026", "2026-07-01"),
        ("ngày 1 tháng 7 năm 2026", "2026-07-01"),
        ("ngay 15 thang 8 nam 2026", "2026-08-15"),
        ("1/7", None),
        ("31/2/2026", None),
    ],
)
def test_full_dates(text: str, day: str | None) -> None:
    assert values(text).get("date") == day


PLACES = {
    "em ở tp vinh": {"district": "Vinh"},
    "ở nghi phú": {"commune": "Nghi Phú"},
    "xã Quỳ Hợp": {"commune": "Quỳ Hợp"},
    "ở Quỳ Hợp": {"district": "Quỳ Hợp"},
    "o quy hop": {"district": "Quỳ Hợp"},
    "buu dien hung nguyen": {"district": "Hưng Nguyên"},
    "bảo hiểm Cửa Lò": {"district": "Cửa Lò"},
    "xom 5 xa nghi thuan": {"commune": "Nghi Thuận"},
    "xã Tam Hợp, huyện Quỳ Hợp": {"commune": "Tam Hợp", "district": "Quỳ Hợp"},
    "xã Kim Liên, Nam Đàn": {"commune": "Kim Liên", "district": "Nam Đàn"},
    "tôi ở Nghệ An": {"province": "Nghệ An"},
    "em ở Hà Tĩnh": {"province": "Hà Tĩnh"},
    "thái hoà": {"district": "Thái Hòa"},
    "phường Bến Thủy, Vinh": {"commune": "Bến Thủy", "district": "Vinh"},
    "dạ ở tương dương ạ": {"district": "Tương Dương"},
}


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_places_are_named_as_people_know_them(text: str, place: dict[str, str]) -> None:
    assert values(text)["place"] == place
    assert values(text, "place")["place"] == place


@pytest.mark.parametrize(
    "text",
    [
        "hai mức này tương đương nhau",
        "tuong duong bao nhieu",
        "anh Sơn ơi",
        "giay chuyen vien dung duoc may lan",
        "nop tien thanh toan the nao",
        "Nguyễn Quang Vinh",
        "đo lường chất lượng",
        "bảo hiểm y tế",
    ],
)
def test_words_that_only_look_like_places(text: str) -> None:
    assert "place" not in values(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("quynh luuu", {"district": "Quỳnh Lưu"}),
        ("thah chuong", None),
        ("abc xyz", None),
    ],
)
def test_a_mistyped_place_is_recognised_when_it_was_asked_for(
    text: str, place: dict[str, str] | None
) -> None:
    assert values(text, "place").get("place") == place


@pytest.mark.parametrize(
    ("text", "awaiting", "choice"),
    [
        ("mức thấp nhất", "income_vnd", "minimum"),
        ("tối thiểu thôi em", "income_vnd", "minimum"),
        ("cao nhất", "income_vnd", "maximum"),
        ("đóng ít nhất bao nhiêu tiền một tháng", None, "minimum"),
        ("chọn mức tối đa thì sao", None, "maximum"),
        ("đóng tối thiểu mấy năm mới có lương hưu", None, None),
        ("lương tối thiểu là bao nhiêu", None, None),
        ("đóng mức thấp nhất 20 năm thì lương hưu mấy", None, "minimum"),
        ("dong muc cao nhat 15 nam thi luong huu may", None, "maximum"),
        ("đóng ít nhất 15 năm", None, None),
        ("mức tối thiểu 1tr5", None, None),
    ],
)
def test_the_lowest_and_highest_level(text: str, awaiting: str | None, choice: str | None) -> None:
    assert values(text, awaiting).get("income_choice") == choice


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Trần Thị Bảy", "Trần Thị Bảy"),
        ("tên tôi là nguyễn văn nam", "Nguyễn Văn Nam"),
        ("dạ em tên Hoa ạ", "Hoa"),
        ("Nguyễn Văn Tiến", "Nguyễn Văn Tiến"),
        ("đóng ở đâu", None),
        ("0912345678", None),
        ("thôi không cần", None),
    ],
)
def test_a_name_is_read_only_when_it_was_asked_for(text: str, name: str | None) -> None:
    assert values(text, "name").get("name") == name
    assert "name" not in values(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tui 45 tuổi", {"age": 45}),
        ("45", {"age": 45}),
        ("năm nay em 38", {"age": 38}),
        ("60 tuổi", {"age": 60}),
        ("60", {"birth_year": 1960}),
        ("80", {"birth_year": 1980}),
        ("1945", {"birth_year": 1945}),
        ("sinh năm 45", {"birth_year": 1945}),
        ("tám tám", {"birth_year": 1988}),
    ],
)
def test_age_told_where_the_year_was_asked_for_is_an_age(
    text: str, values: dict[str, object]
) -> None:
    assert dict(read(views_of(text), "birth_year").values) == values


def test_nobody_was_born_after_the_day_the_message_was_written() -> None:
    seen = views_of("cháu sinh năm 2029")
    assert dict(read(seen, today=date(2030, 1, 1)).values) == {"birth_year": 2029}
    assert "birth_year" not in read(seen, today=date(2028, 12, 31)).values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("không phải mức 2 triệu mà mức 3 triệu", {"amount_vnd": 3_000_000}),
        ("5 triệu chứ không phải 3 triệu", {"amount_vnd": 5_000_000}),
        ("sáu người à không năm người", {"people_count": 5}),
        ("không phải Nghi Lộc, ở Nam Đàn", {"place": {"district": "Nam Đàn"}}),
        ("3 tháng hay 6 tháng", {}),
        ("đóng 4 đến 5 năm", {}),
        ("nộp cả năm một lần hay nộp từng tháng", {}),
        ("đi làm cả năm mới về một lần", {}),
        ("nhà không nghèo", {}),
        ("chỉ hộ nghèo mới có à", {}),
        ("đóng hai mươi hai năm", {"years": 22}),
        ("sau năm 2025", {}),
        ("bốn hai tuổi", {"age": 42}),
        ("hai ba tuổi", {}),
        ("chưa đầy sáu tuổi", {}),
        ("bảo hiểm xã hội quỳ hơp", {"place": {"district": "Quỳ Hợp"}}),
        ("đo lường chất lượng", {}),
        ("cho tôi gặp một người nào hiểu chuyện", {}),
        (
            "định đóng 2 triệu cho nhẹ, thôi không lấy mức đó nữa, lấy 3 triệu",
            {"amount_vnd": 3_000_000},
        ),
    ],
)
def test_what_is_taken_back_offered_or_said_of_others_is_no_value(
    text: str, expected: dict[str, object]
) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "awaiting"),
    [
        ("khong phai 5 dau, co 3 nguoi thoi", "people_count"),
        ("không phải mức ba triệu đâu, bốn triệu", "income_vnd"),
        ("cận nha ad", "category"),
        ("cn ạ", "category"),
    ],
)
def test_a_corrected_or_short_answer_is_an_answer(text: str, awaiting: str) -> None:
    assert read(views_of(text), awaiting).answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nhà 6 người, ông là cựu chiến binh, bà đang hưởng lương hưu",
            {"people_count": 6, "member_groups": ["veteran", "pensioner"]},
        ),
        (
            "nhà 5 người, mẹ tôi là người có công, một con làm công ty",
            {"people_count": 5, "member_groups": ["meritorious", "employee"]},
        ),
        (
            "nhà 4 người, tôi là thương binh",
            {"people_count": 4, "member_groups": ["meritorious"]},
        ),
        ("bà đang hưởng lương hưu có phải mua thẻ không", {}),
        ("đóng mười lăm năm là có lương hưu", {"years": 15}),
    ],
)
def test_a_member_named_alone_brings_a_group_where_a_household_is_counted(
    text: str, expected: dict[str, object]
) -> None:
    assert values(text) == expected


def test_somebody_of_a_group_is_named_where_groups_were_asked_for() -> None:
    assert values("có ông nội là cựu chiến binh", "member_groups") == {"member_groups": ["veteran"]}


def test_this_year_is_no_age() -> None:
    assert values("năm nay 47 rồi", "age") == {"age": 47}
    assert values("năm nay năm mươi", "age") == {"age": 50}


def test_this_year_is_no_five_whatever_was_asked() -> None:
    assert values("năm nay nhà em có bốn", "people_count") == {"people_count": 4}
    assert values("năm nay tôi 58 tuổi", "people_count") == {"age": 58}
    assert values("năm nay đóng sáu", "months") == {"months": 6}
    assert values("năm", "people_count") == {"people_count": 5}
