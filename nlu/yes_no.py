"""Yes or no to a question that allows nothing else, without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlu.values.tokens import Words, tokenise

if TYPE_CHECKING:
    from nlu.text import Views

_ACTS: Final = {"consent": ("gọi", "lưu"), "confirm_delete": ("xóa", "xoá")}
"""What is awaited after such a question, and the words that repeat what would be done."""
_YES: Final = (
    "có", "vâng", "ừ", "ừm", "ờ", "đúng", "phải", "được", "rồi", "chuẩn", "đồng", "ý",
    "nhất", "trí", "chắc", "chắn", "yes", "y", "chịu", "ưng", "muốn", "xác", "nhận", "tất", "nhiên",
)  # fmt: skip
_NO: Final = Words.of("không", "nỏ", "chưa", "khỏi", "đừng", "no", "nope")
_ENOUGH: Final = Words.of("thôi", "khoan")
"""A no where nothing else says yes: `thôi` is, `thôi được` is not."""
_NEITHER: Final = (
    "dạ", "ạ", "a", "em", "anh", "chị", "cô", "chú", "bác", "cháu", "con", "bà", "ông", "tôi",
    "mình", "bạn", "quản", "trị", "nhé", "nha", "nhe", "ơi", "à", "hè", "hầy", "nớ", "đi", "luôn",
    "thì", "cứ", "cũng", "thế", "vậy", "mà", "nữa", "đâu", "đó", "là", "chứ", "với", "và", "hết",
    "xin", "phép", "kiếu", "cần", "cho", "số", "điện", "thoại", "thông", "tin", "lại", "hoàn",
    "toàn",
)  # fmt: skip
_LONGEST: Final = 8


def yes_no(seen: Views, awaiting: str | None) -> str | None:
    """Return `affirm` or `deny` where such a question is open and the text is nothing but that.

    A text with other words, one that says both, and a question (`được không`) are left to the
    model: nobody is taken to have agreed to what they may not have.
    """
    acts = _ACTS.get(awaiting or "")
    if acts is None:
        return None
    tokens = tokenise(seen.nfc)
    words = [token for token in tokens if token.text[0].isalpha()]
    if not 0 < len(words) <= _LONGEST or any(token.text == "?" for token in tokens):
        return None
    # Without accents `dung` is đúng as well as đừng.
    certain = all(token.text != "dung" for token in words) or seen.fold.startswith("dung roi")
    if not certain or not all(word.says(*acts, *_YES, *_NO, *_ENOUGH, *_NEITHER) for word in words):
        return None
    said = "".join(
        "+" if word.says(*_YES, *acts) else "-" if word.among(_NO) else "" for word in words
    )
    if said.startswith("-"):
        return "deny" if said.count("-") == 1 else None
    stops = [word.among(_ENOUGH) for word in words]
    if said:
        return "affirm" if "-" not in said and not stops[-1] else None
    if any(stops):
        return "deny"
    return "affirm" if words[0].says("dạ") else None
