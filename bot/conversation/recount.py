"""A figure told on an earlier day is computed anew when its citizen comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.flows import FLOWS
from bot.conversation.flows.calculator import Calculator, amount_of, sources_of
from policies import PolicyError, Quote, quote


def recount(draft: Draft) -> None:
    """Say where the last figure told is another today, and why; once for each change."""
    quoted = draft.state.quoted
    if quoted is None or quoted["request"]["on"] >= draft.context.today.isoformat():
        return
    flow = FLOWS[quoted["flow"]]
    if not isinstance(flow, Calculator):
        return
    request = flow.request(draft.state.slots_of(flow.name), draft)
    before = draft.day(date.fromisoformat(quoted["request"]["on"]))
    told = {
        "before": before,
        "on": draft.day(draft.context.today),
        "old": draft.money(quoted["amount"]),
    }
    try:
        answer = quote(draft.context.ruleset, request)
    except PolicyError as error:
        draft.change(quoted=None)
        draft.speak(draft.text("changed.refused", reason=draft.refusal(error), **told))
        return
    draft.change(quoted={**quoted, "request": request, "amount": amount_of(answer)})
    if amount_of(answer) == quoted["amount"]:
        return
    draft.effect(EffectType.QUOTE_STORED, request=request, quote=answer.as_json())
    reasons = _reasons(draft, quoted["request"], answer)
    paragraphs = [
        draft.text("changed.head", new=draft.money(amount_of(answer)), **told),
        "\n".join(f"• {reason}" for reason in reasons) or draft.text("changed.updated"),
    ]
    draft.speak("\n\n".join(paragraphs), sources=sources_of(answer))


def _reasons(draft: Draft, earlier: Mapping[str, Any], answer: Quote) -> list[str]:
    """Return the values of the law that hold now and did not then, a line each."""
    try:
        former = quote(draft.context.ruleset, earlier)
    except PolicyError:
        return []
    then = {value.id: value.valid_from for step in former.steps for value in step.basis}
    now = {value.id: value for step in answer.steps for value in step.basis}
    return [
        draft.text(
            "changed.reason",
            label=draft.ruled(f"parameter.{value.id}", value.label),
            since=draft.day(value.valid_from),
        )
        for value in now.values()
        if then.get(value.id) not in {None, value.valid_from}
    ]
