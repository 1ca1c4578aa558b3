"""Answer a stored request again and say whether the answer is still the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import PolicyError
from .schemes import quote

if TYPE_CHECKING:
    from .ruleset import Ruleset

SAME = "same"
DIFFERENT_RULESET = "different_ruleset"
DIFFERENT_AMOUNT = "different_amount"
DIFFERENT_WORDS = "different_words"

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored answer beside the one given now.

    `outcome` is `same` (word for word, by the same ruleset), `different_ruleset` (other rules,
    equal amounts), `different_amount` (totals differ, or only one of the two is an error), or
    `different_words` (same ruleset, equal amounts, and yet not the same text: the stored answer
    was changed after it was given).
    """

    outcome: str
    stored: Answer
    now: Answer

    def as_json(self) -> dict[str, object]:
        """Return outcome, rulesets and results (totals in VND, or the error) of both answers."""
        return {
            "id": self.now.get("id"),
            "outcome": self.outcome,
            "stored": _summary(self.stored),
            "now": _summary(self.now),
        }


def replay(ruleset: Ruleset, request: Mapping[str, object], stored: Answer) -> Replay:
    """Return the outcome of asking again; both answers as `ansinh quote` gives them."""
    now: Answer
    try:
        now = quote(ruleset, request).as_json()
    except PolicyError as error:
        now = {"id": request.get("id"), "error": error.as_json()}
    return Replay(_outcome(stored, now), stored, now)


def _outcome(stored: Answer, now: Answer) -> str:
    if _result(stored) != _result(now):
        return DIFFERENT_AMOUNT
    if stored.get("ruleset") != now.get("ruleset"):
        return DIFFERENT_RULESET
    return SAME if stored == now else DIFFERENT_WORDS


def _result(answer: Answer) -> object:
    """Return the totals; of an error, the code and the field, for its words may be improved."""
    error = answer.get("error")
    if isinstance(error, Mapping):
        return error.get("code"), error.get("field"), error.get("limit")
    return answer.get("totals")


def _summary(answer: Answer) -> dict[str, object]:
    kept = ("ruleset", "status", "totals", "error")
    return {name: answer[name] for name in kept if name in answer}
