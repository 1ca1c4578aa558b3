"""Described households are counted in full, or not at all."""

from __future__ import annotations

import pytest

from nlu.text import views_of
from nlu.text.fold import fold
from nlu.values import read


def values(text: str, awaiting: str | None = None) -> dict[str, object]:
    return read(views_of(text), awaiting).values


COUNTED = {
    "Tôi, chồng tôi, hai con và bố mẹ chồng mua bhyt": 6,
    "em với bố mẹ vợ": 3,
    "mua thẻ cho 3 đứa con": 3,
    "vợ chồng tôi với 2 đứa con và mẹ vợ, trừ mẹ vợ có thẻ rồi": 4,
    "nhà có mệ già 80 tuổi, 2 vợ chồng, một thằng cu 3 tuổi, một con bé học lớp 2": 5,
    "gia dinh toi gom 2 vo chong, 1 con hoc dai hoc, 1 con di lam cong ty": 4,
    "2 vợ chồng, ba đứa con đi học, bà nội 81 tuổi mua bhyt hết bao nhiêu": 6,
    "2 vo chong, ba dua con di hoc, ba noi 81 tuoi mua bhyt het bao nhieu": 6,
    "hai vợ chồng ba đứa con đi học bà nội tám mốt tuổi mua bảo hiểm y tế hết bao nhiêu": 6,
    "hai vợ chồng với 2 con nhỏ dưới 6 tuổi mua thẻ bhyt bao nhiêu": 4,
    "hai vo chong voi 2 con nho duoi 6 tuoi mua the bhyt bao nhieu": 4,
    "nhà tui có ông bà, bố mẹ và 2 đứa em": 6,
    "nha tui co ong ba, bo me va 2 dua em": 6,
    "tôi với mẹ tôi": 2,
    "toi voi me toi": 2,
    "tôi với mẹ tôi mua thẻ bảo hiểm y tế hết bao nhiêu": 2,
    "cả nhà 7 người trong đó 2 đứa sinh viên 1 đứa dưới 6 tuổi": 7,
    "ca nha 7 nguoi trong do 2 dua sinh vien 1 dua duoi 6 tuoi": 7,
    "hai vợ chồng với 3 con trừ một đứa đã có thẻ": 4,
    "nhà 5 người trừ một đứa đã có thẻ": 4,
    "nha 5 nguoi tru mot dua da co the": 4,
    "nhà 6 người, trừ bà nội và một đứa đi học thì mua hết bao nhiêu": 4,
    "ba mẹ con": 3,
    "ba me con": 3,
    "ba mẹ con tôi mua thẻ": 3,
    "hai bố con với bà nội": 3,
    "ba mẹ em với 2 em nhỏ": 4,
    "bốn anh chị em": 4,
    "ba bà cháu": 3,
    "mệ với o và dượng mua thẻ hết mấy tiền": 3,
    "nhà tui có mệ, hai vợ chồng với ba đứa con": 6,
    "cố với mệ, hai vợ chồng tui mua bảo hiểm": 4,
    "vợ chồng tôi với mự": 3,
    "nhà có 2 người lớn và 3 trẻ em": 5,
    "3 người lớn 2 trẻ con": 5,
    "hai vợ chồng, 2 con, đứa lớn lớp 8 đứa nhỏ 4 tuổi": 4,
    "vợ chồng em có 2 con, 1 đứa lớp 8, 1 đứa 4 tuổi": 4,
    "2 vc 1 mẹ già 3 con": 6,
    "2vc 2 con": 4,
    "2 vợ chồng, 1 con trai, 2 con gái": 5,
    "em với chồng em và 1 bé 3 tuổi": 3,
    "nhà em có em, chồng em, mẹ chồng và 2 bé": 5,
    "vợ chồng tôi và bố mẹ hai bên": 6,
    "hai vợ chồng tôi mua bhyt, vợ tôi 45 tuổi": 2,
    "nhà 6 người nhưng chỉ mua cho 3 người": 3,
    "4 người à nhầm 5 người": 5,
    "nhà 5 người, hai cháu học sinh và 1 cháu dưới 6 tuổi": 5,
    "gia đình có 6 khẩu, 2 cháu đi học thì mua bhyt hết bao nhiêu": 6,
    "chào anh, nhà em 2 vợ chồng": 2,
    "cho tôi hỏi với, hai vợ chồng tôi": 2,
    "tui với mụ nhà tui mua hai cấy thẻ hết mấy đồng": 2,
    "bác với ông nhà bác mua hai thẻ thì hết mấy tiền hả cháu": 2,
    "vợ chồng em và hai cháu nhỏ": 4,
    "mua cho vợ và 2 con": 3,
    "bố mẹ tôi với tôi": 3,
    "bà ngoại, mẹ, hai chị em tôi": 4,
    "Nhà có ông bà, bố mẹ và tôi, tất cả 5 người": 5,
    "nha co hai vo chong chau voi mot be gai ba tuoi": 3,
    "dạ nhà con có ba mạ và ba chị em": 5,
    "hai ông bà già với thằng cháu": 3,
    "2 vợ chồng làm ruộng, ba đứa con đang học cấp 2, bà nội năm nay 81": 6,
    "60 người": 60,
    "1 vợ 2 con": 3,
    "tôi, vợ tôi và 3 con": 5,
    "hai vợ chồng già mua thẻ": 2,
    "ông bà nội với hai vợ chồng và 2 cháu": 6,
    "ba đứa mua thẻ": 3,
    "0 người": 0,
    "nhà em ba mẹ với em và 1 em gái": 4,
    "vợ với 2 con tôi mua hết bao nhiêu": 3,
    "nhà tôi gồm tôi và mẹ tôi": 2,
    "mình với vk và 2 bé": 4,
    "em vs ck e vs 1 đứa con": 3,
    "nhà tui hai vợ chồng với mệ già tám mươi tuổi": 3,
    "ông nội, bà nội, bố, mẹ và 2 con": 6,
    "nha co ong noi ba noi bo me va hai chi em": 6,
    "mệ tui với hai vợ chồng tui và hai đứa con": 5,
    "bọ mạ với hai đứa em": 4,
    "ông bà già, vợ chồng tui, thằng cu con": 5,
    "2 vợ chồng + 2 con + bà ngoại": 5,
    "gia đình 4 khẩu: hai vợ chồng, hai con": 4,
    "nhà 3 thế hệ: ông bà, bố mẹ, 2 con": 6,
    "hai mẹ con mua 2 thẻ": 2,
    "hai cặp vợ chồng và 3 đứa cháu": 7,
    "nhà 5 người, không tính bà nội thì 4": 4,
    "trừ bà nội ra thì nhà 5 người": 5,
    "một mẹ già với hai vợ chồng": 3,
    "bố chồng mẹ chồng, hai vợ chồng em, 1 con": 5,
    "cha, mẹ, chú, thím và 2 em": 6,
    "hai vợ chồng chưa có con": 2,
}


