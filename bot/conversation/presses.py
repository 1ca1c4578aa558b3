"""What a button does. A payload is short ASCII: `flow:hi`, `faq:hi-referral`, `hi:months=6`."""

from __future__ import annotations

from bot.conversation import answers
from bot.conversation.draft import Draft
from bot.conversation.flows import FLOWS
from bot.conversation.sentences import enter, resume, speak_in


def press(draft: Draft, payload: str) -> None:
    """Respond to a press; a payload nobody offers any more leads to the menu."""
    kind, _, rest = payload.partition(":")
    key, is_value, value = rest.partition("=")
    entries = draft.content.faqs
    draft.change(misses=0)
    if kind == "flow" and rest in FLOWS:
        enter(draft, rest, None)
    elif payload == "flow:human":
        answers.hand_off(draft, "asked")
    elif payload in {"flow:menu", "bot:return"}:
        answers.menu(draft, "common.what_next")
    elif kind in {"faq", "more"} and rest in entries:
        asked = draft.state.flow
        answers.faq(draft, entries[rest], more=kind == "more")
        if asked is not None:
            FLOWS[asked].ask(draft)
    elif kind == "language" and value in draft.context.content.languages:
        speak_in(draft, value)
    elif kind in FLOWS and is_value:
        asked = draft.state.flow
        FLOWS[kind].press(draft, key, value)
        if asked not in {None, kind} and asked == draft.state.flow:
            FLOWS[asked].ask(draft)
        resume(draft)
    else:
        answers.menu(draft, "common.button_gone")
