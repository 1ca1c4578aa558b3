"""What the calculators share: fill in, ask for what is missing, compute, explain."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Source
from policies import PolicyError, Quote, quote


class Asking(ABC):
    """A flow that fills in what it is told, by sentence or button, and asks for the rest."""

    name: str
    primary: frozenset[str]
    """Slots that make a sentence a new question rather than a change of the last one."""
    changed_by: frozenset[str] = frozenset()
    """Intents of questions that change the last result where they name a value and no entry of
    the FAQ answers them: "đóng 1 năm luôn thì sao"."""

    @abstractmethod
    def read(self, values: Mapping[str, object], awaiting: str | None) -> dict[str, Any]:
        """Return the slots that the values of a sentence fill."""

    @abstractmethod
    def take(self, draft: Draft, told: Mapping[str, Any]) -> None:
        """Remember what was told and go as far as it leads: a question or a result."""

    @abstractmethod
    def question(self, draft: Draft, awaiting: str) -> None:
        """Ask for one value."""

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Begin with what the sentence told; a new main value starts from nothing."""
        told = self.read(meaning.values, None) if meaning else {}
        if meaning is None or self.primary & told.keys():
            draft.forget(self.name)
        self.take(draft, told)

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:  # noqa: ARG002
        """Take the values of the sentence as the answer, or as a change of the last result."""
        told = self.read(meaning.values, draft.state.awaiting)
        if not told:
            return False
        self.take(draft, told)
        return True

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take the value of a button."""
        told = self.read({key: int(value) if value.isdecimal() else value}, None)
        self.take(draft, told)

    def ask(self, draft: Draft) -> None:
        """Ask again for what is awaited, or go on where it became known meanwhile."""
        awaiting = draft.state.awaiting
        if awaiting is None or awaiting in draft.state.slots_of(self.name):
            self.take(draft, {})
        else:
            self.question(draft, awaiting)


class Calculator(Asking):
    """A flow that turns what a person tells into a quote of `policies`.

    The rule itself says what is missing: a `PolicyError` of code `missing_field` names the next
    question, so nothing is asked that does not change the answer.
    """

    questions: Mapping[str, str]
    """Field of the request to the name of the value that is awaited for it."""

    @abstractmethod
    def request(self, slots: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return the request of `ansinh quote`, without what is still missing."""

    @abstractmethod
    def present(self, draft: Draft, request: Mapping[str, Any], answer: Quote) -> None:
        """Say the answer to `request`."""

    def take(self, draft: Draft, told: Mapping[str, Any]) -> None:
        """Remember what was told and go as far as it leads: a question or a result."""
        draft.remember(self.name, told)
        request = self.request(draft.state.slots_of(self.name), draft)
        try:
            answer = quote(draft.context.ruleset, request)
        except PolicyError as error:
            self._explain(draft, error)
            return
        draft.told_quote(self.name, request, answer)
        draft.leave()
        told = {"flow": self.name, "request": request, "amount": amount_of(answer)}
        draft.change(last=self.name, quoted=told)
        self.present(draft, request, answer)

    def _explain(self, draft: Draft, error: PolicyError) -> None:
        awaiting = self.awaited(error.field or "", draft.state.slots_of(self.name))
        if awaiting is None:
            draft.leave()
            draft.speak(draft.refusal(error), [draft.button("human", "flow:human")])
            return
        draft.wait(self.name, awaiting)
        if error.code != "missing_field":
            draft.remember(self.name, dict.fromkeys(self.slots_behind(awaiting)))
            draft.speak(draft.refusal(error))
        self.question(draft, awaiting)

    def awaited(self, field: str, slots: Mapping[str, Any]) -> str | None:  # noqa: ARG002
        """Return the value to ask for where `field` of the request is missing or refused."""
        return self.questions.get(field)

    def slots_behind(self, awaiting: str) -> tuple[str, ...]:
        """Return the slots that a refused value came from."""
        return (awaiting,)

    def base_request(self, draft: Draft, scheme: str) -> dict[str, Any]:
        """Return what every request starts from: the scheme, the day and the province."""
        context = draft.context
        return {
            "scheme": scheme,
            "on": context.today.isoformat(),
            "province": context.province,
        }


def amount_of(answer: Quote) -> int:
    """Return the amount (VND) that a citizen keeps in mind of a quote."""
    totals = answer.totals
    return totals.get("payable_vnd", totals.get("pension_monthly_vnd", 0))


def sources_of(answer: Quote) -> tuple[Source, ...]:
    """Return the legal sources behind a quote, in the order of its steps."""
    return tuple(
        Source(value.source.document, value.source.article, value.source.url)
        for step in answer.steps
        for value in step.basis
        if value.source.document is not None
    )


def caveats(draft: Draft, answer: Quote) -> list[str]:
    """Return what must be said beside the figures: one sentence for each warning."""
    return list(
        dict.fromkeys(draft.ruled(f"warning.{one.code}", one.message) for one in answer.warnings)
    )