@pytest.mark.parametrize(("text", "count"), COUNTED.items())
def test_a_household_is_counted_in_full(text: str, count: int) -> None:
    assert values(text)["people_count"] == count
    assert values(text, "people_count")["people_count"] == count


@pytest.mark.parametrize(
    "text",
    [
        "vợ chồng em và các con",
        "hai vợ chồng và mấy đứa con",
        "2 vợ chồng với con cái",
        "hai vợ chồng và 2-3 đứa con",
        "bố mẹ tôi mua bảo hiểm y tế hết bao nhiêu",
        "mẹ tôi 72 tuổi mua thẻ",
        "nhà tôi có vợ và 2 con",
        "tôi có 3 đứa con mua thẻ hết bao nhiêu",
        "nhà 4 người và 1 cháu nhỏ",
        "giúp em với, mẹ em 70 tuổi",
        "không thuộc diện nào",
        "mỗi năm con đóng bao nhiêu",
        "ba em 60 tuổi với mẹ em 58 tuổi",
        "mua cho 2 đứa học sinh",
        "không người nào",
        "hai vợ chồng tôi mua hết bao nhiêu, mẹ tôi 81 tuổi thì sao",
        "ông nội bà nội ba mẹ và con",
        "mẹ và bé được hưởng gì",
        "vợ chồng và con",
        "chồng tôi mất thì vợ có được hưởng không",
        "con trai với con gái",
        "vợ chồng con trai với cháu nội",
        "ờ mẹ chị ở với chị nhưng hộ khẩu vẫn ở quê thì mua chung được không em",
        "khong mang the bhyt chi co can cuoc",
        "dai ly thu tien ma khong dua the",
        "2 con số cuối",
        "hai vợ chồng ba bốn đứa con",
        "cho em với mẹ em hỏi giá thẻ",
    ],
)
def test_a_number_that_is_left_open_is_not_guessed(text: str) -> None:
    assert "people_count" not in values(text)


_OTHER_WORDS_WITHOUT_ACCENTS = ("bọ mạ", "cố với", "dượng", "mự", "ba mạ", "tía", "vs", "bố chồng")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (fold(text), count)
        for text, count in COUNTED.items()
        if not any(word in text for word in _OTHER_WORDS_WITHOUT_ACCENTS)
    ],
)
def test_accents_left_out_never_make_a_household_smaller(text: str, count: int) -> None:
    assert values(text).get("people_count") in (count, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2 vợ chồng, ba đứa con đi học, bà nội 81 tuổi mua bhyt hết bao nhiêu",
            {"people_count": 6, "member_groups": ["student"] * 3, "age": 81},
        ),
        (
            "hai vợ chồng với 2 con nhỏ dưới 6 tuổi mua thẻ bhyt bao nhiêu",
            {"people_count": 4, "member_groups": ["child_under_6"] * 2},
        ),
        (
            "cả nhà 7 người trong đó 2 đứa sinh viên 1 đứa dưới 6 tuổi",
            {"people_count": 7, "member_groups": ["student", "student", "child_under_6"]},
        ),
        (
            "em với chồng em và 1 bé 3 tuổi",
            {"people_count": 3, "member_groups": ["child_under_6"], "age": 3},
        ),
        (
            "hai vợ chồng, hai đứa con đang học cấp 2",
            {"people_count": 4, "member_groups": ["student"] * 2},
        ),
        ("mua cho 2 đứa học sinh", {"member_groups": ["student"] * 2}),
        ("mua cho 2-3 đứa học sinh", {"household_category": "student"}),
    ],
)
def test_members_of_other_groups_are_counted_with_the_rest(
    text: str, expected: dict[str, object]
) -> None:
    assert values(text) == expected
