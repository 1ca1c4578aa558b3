"""Nghệ Tĩnh words put into the standard language.

The accented view translates them all. Without accents most are other words too (`mo` is also
surgery, `rang` a tooth, `chi` a cost), so there only the unambiguous ones are touched and the
classifier learns the rest from unaccented dialect examples.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NOT_TEETH: Final = "".join(
    f"(?<!{word} )" for word in ("nhổ", "đau", "làm", "trám", "bọc", "trồng", "hàm", "nha")
)
_PHRASES: Final = (
    (r"(bấy|bây) nhiêu|mấy nhiêu|bấy lăm", "bao nhiêu"),
    (r"mấy tiền|mấy đồng", "bao nhiêu tiền"),
    (r"khi mô|bựa mô|bao dừ|bao chừ", "bao giờ"),
    (r"mần (răng|ri|rứa)|mần mô", "làm sao"),
    (r"mần chi", "làm gì"),
    (r"răng (rứa|ri|nờ|hè|hầy)", "sao vậy"),
    (r"vì răng|răng mà", "vì sao"),
    (r"răng mô", "sao đâu"),
    (r"bầy choa|bọn choa|bọn tui|choa", "chúng tôi"),
    (r"(?<!quy )mô(?! hình|\b.{0,3}tô)", "đâu"),
    (rf"{_NOT_TEETH}răng(?! (khôn|hàm|sâu|giả|sứ|sữa|miệng|lợi|cửa))", "sao"),
    (
        r"(?<!chi )chi(?! (trả|phí|nhánh|tiết|tiêu|cục|bộ|hội|em|tiền|lương|ngân|viện|li|ly))",
        "gì",
    ),
    (r"bây dừ|bây giừ|chừ|dừ|giừ", "giờ"),
    (r"nỏ mô|nỏ", "không"),
    (r"khôông|khun|khôn(?= có| được| biết)", "không"),
    (r"tui", "tôi"),
    (r"rứa", "vậy"),
    (r"(?<=như )ri|ri(?= thì| là|$)", "thế này"),
    (r"nớ|tê(?! liệt| thấp| bì| tay| chân)", "kia"),
    (r"bựa ni|bữa ni", "hôm nay"),
    (r"bựa (qua|trước)", "hôm qua"),
    (r"(?<!su )ni(?! cô| tơ)", "này"),
    (r"ngài(?! đại)", "người"),
    (r"ưng(?! thư)", "muốn"),
    (r"bày(?= cho| tôi| em| chúng| với| giúp| tui| choa| cách)|biểu(?= tôi| cho)", "chỉ"),
    (r"mần(?! thinh)", "làm"),
    (r"hấn|hắn", "nó"),
    (r"eng", "anh"),
    (r"ả(?! rập)", "chị"),
    (r"(?<=chào )o|(?<=dạ )o|o(?= ơi| à| nì| nờ)", "cô"),
    (r"mự", "mợ"),
    (r"cấy", "cái"),
    (r"đàng", "đường"),
    (r"gấy", "vợ"),
    (r"nhông|dôn", "chồng"),
    (r"ngái", "xa"),
    (r"chộ", "thấy"),
    (r"nựa", "nữa"),
    (r"cụng", "cũng"),
    (r"sẹ", "sẽ"),
    (r"trửa", "giữa"),
    (r"nhởi", "chơi"),
    (r"chơ", "chứ"),
    (r"mệ|mụ", "bà"),
    (r"mạn(?= tiền)", "mượn"),
    (r"su(?= quá)", "sâu"),
)
_FOLDED: Final = (
    (r"bay nhieu|may nhieu", "bao nhieu"),
    (r"may tien|may dong", "bao nhieu tien"),
    (r"khi mo", "bao gio"),
    (r"(o|cho|noi) mo", r"\1 dau"),
    (r"man rang|mần rang", "lam sao"),
    (r"man chi", "lam gi"),
    (r"vi rang|rang rua", "vi sao"),
    (r"choa|bay choa", "chung toi"),
    (r"tui", "toi"),
    (r"eng", "anh"),
    (r"rua(?= (eng|anh|o|em|ha|hey|he|nhi|ad|ban|chi|co|a)\b| ?[?.!,]|$)", "vay"),
    (r"no (co|duoc|biet|phai|thay|can|hieu)", r"khong \1"),
)


_WORD = re.compile(r"[^\W\d_]+")
_CONTEXT = re.compile(r"\(\?<?[!=](?:[^()]|\([^()]*\))*\)")
"""What a pattern asks of the words around it."""


class _Rule(NamedTuple):
    words: frozenset[str]
    """One of them at least is in every text that the pattern finds something in."""
    pattern: re.Pattern[str]
    standard: str


def _rules(pairs: tuple[tuple[str, str], ...]) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            frozenset(_WORD.findall(_CONTEXT.sub(" ", pattern))),
            re.compile(rf"\b(?:{pattern})\b"),
            standard,
        )
        for pattern, standard in pairs
    )


_PHRASE_RULES: Final = _rules(_PHRASES)
_FOLDED_RULES: Final = _rules(_FOLDED)


def translate(text: str, *, accented: bool) -> str:
    """Return lower-case `text` in the standard language; `accented`: its writer uses accents."""
    words = frozenset(_WORD.findall(text))
    for rule in _PHRASE_RULES if accented else _FOLDED_RULES:
        if not rule.words.isdisjoint(words):
            text = rule.pattern.sub(rule.standard, text)
    return text
