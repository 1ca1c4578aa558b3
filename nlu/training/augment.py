"""Other ways the same hand-written example reaches us, derived at training time.

For every example: without accents; with slips of the fingers and of the ear; in Nghệ Tĩnh words;
with half of its accents; and in abbreviations. The choices depend on nothing but the text itself,
so that training is repeatable.
"""

from __future__ import annotations

import random
import re
import zlib
from typing import Final

from nlu.text.fold import fold

_WORD = re.compile(r"[^\W\d_]+")

# Hỏi and ngã, initial and final consonants that sound alike in Nghệ An.
_EAR: Final = (
    ("ổ", "ỗ"),
    ("ỗ", "ổ"),
    ("ẻ", "ẽ"),
    ("ẽ", "ẻ"),
    ("ả", "ã"),
    ("ã", "ạ"),
    ("ữ", "ử"),
    ("ỉ", "ĩ"),
    ("ủ", "ũ"),
    ("tr", "ch"),
    ("ch", "tr"),
    ("s", "x"),
    ("gi", "d"),
    ("d", "gi"),
    ("r", "d"),
    ("ng", "n"),
)
_DIALECT: Final = (
    (r"bao nhiêu tiền", "mấy tiền"),
    (r"bao nhiêu", "bấy nhiêu"),
    (r"khi nào|bao giờ", "khi mô"),
    (r"ở đâu", "ở mô"),
    (r"đâu", "mô"),
    (r"chỗ nào", "chỗ mô"),
    (r"làm sao|như thế nào|làm thế nào", "mần răng"),
    (r"vì sao|tại sao", "vì răng"),
    (r"thế nào|sao", "răng"),
    (r"làm gì", "mần chi"),
    (r"cái gì|gì", "chi"),
    (r"không(?= \w)", "nỏ"),
    (r"chúng tôi", "choa"),
    (r"tôi|mình", "tui"),
    (r"vậy|thế", "rứa"),
    (r"bây giờ|giờ", "dừ"),
    (r"làm(?! hồ)", "mần"),
    (r"người", "ngài"),
    (r"muốn", "ưng"),
    (r"này", "ni"),
    (r"kia|đó", "tê"),
    (r"anh", "eng"),
    (r"nữa", "nựa"),
    (r"cái", "cấy"),
    (r"vợ", "gấy"),
    (r"cũng", "cụng"),
    (r"chỉ(?= cho| tôi| em)", "bày"),
)
_SHORT: Final = (
    ("không", "ko"),
    ("được", "đc"),
    ("bao nhiêu", "bn"),
    ("bảo hiểm xã hội", "bhxh"),
    ("bảo hiểm y tế", "bhyt"),
    ("bảo hiểm", "bh"),
    ("tự nguyện", "tn"),
    ("hộ gia đình", "hgd"),
    ("người", "ng"),
    ("em", "e"),
    ("như thế nào", "ntn"),
    ("gì", "j"),
    ("vậy", "v"),
    ("với", "vs"),
    ("rồi", "r"),
    ("đăng ký", "đk"),
    ("tháng", "th"),
    ("làm", "lm"),
    ("giờ", "h"),
    ("biết", "bik"),
    ("mình", "mk"),
)


def variants(text: str) -> list[str]:
    """Return the derived forms of an example, without the example itself or repeats."""
    chance = random.Random(zlib.crc32(text.encode()))  # noqa: S311
    lower = text.lower()
    regional = _replaced(lower, _DIALECT)
    typed = _mistyped(lower, chance)
    forms = (
        fold(text),
        fold(regional),
        regional,
        typed,
        fold(_mistyped(lower, chance)),
        _half_accented(lower, chance),
        _abbreviated(lower),
    )
    return [form for form in dict.fromkeys(forms) if form not in (text, lower)]


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for pattern, other in pairs:
        text = re.sub(rf"\b(?:{pattern})\b", other, text)
    return text


def _abbreviated(text: str) -> str:
    for full, short in _SHORT:
        text = re.sub(rf"\b{full}\b", short, text)
    return text


def _half_accented(text: str, chance: random.Random) -> str:
    return _WORD.sub(lambda found: fold(found[0]) if chance.random() < 0.5 else found[0], text)


def _mistyped(text: str, chance: random.Random) -> str:
    return _WORD.sub(
        lambda found: _slip(found[0], chance) if chance.random() < 0.2 else found[0], text
    )


def _slip(word: str, chance: random.Random) -> str:
    """Return the word as heard wrong, with two letters swapped, one dropped or one doubled."""
    heard = [(right, wrong) for right, wrong in _EAR if right in word]
    if heard and chance.random() < 0.5:
        return word.replace(*chance.choice(heard), 1)
    at = chance.randrange(len(word))
    if chance.random() < 0.5 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if chance.random() < 0.6 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]
