"""Which strings are Vietnamese syllables, from onset, rime and tone; and where the tone is written.

About 2,800 toneless syllables by up to six tones. Real dictionaries know some 7,000 of them; the
rest are possible and unused, which is enough to tell a typed word from a keyboard left-over.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from nlu.text.words import word_set

TONES: Final = {
    "sắc": "\u0301",
    "huyền": "\u0300",
    "hỏi": "\u0309",
    "ngã": "\u0303",
    "nặng": "\u0323",
}
_TONE_MARKS: Final = frozenset(TONES.values())
_STOPPED_TONES: Final = frozenset({TONES["sắc"], TONES["nặng"]})
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_MARKED: Final = frozenset("ăâêôơư")

_ONSETS: Final = word_set("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_RIMES: Final = word_set("""
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh
ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo
oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uâc uân uâng uât
uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh
uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh
""")
_FRONT = ("e", "ê", "i", "y")


def _fits(onset: str, rime: str) -> bool:
    """Return whether spelling lets that onset stand before that rime."""
    if onset in ("c", "g", "ng"):
        return not rime.startswith(_FRONT) or (onset == "g" and rime in ("i", "in", "im"))
    if onset in ("k", "gh", "ngh"):
        return rime.startswith(_FRONT) or (onset == "k" and rime == "a")
    if onset == "qu":
        return not rime.startswith(("o", "ô", "u", "ư"))
    if onset == "gi":
        return not rime.startswith(("i", "y"))
    return True


_BASES: Final = _RIMES | frozenset(
    onset + rime for onset in _ONSETS for rime in _RIMES if _fits(onset, rime)
)


def split_tone(word: str) -> tuple[str, str]:
    """Return the word without its tone marks, and those marks (several if mistyped)."""
    base: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in _TONE_MARKS else base).append(char)
    return unicodedata.normalize("NFC", "".join(base)), "".join(tones)


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Return whether a lower-case NFC word is a possible Vietnamese syllable."""
    base, tone = split_tone(word)
    if base not in _BASES or len(tone) > 1:
        return False
    stopped = base.endswith(("c", "ch", "p", "t"))
    return not stopped or tone in _STOPPED_TONES or (not tone and word.isascii())


def compose(base: str, tone: str) -> str:
    """Return a toneless syllable with its tone on the letter where classic spelling puts it.

    `compose("hoa", TONES["huyền"])` is `hòa`; an empty tone returns the base.
    """
    if not tone:
        return base
    start = 2 if base.startswith("qu") or (base.startswith("gi") and _vowels_after(base, 2)) else 0
    places = [i for i, char in enumerate(base) if i >= start and char in _VOWELS]
    if not places:
        return base
    marked = [i for i in places if base[i] in _MARKED]
    if marked:
        place = marked[-1]
    elif len(places) == 1:
        place = places[0]
    elif places[-1] < len(base) - 1 or len(places) > 2:
        place = places[1]
    else:
        place = places[0]
    return unicodedata.normalize("NFC", base[: place + 1] + tone + base[place + 1 :])


def _vowels_after(base: str, index: int) -> bool:
    return any(char in _VOWELS for char in base[index:])


@lru_cache(maxsize=4096)
def respell(word: str) -> str:
    """Return the classic spelling of a word whose tone or horn sits elsewhere (hoà, chaò, ngừoi).

    A word that does not become a syllable that way is returned as it is.
    """
    if word.isascii():
        return word
    base, tone = split_tone(word)
    if len(tone) > 1:
        return word
    stem = mend(base)
    return word if stem is None else compose(stem, tone)


def mend(base: str) -> str | None:
    """Return a toneless syllable with the horn or hat a typist forgot (`đuơc`, `vien`), or None."""
    stems = (base, base.replace("uơ", "ươ").replace("ưo", "ươ"), base.replace("ie", "iê"))
    return next((stem for stem in stems if stem in _BASES), None)
