"""Words that values are made of, as they are mistyped: `chiệu rưởi`, `4 khẫu`, `huyên Yên Thành`.

Only these few words are put right, and only where what was typed is no other word: a slip in the
rest of a sentence is the classifier's to bear.
"""

from __future__ import annotations

from typing import Final

from nlu.text.fold import fold

_WORDS: Final = {
    "khau": ("khẩu", "khâu khấu kháu"),
    "trieu": ("triệu", "triều triểu"),
    "chieu": ("triệu", "chiều chiếu chiêu chiểu"),
    "ruoi": ("rưỡi", "ruồi rươi ruổi ruỗi rười"),
    "nghin": ("nghìn", ""),
    "ngin": ("nghìn", ""),
    "ngheo": ("nghèo", "nghẹo nghêo"),
    "ngeo": ("nghèo", "ngoẻo"),
    "tuoi": ("tuổi", "tươi tưới"),
    "nguoi": ("người", "nguội nguôi ngươi nguối"),
    "huyen": ("huyện", "huyền huyễn"),
    "thang": ("tháng", "thăng thắng thẳng thằng"),
    "muoi": ("mười", "mươi muối muỗi muội muồi"),
    "bon": ("bốn", "bón bồn bòn bổn bộn bọn bợn"),
    "chin": ("chín", ""),
    "mot": ("một", "mốt mọt mót mớt"),
    "nhieu": ("nhiêu", "nhiều nhiễu"),
}
"""Unaccented form to the word meant and the other words that are written like it."""


def put_right(word: str) -> str:
    """Return the word of a number or unit that a lower-case word is a slip for, or the word.

    A word without any accent is left alone: leaving them all out is no slip.
    """
    folded = fold(word)
    if folded == "ngeo":
        return "nghèo"
    if folded == word or folded not in _WORDS:
        return word
    meant, others = _WORDS[folded]
    return word if word in others.split() else meant
