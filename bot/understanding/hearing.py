"""Hears what the intents do not tell apart: the phrases that editors listed, in `texts/cue.yml`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

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
_WORD = re.compile(r"\w+")


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

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        """Return the meaning with what was heard."""
        whole = await self._heard(text, awaiting, today)
        sentences = pieces(text)
        if not 1 < len(sentences) <= MOST_SENTENCES:
            return whole
        parts = questions([(one, await self._heard(one, None, today)) for one in sentences])
        if not parts:
            return whole
        return dataclasses.replace(whole, values={**whole.values, "parts": parts})

    async def _heard(self, text: str, awaiting: str | None, today: date | None) -> Meaning:
        meaning = await self._understander.understand(text, awaiting, today)
        seen = views_of(text)
        heard: dict[str, object] = {}
        if awaiting == "sex":
            # Asked for it, people add the year: "nữ 1978".
            born = read(seen, "birth_year", today).values
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
            named = list(heard_in(words, lists))
            if len(named) == 1:
                heard[key] = named[0]
        if "date" not in meaning.values and (month := find_month(seen.fold)):
            heard["month"] = month
        amounts = [found.value for found in find_amounts(tokenise(seen.nfc), None)]
        if len(amounts) > 1:
            heard["amounts"] = amounts
        if not heard:
            return meaning
        return dataclasses.replace(meaning, values={**meaning.values, **heard})


class Phrases(NamedTuple):
    """A list of phrases."""

    openings: frozenset[str]
    """Their first words: most sentences hold none of them."""
    pattern: re.Pattern[str]
    """Finds one of them."""


def cues(content: Content) -> dict[str, Phrases]:
    """Return the phrases of the wishes, those of the first language before its translations'."""
    found = phrases(content.texts, CUES)
    for translation in content.translations.values():
        ours_too = content.texts.items()
        own = {key: text for key, text in translation.texts.items() if (key, text) not in ours_too}
        for name, theirs in phrases(own, CUES).items():
            ours = found.get(name, theirs)
            ways = dict.fromkeys([ours.pattern.pattern, theirs.pattern.pattern])
            found[name] = Phrases(ours.openings | theirs.openings, re.compile("|".join(ways)))
    return found


def phrases(texts: Mapping[str, str], prefix: str) -> dict[str, Phrases]:
    """Return each list of phrases under `prefix` by its name.

    A list holds a phrase a line; `…` stands for any words between. Accents and abbreviations are
    read as in what citizens write.
    """
    lists = {
        key.removeprefix(prefix): [parts for line in text.splitlines() if (parts := _parts(line))]
        for key, text in texts.items()
        if key.startswith(prefix)
    }
    return {
        name: Phrases(
            frozenset(word for parts in lines for word in _WORD.findall(parts[0])[:1]),
            re.compile("|".join(map(_pattern, lines))),
        )
        for name, lines in lists.items()
    }


def heard_in(words: str, lists: Mapping[str, Phrases]) -> Iterator[str]:
    """Yield the names of the lists of which `words` hold a phrase."""
    said = frozenset(_WORD.findall(words))
    for name, (openings, pattern) in lists.items():
        if not openings.isdisjoint(said) and pattern.search(words):
            yield name


def first_heard(words: str, lists: Mapping[str, Phrases]) -> str | None:
    """Return the name of the first list of which `words` hold a phrase."""
    return next(heard_in(words, lists), None)


def words_of(folded: str) -> str:
    """Return the words alone, with single spaces between."""
    return " ".join(_MARKS.sub(" ", folded).split())


def _parts(line: str) -> list[str]:
    """Return what stands between the gaps of a phrase."""
    parts = [words_of(views_of(part).fold) for part in line.split(GAP)]
    return [part for part in parts if part]


def _pattern(parts: Iterable[str]) -> str:
    return r"\b" + r"\b.*\b".join(map(re.escape, parts)) + r"\b"
