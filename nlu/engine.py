"""The engine that runs in the bot's own process: values first, then the classifier and the FAQ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nlu.bare_topic import candidates_of
from nlu.faq import FaqIndex
from nlu.intents import UNCLEAR
from nlu.meaning import Meaning
from nlu.model.codes import codes_of
from nlu.model.linear import MODEL, LinearModel
from nlu.model.questions import Questions
from nlu.outside import is_outside
from nlu.text import Views, views_of
from nlu.values import Reading, read
from nlu.yes_no import yes_no

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from nlu.meaning import FaqExamples

_SHOWN: Final = 5
_SAME_QUESTION: Final = 0.8
"""Similarity from which a text is an example question itself: it decides entry and intent."""
_DECLINE_AT: Final = 0.15
"""Confidence from which `other` counts if no other intent is half as likely: declining a question
harms less than answering another one."""
_DECLINED: Final = ("ask_", "calc_", "leave_contact", "inform")
"""Intents that a topic of others rules out; one may complain of anything."""
_NEVER: Final = 2.0
_CLEAR: Final = 0.2
_CERTAIN: Final = 0.3
"""The same for an entry on what the office does not answer: most such texts have none."""
_LEAD: Final = 0.1
"""A FAQ entry answers if it is this similar, and the next is less so by this share."""


@dataclass(frozen=True)
class Engine:
    """Understands one message at a time; holds no state, so any number of threads may share it."""

    model: LinearModel = field(repr=False)
    faqs: FaqIndex = field(repr=False)

    @classmethod
    def load(cls, faqs: Iterable[FaqExamples] = (), model: Path | None = None) -> Engine:
        """Return an engine with those FAQ entries, and the shipped model unless another is named.

        Raises OSError or ValueError where the model cannot be read or a FAQ id is given twice.
        """
        path = model or MODEL
        return cls(LinearModel.load(path), FaqIndex.of(faqs, Questions.beside(path)))

    def direct(self, text: str, awaiting: str | None = None) -> Meaning | None:
        """Return the meaning of a text that needs no model, or None.

        That is a text without words or with a bare topic (`unclear`), one that is only values or
        answers the question just asked (`inform`), and a yes or no to a question that wants one
        (`affirm`, `deny`).
        """
        seen = views_of(text)
        return _direct(seen, read(seen, awaiting), awaiting)

    def understand(
        self, text: str, awaiting: str | None = None, today: date | None = None
    ) -> Meaning:
        """Return the meaning of any text. Never raises.

        `awaiting` is the value just asked for (`income_vnd`, `people_count`, `months`, `years`,
        `category`, `place`, `phone`, `name`, `age`, `birth_year`, `sex`, `consent`,
        `confirm_delete`), if any. `today` is the day it was written, now unless named.
        """
        seen = views_of(text)
        reading = read(seen, awaiting, today)
        return _direct(seen, reading, awaiting) or self._classified(seen, reading)

    def _classified(self, seen: Views, reading: Reading) -> Meaning:
        codes = codes_of(seen)
        ranking = self.model.rank(codes.classified)
        like = self.faqs.likeness(codes.asked)
        same, likeness = self.faqs.nearest(like) or (None, 0.0)
        asked = same if likeness >= _SAME_QUESTION else None
        if asked:
            ranking = _led_by(ranking, self.faqs.intents[asked], round(likeness, 4))
        best, confidence = ranking[0]
        if asked is None and best.startswith(_DECLINED) and is_outside(seen):
            ranking = _led_by(ranking, "other", max(confidence, self.model.act_at))
            best, confidence = ranking[0]
        faq_ranking = self.faqs.rank(like, dict(ranking))
        intent = best if confidence >= self._act_at(ranking) else UNCLEAR
        return Meaning(
            intent=intent,
            confidence=confidence,
            ranking=tuple(ranking[:_SHOWN]),
            faq=asked or self._answer(intent, faq_ranking),
            faq_ranking=tuple(faq_ranking),
            values=reading.values,
        )

    def _act_at(self, ranking: list[tuple[str, float]]) -> float:
        """Return the confidence that the best intent needs: none is enough for one of ours where
        the text is half as likely `other`.
        """
        best, confidence = ranking[0]
        second = ranking[1][1] if len(ranking) > 1 else 0.0
        if best == "other":
            return _DECLINE_AT if second * 2 < confidence else self.model.act_at
        doubted = dict(ranking).get("other", 0.0) * 2 >= confidence
        return _NEVER if doubted else self.model.act_at

    def _answer(self, intent: str, ranked: list[tuple[str, float]]) -> str | None:
        """Return the FAQ entry that is clearly best, and belongs to the intent."""
        least = _CERTAIN if intent == "other" else _CLEAR
        if not ranked or ranked[0][1] < least or self.faqs.intents[ranked[0][0]] != intent:
            return None
        runner_up = ranked[1][1] if len(ranked) > 1 else 0.0
        return ranked[0][0] if runner_up <= ranked[0][1] * (1 - _LEAD) else None


def _direct(seen: Views, reading: Reading, awaiting: str | None) -> Meaning | None:
    said = "inform" if reading.answers else yes_no(seen, awaiting)
    if said:
        return Meaning(said, 1.0, ((said, 1.0),), values=reading.values)
    if not any(char.isalpha() for char in seen.nfc):
        return Meaning(UNCLEAR, 0.0, values=reading.values)
    offered = candidates_of(seen)
    if offered:
        share = round(1 / len(offered), 4)
        ranking = tuple((intent, share) for intent in offered)
        return Meaning(UNCLEAR, share, ranking, values=reading.values)
    return None


def _led_by(ranking: list[tuple[str, float]], intent: str, score: float) -> list[tuple[str, float]]:
    """Return the ranking with that intent first, its confidence at least the score."""
    chances = dict(ranking)
    first = (intent, max(score, chances.pop(intent, 0.0)))
    left = sum(chances.values()) or 1.0
    share = (1 - first[1]) / left
    return [first, *((name, round(chance * share, 4)) for name, chance in chances.items())]
