"""What a sentence means, as every engine answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


PUBLISHED: Final = (
    "amount_vnd", "people_count", "months", "years", "age", "birth_year", "sex",
    "household_category", "member_groups", "place", "phone", "date",
)  # fmt: skip
"""The values other programs may rely on. What else is read (a name, `income_choice`) is the bot's
own: it says how to go on and states nothing."""


@dataclass(frozen=True)
class FaqExamples:
    """The questions people ask to get one FAQ entry, and the intent it belongs to."""

    id: str
    intent: str
    questions: Sequence[str]


@dataclass(frozen=True)
class Meaning:
    """The intent of a message, what else it may have been, and the values it states."""

    intent: str
    """One of `intents.INTENTS`, or `unclear`."""
    confidence: float
    """Of the best candidate, 0 to 1, also where the intent is `unclear`."""
    ranking: tuple[tuple[str, float], ...] = ()
    """Up to five (intent, confidence), best first."""
    faq: str | None = None
    """The FAQ entry that answers it, where one is clearly best."""
    faq_ranking: tuple[tuple[str, float], ...] = ()
    """Up to five (FAQ id, similarity), best first."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the text says, normalised and JSON-able: amounts in đồng, dates in ISO form."""

    def as_json(self) -> dict[str, Any]:
        """Return the whole meaning; `ansinh understand` leaves out the values not `PUBLISHED`."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "ranking": [{"intent": name, "confidence": sure} for name, sure in self.ranking],
            "faq": self.faq,
            "faq_ranking": [{"faq": name, "confidence": sure} for name, sure in self.faq_ranking],
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, answer: Mapping[str, Any]) -> Meaning:
        """Return the meaning another engine answered with `as_json`.

        Raises KeyError, TypeError or ValueError where the answer has another shape.
        """
        return cls(
            intent=str(answer["intent"]),
            confidence=float(answer["confidence"]),
            ranking=tuple(
                (str(row["intent"]), float(row["confidence"])) for row in answer["ranking"]
            ),
            faq=None if answer["faq"] is None else str(answer["faq"]),
            faq_ranking=tuple(
                (str(row["faq"]), float(row["confidence"])) for row in answer["faq_ranking"]
            ),
            values=dict(answer["values"]),
        )
