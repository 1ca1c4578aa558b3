"""Telex and VNI keys left in the text by an input method that was off (`bieets`, `tie62n`).

A word is decoded only if the result is a syllable and the word as typed was not; English words
that happen to decode (`is`, `box`) need company: another decoded word, or a key sequence no
language has.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from nlu.text.syllables import TONES, compose, is_syllable, mend
from nlu.text.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

_TELEX_TONES: Final = {
    "s": TONES["sắc"],
    "f": TONES["huyền"],
    "r": TONES["hỏi"],
    "x": TONES["ngã"],
    "j": TONES["nặng"],
}
_VNI_TONES: Final = dict(zip("12345", TONES.values(), strict=True))
_TELEX_PAIRS: Final = (
    ("dd", "đ"),
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_STRONG = re.compile(r"(aa|ee|oo|[aou]w|^dd).*[sfrxj]|^dd.*(aa|ee|oo|[aou]w)|uwow|uow")
_VNI_WORD = re.compile(r"(?!.*\d{3})[a-zđ]+[1-9][a-zđ1-9]*\Z")
"""Three number keys in a row end no syllable: they are a number (`o912345678`)."""
_VNI_STRONG = re.compile(r"[6-9]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_ENGLISH: Final = word_set(
    """
    a an and are as at been box bus but can car far fax fix for free from gas good has her his how
    i if in is it max me mix much my of on or our pos see six so soon tax that the they this to too
    us was what who why yes you your
    """
)


@lru_cache(maxsize=4096)
def telex(word: str) -> str | None:
    """Return the syllable a lower-case ASCII word spells in Telex keys, or None."""
    if not word.isascii() or not word.isalpha() or is_syllable(mend(word) or word):
        return None
    return next(filter(None, (_telex_with_tone(word, at) for at in _tone_places(word))), None)


def _tone_places(word: str) -> list[int]:
    """Return where a tone key may stand: after a vowel, the last key first; -1 for none."""
    first = next((at for at, char in enumerate(word) if char in "aeiouy"), len(word))
    return [at for at in range(len(word) - 1, first, -1) if word[at] in _TELEX_TONES] + [-1]


def _telex_with_tone(word: str, at: int) -> str | None:
    tone = _TELEX_TONES[word[at]] if at > 0 else ""
    base = word if at < 0 else word[:at] + word[at + 1 :]
    for keys, letter in _TELEX_PAIRS:
        base = base.replace(keys, letter)
    if base.endswith("w") or "w" in base[1:]:
        base = _late_horn(base.replace("w", "", 1))
    syllable = compose(mend(base) or base, tone)
    return syllable if syllable != word and is_syllable(syllable) else None


def _late_horn(base: str) -> str:
    """Return the base with the horn or breve that a `w` typed after the vowel asks for."""
    for plain, horned in (("uo", "ươ"), ("o", "ơ"), ("u", "ư"), ("a", "ă")):
        if plain in base:
            return base.replace(plain, horned, 1)
    return base


@lru_cache(maxsize=4096)
def vni(word: str) -> str | None:
    """Return the syllable a lower-case word spells in VNI keys, or None if it spells none."""
    if not _VNI_WORD.match(word):
        return None
    base, tone = "", ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key.isdigit():
            base = _vni_mark(base, key)
        else:
            base += key
    syllable = compose(base, tone)
    return syllable if is_syllable(syllable) else None


def _vni_mark(base: str, key: str) -> str:
    pairs = {
        "6": (("a", "â"), ("e", "ê"), ("o", "ô")),
        "7": (("uo", "ươ"), ("o", "ơ"), ("u", "ư")),
        "8": (("a", "ă"),),
        "9": (("d", "đ"),),
    }[key]
    for plain, marked in pairs:
        at = base.rfind(plain) if key != "9" else base.find(plain)
        if at >= 0:
            return base[:at] + marked + base[at + len(plain) :]
    return base


def decode(text: str) -> str:
    """Return lower-case `text` with the words left in Telex or VNI keys put into Vietnamese."""
    words = _WORD.findall(text)
    for decoder, strong in ((telex, _STRONG), (vni, _VNI_STRONG)):
        if decoder is vni and not _DIGIT.search(text):
            continue
        decoded = {word: syllable for word in set(words) if (syllable := decoder(word))}
        sure = len(decoded) > 1 or any(
            strong.search(word) or (word not in _ENGLISH and decoder is telex) for word in decoded
        )
        if decoded and sure and not _is_english(words):
            text = _WORD.sub(lambda found, by=decoded: by.get(found[0], found[0]), text)  # type: ignore[misc]
    return text


def _is_english(words: Sequence[str]) -> bool:
    """Return whether a quarter of more than two words are English."""
    return len(words) > 2 and sum(word in _ENGLISH for word in words) * 4 >= len(words)
