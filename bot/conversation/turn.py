"""One turn of a conversation: what happened, and what the assistant makes of it.

Pure: the same arguments give the same turn. It reads no clock, no file and no database.
"""

from __future__ import annotations

from bot.conversation import answers
from bot.conversation.draft import Context, Draft, Turn
from bot.conversation.effects import EffectType
from bot.conversation.events import (
    Contact,
    Event,
    Location,
    Press,
    Returned,
    Start,
    Stop,
    Text,
    Voice,
    Withdrawn,
    Withheld,
)
from bot.conversation.flows import FLOWS, LEAD
from bot.conversation.flows.feedback import ask_once, part_with
from bot.conversation.meaning import Meaning
from bot.conversation.presses import press
from bot.conversation.recount import recount
from bot.conversation.sentences import sentence
from bot.conversation.state import State

__all__ = ["Context", "Turn", "turn"]


def turn(state: State, event: Event, meaning: Meaning | None, context: Context) -> Turn:
    """Return the new state, the replies and the effects of `event`.

    Args:
        state: what was remembered.
        event: what happened.
        meaning: what the sentence means; needed for `Text`, ignored otherwise.
        context: the moment, the rules and the words that hold for it.
    """
    draft = Draft(state, context)
    if state.owner == "person":
        _while_a_person_owns(draft, event)
    else:
        _respond(draft, event, meaning)
        ask_once(draft, state.answered)
    if state.feedback_awaited:
        draft.change(feedback_awaited=False)
    return draft.finish()


def _while_a_person_owns(draft: Draft, event: Event) -> None:
    """Stay silent, whatever is said, until somebody hands the conversation back."""
    if event == Press("bot:return") or isinstance(event, Returned):
        draft.change(owner="bot", flow=None, awaiting=None, misses=0)
        draft.effect(EffectType.RETURNED_TO_BOT)
        answers.menu(draft, "common.returned")
    elif isinstance(event, Stop):
        answers.opt_out(draft)
    elif isinstance(event, Withdrawn):
        _forget(draft)


def _respond(draft: Draft, event: Event, meaning: Meaning | None) -> None:
    if isinstance(event, Text | Press):
        recount(draft)
    match event:
        case Text(text):
            _hear(draft, text, meaning)
        case Press(payload):
            press(draft, payload)
        case Contact():
            LEAD.contact(draft, event)
        case Start(locale=locale):
            if locale in draft.context.content.languages:
                draft.change(locale=locale)
            answers.greet(draft)
        case Stop():
            answers.opt_out(draft)
        case Voice() | Location() | Withheld():
            _cannot_read(draft, event)
        case Withdrawn():
            _forget(draft)
        case Returned():
            answers.menu(draft, "common.returned")


def _hear(draft: Draft, text: str, meaning: Meaning | None) -> None:
    if meaning is not None and (own := meaning.values.get("address")):
        draft.change(address=str(own))
    if not _hears_on(draft, meaning):
        sentence(draft, text, meaning)


def _hears_on(draft: Draft, meaning: Meaning | None) -> bool:
    """Take a yes or a no to what a listener was asked: whether to hear on, or to ask more."""
    state, intent = draft.state, meaning.intent if meaning else ""
    asked = draft.context.voice and state.flow is None and not state.feedback_awaited
    asked = asked and meaning is not None and "cue" not in meaning.values
    if asked and intent == "deny":
        if state.unsaid:
            draft.reply("voice.enough")
        else:
            part_with(draft, "common.goodbye", "feedback.goodbye_and_ask")
    elif asked and intent == "affirm" and state.unsaid:
        draft.speak(state.unsaid)
    else:
        return False
    return True


def _cannot_read(draft: Draft, event: Voice | Location | Withheld) -> None:
    """Say that this cannot be read here, and what can be."""
    page = draft.context.chat_address
    match event:
        case Voice():
            draft.reply("common.voice_unsupported")
        case Location():
            draft.reply("common.location_unsupported")
        case Withheld() if page:
            draft.reply("common.withheld_with_page", page=page)
        case Withheld():
            draft.reply("common.withheld")


def _forget(draft: Draft) -> None:
    """Delete without a question: the platform asked it, and shows the person what was asked."""
    FLOWS["delete"].press(draft, "sure", "yes")
