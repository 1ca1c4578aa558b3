"""A calculation on a sheet, to keep and to send on to the family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.flows.calculator import Calculator, sources_of
from bot.conversation.flows.contract import Immediate
from bot.conversation.flows.household_hi import HouseholdHI
from bot.conversation.flows.voluntary_si import VoluntarySI
from bot.conversation.meaning import Meaning
from bot.conversation.replies import SHEET
from policies import PolicyError, quote

_LABELS = ("code", "picture", "page", "nowhere")


class Share(Immediate):
    """Computes the last figure of a calculator once more, for today, and hands its sheet over."""

    name = "share"

    def __init__(self) -> None:
        calculators: tuple[Calculator, ...] = (HouseholdHI(), VoluntarySI())
        self._calculators = {one.name: one for one in calculators}

    def start(self, draft: Draft, meaning: Meaning | None) -> None:  # noqa: ARG002
        """Share what was calculated last."""
        self._share(draft, draft.state.last or "")

    def press(self, draft: Draft, key: str, value: str) -> None:  # noqa: ARG002
        """Take a press: `of=hi|si`."""
        self._share(draft, value)

    def _share(self, draft: Draft, of: str) -> None:
        calculator = self._calculators.get(of)
        if calculator is None or not (told := draft.state.slots_of(of)):
            self._nothing(draft)
            return
        request = calculator.request(told, draft)
        try:
            answer = quote(draft.context.ruleset, request)
        except PolicyError:
            self._nothing(draft)
            return
        draft.told_quote(of, request, answer)
        text = draft.text(
            "share.here",
            what=_what(draft, request),
            amount=draft.money(answer.totals["payable_vnd"]),
            on=draft.day(draft.context.today),
        )
        labels = {name: draft.text(f"share.{name}") for name in _LABELS}
        buttons = [draft.button("lead", "flow:lead"), draft.button("menu", "flow:menu")]
        sheet = {"kind": SHEET, "labels": labels}
        draft.speak(text, buttons, sources_of(answer), attachments=[sheet])

    def _nothing(self, draft: Draft) -> None:
        ways = [draft.button(way, f"flow:{way}") for way in self._calculators]
        draft.reply("share.nothing", [*ways, draft.button("human", "flow:human")])


def _what(draft: Draft, request: Mapping[str, Any]) -> str:
    """Return what a request is about, in words."""
    if request["scheme"] == "household_hi":
        people = request.get("household_size") or len(request["members"])
        return draft.text("share.hi", count=people, months=request["months"])
    method = draft.text(f"si.method_{request['method']}", years=request.get("years", 0))
    return draft.text("share.si", method=method)
