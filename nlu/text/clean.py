"""What a keyboard, a copy or an attacker puts around the words, taken away first."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from nlu.text.encodings import repair

LIMIT: Final = 1000
"""Characters of a message that are read. Longer ones are copies of documents, not questions."""

# NFC may shorten decomposed text by a factor of up to three marks a letter.
_RAW_LIMIT: Final = LIMIT * 4
_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f"
    "\ud800-\udfff]"
)
_LEFT_MARKS = re.compile("[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_CYRILLIC = re.compile("[аеорсхАЕОРСХ]")
_CYRILLIC_WORD = re.compile(r"\w*[аеорсхАЕОРСХ]\w*")
_LATIN = re.compile(r"[a-zA-Z]")
_LOOK_ALIKES = str.maketrans("аеорсхАЕОРСХ", "aeopcxAEOPCX")
_LETTERS = str.maketrans("Ððƀ０１２３４５６７８９", "Đđb0123456789")


def clean(text: str) -> str:
    """Return `text` in NFC without invisible characters, at most `LIMIT` characters long.

    A wrong encoding is undone first, and marks that belong to no letter are dropped.
    Full-width digits become ASCII, every run of white space one space, Cyrillic look-alikes inside
    Latin words their Latin letter. A leading `/` is dropped: it is a command language of Rasa, and
    citizens do not speak it.
    """
    text = _INVISIBLE.sub("", repair(text[:_RAW_LIMIT]))
    text = _LEFT_MARKS.sub("", unicodedata.normalize("NFC", text).translate(_LETTERS))
    text = text[:LIMIT]
    if _CYRILLIC.search(text):
        text = _CYRILLIC_WORD.sub(_latinised, text)
    return " ".join(text.split()).lstrip("/ ")


def _latinised(found: re.Match[str]) -> str:
    """Return a word with Latin letters for look-alikes, if it has a Latin letter already."""
    return found[0].translate(_LOOK_ALIKES) if _LATIN.search(found[0]) else found[0]
