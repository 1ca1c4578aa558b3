"""Written Vietnamese made readable aloud: no signs, brackets or addresses, numbers in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bot.conversation.aloud.numerals import digits_in_words, in_words

_ADDRESS = re.compile(r"https?://\S+|\b(?:[\w-]+\.)+(?:vn|com|org|net)\b\S*")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_QUOTED = re.compile(r"[\"“]([^\"“”\n]*)[\"”]")
_FORM = re.compile(r",?(?: theo)?(?: mẫu)? \b[A-ZĐ]{1,3}\d+(?:-[A-Z]+)+\b")
_COUNTED = re.compile(r"^\d+[.)]\s+", re.MULTILINE)
_PHONE = re.compile(
    r"(?<![\d.,/])(?:1[89]00(?: \d{2,4})?|0\d{2,4}(?:[ .]?\d{2,4}){1,3})(?!\d|[.,/]\d)"
)
_DECREE = re.compile(
    r"\b(nghị định|nghị quyết|quyết định|thông tư|luật|công văn|số)( (?:số )?)"
    r"(\d+)(?:/(\d{4}))?(?:/[A-ZĐ][\w-]*)?(?:/[\w-]+)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])")
_MONTH = re.compile(r"\b(tháng )?(\d{1,2})/(\d{4})\b")
_PERCENT = re.compile(r"(\d+)(?:,(\d+))?%")
_DECIMAL = re.compile(r"\b(\d+),(\d+)\b")
_GROUPED = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")
_RANGE = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_NUMBER = re.compile(r"\d+")
_EITHER = re.compile(r"(?<=[^\W\d])/(?=[^\W\d])")
_QUIET = re.compile(r"[\"“”«»*_#|~<>\[\]{}]")
_DASH = re.compile(r"\s+[-–—]\s+")
_SPACE = re.compile(r"[ \t]+")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?])")


def readings(lines: str) -> dict[str, str]:
    """Return how each written form is read, from lines such as `BHYT = bảo hiểm y tế`."""
    pairs = (line.partition(" = ") for line in lines.splitlines() if line.strip())
    return {written: read for written, _, read in pairs}


def speakable(text: str, read_as: Mapping[str, str], *, whole: bool = False) -> str:
    """Return `text` as it is read aloud, line by line.

    What stands in brackets is left out, unless it must be read `whole`; a sentence that leads to an
    address loses the address. `read_as` says how abbreviations are read.
    """
    text = _QUOTED.sub(lambda found: found[1].rstrip("?!. "), text)
    text = text.replace(" (", ", ").replace(")", ",") if whole else _BRACKETS.sub("", text)
    text = _FORM.sub("", _COUNTED.sub("", _ADDRESS.sub("", text)))
    text = _DASH.sub(", ", _QUIET.sub("", text))
    for written in sorted(read_as, key=len, reverse=True):
        read = read_as[written]
        for form, said in ((written, read), (_capital(written), _capital(read))):
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", said, text)
    text = _numbers(text)
    text = "".join(sign for sign in text if not _is_picture(sign))
    lines = (_BEFORE_STOP.sub("", _SPACE.sub(" ", line)).strip(" ,") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _numbers(text: str) -> str:
    text = _PHONE.sub(lambda found: digits_in_words(re.sub(r"\D", "", found[0])), text)
    text = _DECREE.sub(_decree, text)
    text = _DAY.sub(_day, text)
    text = _MONTH.sub(lambda found: f"tháng {_n(found[2])} năm {_n(found[3])}", text)
    text = _PERCENT.sub(lambda found: f"{_decimal(found[1], found[2])} phần trăm", text)
    text = _DECIMAL.sub(lambda found: _decimal(found[1], found[2]), text)
    text = _GROUPED.sub(lambda found: in_words(int(found[0].replace(".", ""))), text)
    text = _EITHER.sub(" hoặc ", _RANGE.sub(" đến ", text))
    return _NUMBER.sub(lambda found: _n(found[0]), text)


def _n(digits: str) -> str:
    return in_words(int(digits))


def _decimal(whole: str, part: str | None) -> str:
    return _n(whole) if part is None else f"{_n(whole)} phẩy {digits_in_words(part)}"


def _decree(found: re.Match[str]) -> str:
    kind, between, number, year = found.groups()
    tail = f" năm {_n(year)}" if year else ""
    return f"{kind}{between}{_n(number)}{tail}"


def _day(found: re.Match[str]) -> str:
    _, day, month, year = found.groups()
    said = f"ngày {_n(day)} tháng {_n(month)}"
    return f"{said} năm {_n(year)}" if year else said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sk", "Cs", "Co"} or sign in "•▪●→✓️‍"
