"""A person's name, read only when it was asked for or introduced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlu.text.words import word_set

if TYPE_CHECKING:
    from nlu.text import Views

_INTRODUCED = re.compile(
    r"\b(?:họ(?: và)? tên|tên)(?: (?:tôi|em|mình|tui|cháu|chị|anh|bác|cô|chú))?(?: là)?:? +"
    r"((?:[^\W\d_]+ ?){1,5})",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\A(?:(?:dạ|vâng|ừ|à|thưa|da|vang|tôi|toi|em|mình|minh|tui|cháu|chau|chị|anh|bác|cô|chú|là|la|"
    r"tên|ten|họ|ho|ho ten|e|chào)[ ,:]+)+(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[ ,.]+(?:ạ|nhé|nha|em ạ|em nhé|đó|ơi|a)[ .!]*\Z", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,5}\Z")
_NO_NAME: Final = word_set(
    "không khong ko gì sao đâu nào nao nhiêu nhieu mấy muốn muon hỏi hoi bhyt bhxh hiểm hiem tiền "
    "mua được duoc phải phai thôi thoi vâng vang dạ đúng rồi roi chưa chua hủy xóa xoa gặp gap cán "
    "số điện thoại thoai tính chào chao ok ừ cảm ơn on"
)


def find_name(seen: Views, awaiting: str | None) -> str | None:
    """Return the name the message gives, as written, or None. Sentences are no names."""
    if awaiting != "name":
        return None
    introduced = _INTRODUCED.search(seen.written)
    text = introduced[1] if introduced else _LEADING.sub("", seen.written.strip(" .,!"))
    text = _TRAILING.sub("", text).strip(" .,!")
    words = text.split()
    if not _NAME.match(text) or any(word.lower() in _NO_NAME for word in words):
        return None
    return text if text != text.lower() else text.title()
