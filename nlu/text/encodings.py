"""Text in the encoding of another age or of a broken copy, read as what it was.

UTF-8 taken for Windows-1252 (`Báº£o hiá»ƒm`), TCVN3 (ABC, `B¶o hiÓm`), VNI-Windows (`Baûo hieåm`)
and VIQR (`Ba?o hie^?m`). A text is decoded only where that is certain: little in it is Vietnamese
as it stands, and all of it is afterwards.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from nlu.text.syllables import TONES, is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable

# What Windows-1252 makes of each byte; the five bytes it does not define stay themselves.
_BYTES: Final = {
    bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)
} | {chr(code): code for code in range(0x80, 0xA0)}
_RUN = re.compile(f"[{''.join(map(re.escape, _BYTES))}]{{2,}}")
_PLAUSIBLE = re.compile(
    "[\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u20cf\U0001f000-\U0001faff]+"
)

_TCVN3: Final = dict(
    zip(
        "¡¢§£¤¥¦¨©®ª«¬\u00adµ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ",
        "ĂÂĐÊÔƠƯăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
        strict=True,
    )
)
_HAT: Final = "\u0302"
_BREVE: Final = "\u0306"
_HORN: Final = "\u031b"
# The order of each row is that of TONES; before the tones, the letter that has none.
_VNI_MARKS: Final = {
    **dict(zip("ùøûõï", TONES.values(), strict=True)),
    **dict(zip("âáàåãä", (_HAT + tone for tone in ("", *TONES.values())), strict=True)),
    **dict(zip("êéèúüë", (_BREVE + tone for tone in ("", *TONES.values())), strict=True)),
}
_VNI_LETTERS: Final = {"ö": "ư", "ô": "ơ", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_SYLLABLE = re.compile(
    f"([aeouyöôAEOUYÖÔ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])"
)

_VIQR_MARKS: Final = {
    "^": _HAT,
    "(": _BREVE,
    "+": _HORN,
    **dict(zip("'`?~.", TONES.values(), strict=True)),
}
_VIQR_CERTAIN = re.compile(r"[aeo]\^['`?~.]?|[uo]\+['`?~.]?|a\(['`?~.]?", re.IGNORECASE)
_VIQR_WORD = re.compile(r"[a-z]+(?:[\^(+'`?~.]+[a-z]+)*[\^(+'`?~.]*", re.IGNORECASE)
_VIQR_LETTER = re.compile(r"([aeiouy])([\^(+]?)(['`?~.]?)", re.IGNORECASE)

_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u036f]")
_LATIN1 = re.compile("[\u00a1-\u00ff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS: Final = frozenset("¡¢§£¤¥¦¨©®«¬\u00adµ¸¶·¹»¾¼½×÷")
_LEAST: Final = 2
"""Accented syllables that have to appear: one may do so by chance (`5µm`)."""


def repair(text: str) -> str:
    """Return the text as it was before a wrong encoding, or as it is where that is not certain."""
    if text.isascii():
        return _viqr(text) if _VIQR_CERTAIN.search(text) else text
    text = _RUN.sub(_utf8, text)
    if _MODERN.search(text) or not _LATIN1.search(text):
        return text
    return _legacy(text, _tcvn3) or _legacy(text, _vni) or text


def _utf8(found: re.Match[str]) -> str:
    """Return a run of Windows-1252 letters as the UTF-8 it was read from, or as it is."""
    try:
        decoded = bytes(_BYTES[char] for char in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
    return decoded if _PLAUSIBLE.fullmatch(decoded) else found[0]


def _legacy(text: str, decode: Callable[[str], str]) -> str | None:
    """Return the text decoded if every accented word becomes a syllable and few were one."""
    decoded = decode(text)
    pairs = [
        (before, after)
        for before, after in zip(text.split(), decoded.split(), strict=True)
        if before != after
    ]
    already = sum(_is_word(before) for before, _ in pairs)
    if (
        len(pairs) < _LEAST
        or already * 2 > len(pairs)
        or not all(_is_word(after) for _, after in pairs)
    ):
        return None
    return decoded


def _is_word(piece: str) -> bool:
    """Return whether all letters of a piece of text are syllables."""
    words = _LETTERS.findall(unicodedata.normalize("NFC", piece).lower())
    return bool(words) and all(map(is_syllable, words)) and not _SIGNS & set(piece)


def _tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


def _vni(text: str) -> str:
    def accented(found: re.Match[str]) -> str:
        return _VNI_LETTERS.get(found[1].lower(), found[1]) + _VNI_MARKS[found[2].lower()]

    def alone(char: str) -> str:
        letter = _VNI_LETTERS.get(char.lower(), char)
        return letter.upper() if char.isupper() else letter

    decoded = _VNI_SYLLABLE.sub(accented, text)
    return unicodedata.normalize("NFC", "".join(map(alone, decoded)))


def _viqr(text: str) -> str:
    """Return the text decoded, if most of its marked words become syllables.

    A `.` or `?` at the end of the text ends the sentence.
    """
    marked = [word for word in _VIQR_WORD.findall(text) if _VIQR_CERTAIN.search(word)]
    # `a^2` and `o+` are decoded where there are longer words.
    longer = [word for word in marked if sum(map(str.isalpha, word)) > 1]
    right = sum(_viqr_word(word) != word for word in longer)
    if not longer or right * 4 < len(longer) * 3:
        return text
    body = text.rstrip("?. ")
    return _VIQR_WORD.sub(lambda found: _viqr_word(found[0]), body) + text[len(body) :]


def _viqr_word(word: str) -> str:
    """Return the syllable a word spells, with a sign that ends the sentence behind it."""
    for end in (len(word), len(word.rstrip("?.'`"))):
        stem = re.sub("dd", "đ", word[:end], flags=re.IGNORECASE)
        marks = _VIQR_LETTER.sub(_viqr_letter, stem)
        syllable = unicodedata.normalize("NFC", marks)
        if syllable != word and is_syllable(syllable.lower()):
            return syllable + word[end:]
    return word


def _viqr_letter(found: re.Match[str]) -> str:
    return found[1] + "".join(_VIQR_MARKS[mark] for mark in (found[2], found[3]) if mark)
