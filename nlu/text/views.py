"""The views of one message: as written, in readable Vietnamese, and without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.text.abbreviations import expand
from nlu.text.clean import clean
from nlu.text.dialect import translate
from nlu.text.fold import fold
from nlu.text.keyboards import decode
from nlu.text.repeats import shorten
from nlu.text.syllables import respell

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Views:
    """One message, five ways. `nfc` and `fold` have the same length, so spans hold in both."""

    raw: str
    """As received, for staff and for nothing else."""
    written: str
    """Cleaned, with the capitals and the words of the writer: for names and telephone numbers."""
    plain: str
    """Lower case, decoded and respelled, abbreviations and dialect untouched: for place names."""
    nfc: str
    """Lower case, abbreviations and dialect in full, accents kept and in their classic place."""
    fold: str
    """`nfc` without accents."""


@lru_cache(maxsize=256)
def views_of(text: str) -> Views:
    """Return the views of any text. Never raises; reads at most `clean.LIMIT` characters."""
    written = clean(text)
    plain = decode(shorten(written.lower()))
    accented = not plain.isascii()
    if accented:
        plain = _WORD.sub(lambda found: respell(found[0]), plain)
        accented = plain != fold(plain)
    nfc = translate(expand(plain), accented=accented)
    return Views(raw=text, written=written, plain=plain, nfc=nfc, fold=fold(nfc))
