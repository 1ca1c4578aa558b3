"""Hears what the intents do not tell apart: the phrases that editors listed, in `texts/cue.yml`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from bot.content.types import Content
from bot.understanding.address import Address
from bot.understanding.contract import Understander
from bot.understanding.month import find_month
from bot.understanding.splitting import pieces, questions
from nlu import Meaning
from nlu.text import views_of
from nlu.values import read
from nlu.values.amount import find_amounts
from nlu.values.tokens import tokenise

CUES = "cue.wish."
ENTRIES = "cue.entry."
LANGUAGE = "cue.language."
OWN = "own"
ONE_OF = ("scheme", "kind")
MOST_SENTENCES = 5
"""Sentences up to which a message is taken apart; a longer one is a story."""
GAP = "…"
_MARKS = re.compile(r"[^\w%]+")


class Hearing:
    """Adds to the values of a meaning what was heard beside its intent.

    - `locale`: the language that is asked for, by the phrases of its own `cue.yml`;
    - `cue`: the wish whose phrase the text holds, the first of the list;
    - `scheme` (`hi`, `si`) and `kind` (`compulsory`, `voluntary`), where the text names just one;
    - `entry`: the FAQ entry that must answer, whatever the intent, by phrases such as a fraud's;
    - `address`: how to call the citizen, by the word they use for themselves;
    - `parts`: each question with its own meaning, where the text asks several;
    - `month`: a month or a day without its year, where there is no full date;
    - `amounts`: every amount (VND), where there are several.
    """

    def __init__(self, understander: Understander, content: Content) -> None:
        self._understander = understander
        self._cues = cues(content)
        self._locales = {
            spoken.locale: patterns[OWN]
            for spoken in (content, *content.translations.values())
            if OWN in (patterns := phrases(spoken.texts, LANGUAGE))
        }
        self._entries = phrases(content.texts, ENTRIES)
        self._address = Address(content.texts)
        self._one_of = {key: phrases(content.texts, f"cue.{key}.") for key in ONE_OF}

    async def understand(self, text: str, awaiting: str | None) -> Meaning:
        """Return the meaning with what was heard."""
        whole = await self._heard(text, awaiting)
        sentences = pieces(text)
        if not 1 < len(sentences) <= MOST_SENTENCES:
            return whole
        parts = questions([(one, await self._heard(one, None)) for one in sentences])
        if not parts:
            return whole
        return dataclasses.replace(whole, values={**whole.values, "parts": parts})

    async def _heard(self, text: str, awaiting: str | None) -> Meaning:
        meaning = await self._understander.understand(text, awaiting)
        seen = views_of(text)
        heard: dict[str, object] = {}
        if awaiting == "sex":
            # Asked for it, people add the year: "nữ 1978".
            born = read(seen, "birth_year").values
            heard |= {key: born[key] for key in ("birth_year",) if key in born}
        words = words_of(seen.fold)
        if locale := first_heard(words, self._locales):
            heard["locale"] = locale
        if cue := first_heard(words, self._cues):
            heard["cue"] = cue
        if entry := first_heard(words, self._entries):
            heard["entry"] = entry
        if address := self._address.heard(seen.plain):
            heard["address"] = address
        for key, lists in self._one_of.items():
            named = [name for name, pattern in lists.items() if pattern.search(words)]
            if len(named) == 1:
                heard[key] = named[0]
        if "date" not in meaning.values and (month := find_month(seen.fold)):
            heard["month"] = month
        amounts = [found.value for found in find_amounts(tokenise(seen.nfc), None)]
        if len(amounts) > 1:
            heard["amounts"] = amounts
        return dataclasses.replace(meaning, values={**meaning.values, **heard})


def cues(content: Content) -> dict[str, re.Pattern[str]]:
    """Return the patterns of the wishes, those of the first language before its translations'."""
    found = phrases(content.texts, CUES)
    for translation in content.translations.values():
        for name, pattern in phrases(translation.texts, CUES).items():
            ways = dict.fromkeys([found.get(name, pattern).pattern, pattern.pattern])
            found[name] = re.compile("|".join(ways))
    return found


def phrases(texts: Mapping[str, str], prefix: str) -> dict[str, re.Pattern[str]]:
    """Return for each list of phrases under `prefix` the pattern that finds one of them.

    A list holds a phrase a line; `…` stands for any words between. Accents and abbreviations are
    read as in what citizens write.
    """
    lists = {
        key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)
    }
    return {
        name: re.compile("|".join(_patterns(text.splitlines()))) for name, text in lists.items()
    }


def first_heard(words: str, lists: Mapping[str, re.Pattern[str]]) -> str | None:
    """Return the name of the first list of which `words` hold a phrase."""
    return next((name for name, pattern in lists.items() if pattern.search(words)), None)


def words_of(folded: str) -> str:
    """Return the words alone, with single spaces between."""
    return " ".join(_MARKS.sub(" ", folded).split())


def _patterns(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        parts = [words_of(views_of(part).fold) for part in line.split(GAP)]
        yield r"\b" + r"\b.*\b".join(re.escape(part) for part in parts if part) + r"\b"
