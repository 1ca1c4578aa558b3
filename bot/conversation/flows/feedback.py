"""Was the answer of use: heard at any time, asked for once a day at most, never inside a flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button
from bot.conversation.state import State
from bot.conversation.wishes import wish_of

REMARK = "remark"
LONGEST_REMARK = 300
MOST_BESIDE = 3
"""Buttons of an answer beside which it is asked for: with its own two, what every channel shows."""
MOST_WORDS = 8
"""Words up to which a sentence is an opinion of the answer and nothing else."""
SURE = 0.8
"""Confidence from which a remark is a question as well, and is answered."""
_OPINIONS = {"useful": True, "not_useful": False}
_BESIDE_A_VALUE = frozenset({"cue", "address", "scheme", "kind"})
_ASIDE = frozenset({"inform", "unclear", "affirm", "deny", "thanks", "other", "complaint"})


class Feedback:
    """Keeps whether the last answer was of use and, where it was not, a line on what was wrong."""

    name = "feedback"
    changed_by: frozenset[str] = frozenset()

    def start(self, draft: Draft, meaning: Meaning | None) -> None:
        """Take what was said of the last answer."""
        cue = str(meaning.values.get("cue")) if meaning else ""
        agreed = meaning is not None and meaning.intent == "affirm"
        self._judge(draft, useful=_OPINIONS.get(cue, agreed))

    def answer(self, draft: Draft, text: str, meaning: Meaning) -> bool:
        """Take a sentence as the remark; one that is a question as well is answered besides."""
        if meaning.intent == "deny":
            self.press(draft, "skip", REMARK)
            return True
        self._keep(draft, useful=False, remark=" ".join(text.split())[:LONGEST_REMARK])
        draft.leave()
        if _asks_besides(meaning):
            return False
        draft.reply("feedback.noted", [draft.button("human", "flow:human")])
        return True

    def press(self, draft: Draft, key: str, value: str) -> None:
        """Take a press: `useful=yes|no`, `skip=remark`."""
        if key == "useful":
            self._judge(draft, useful=value == "yes")
        elif draft.state.flow == self.name:
            draft.leave()
            draft.reply("feedback.skipped", [draft.button("human", "flow:human")])

    def ask(self, draft: Draft) -> None:
        """Ask what was wrong; a person is one press away."""
        draft.reply(
            "feedback.ask_remark",
            [draft.button("skip", "feedback:skip=remark"), draft.button("human", "flow:human")],
        )

    def _judge(self, draft: Draft, *, useful: bool) -> None:
        if draft.state.answered is None:
            draft.reply("feedback.gone", [draft.button("menu", "flow:menu")])
            return
        self._keep(draft, useful=useful)
        if useful:
            draft.reply("feedback.thanks")
        else:
            draft.wait(self.name, REMARK)
            self.ask(draft)

    def _keep(self, draft: Draft, *, useful: bool, remark: str | None = None) -> None:
        answered = draft.state.answered or {}
        told: dict[str, Any] = {key: answered[key] for key in ("about", "ruleset")}
        told["useful"] = useful
        if remark:
            told["remark"] = remark
        draft.effect(EffectType.FEEDBACK_GIVEN, feedback=told)
        draft.change(feedback_given=True, feedback_asked=draft.context.today.isoformat())


def _asks_besides(meaning: Meaning) -> bool:
    """Say whether a remark asks or corrects something too: `tôi hỏi 5 người cơ mà`."""
    if {"phone", "entry"} & meaning.values.keys() or wish_of(meaning) is not None:
        return True
    if meaning.intent == "inform":
        return not meaning.values.keys() <= _BESIDE_A_VALUE
    told = meaning.faq is not None or meaning.intent.startswith(("calc_", "leave_"))
    return told and meaning.confidence >= SURE


def opinion(state: State, text: str, meaning: Meaning) -> bool:
    """Say whether a sentence tells no more than what the last answer was worth.

    Once asked for it, a yes or a no in the next message is enough.
    """
    if state.feedback_awaited and state.flow is None and meaning.intent in {"affirm", "deny"}:
        return True
    cue = meaning.values.get("cue")
    alone = meaning.values.keys() <= _BESIDE_A_VALUE
    short = len(text.split()) <= MOST_WORDS
    return (
        cue in _OPINIONS
        and alone
        and short
        and meaning.intent in _ASIDE
        and state.answered is not None
        and state.flow is None
    )


def ask_once(draft: Draft, before: Mapping[str, Any] | None) -> None:
    """Ask, below an answer of the FAQ given in this turn, whether it was of use."""
    answered = draft.state.answered
    if answered is None or answered is before or not answered["about"].startswith("faq:"):
        return
    seen = not draft.context.voice
    if seen and _may_ask(draft) and draft.buttons_below() <= MOST_BESIDE:
        draft.add_buttons(_buttons(draft))
        draft.change(feedback_asked=draft.context.today.isoformat())


def part_with(draft: Draft, key: str, asking: str) -> None:
    """Reply with the text at `key`; who got an answer today hears `asking` once instead."""
    answered, today = draft.state.answered, draft.context.today.isoformat()
    if answered is None or answered["on"] != today or not _may_ask(draft):
        draft.reply(key)
        draft.part()
        return
    draft.reply(asking, _buttons(draft))
    draft.change(feedback_asked=today, feedback_awaited=True)


def _may_ask(draft: Draft) -> bool:
    state = draft.state
    free = state.flow is None and not state.paused and state.owner == "bot"
    return free and state.feedback_asked != draft.context.today.isoformat()


def _buttons(draft: Draft) -> list[Button]:
    return [
        draft.button("useful", "feedback:useful=yes"),
        draft.button("not_useful", "feedback:useful=no"),
    ]
