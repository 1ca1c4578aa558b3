"""What to make of a sentence: the answer to a question, a change, a new wish, or a digression."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from bot.conversation import answers
from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.flows import FLOWS
from bot.conversation.flows.feedback import REMARK, opinion, part_with
from bot.conversation.meaning import Meaning
from bot.conversation.several import Part, several
from bot.conversation.state import Paused, State
from bot.conversation.wishes import ANSWERED_BY_PHRASE, wish_of

LONGEST_TEXT = 1_000
"""Characters that are read; a longer message is asked for in short."""

FOLLOW_UP_WORDS = 6
"""Words up to which a sentence that names a value is heard as "and what if": `3 tháng thì sao`."""

AFTER_A_FRAUD = frozenset({"faq:fraud", "faq:fraud-app", "faq:fraud-collector"})
"""Answers after which `giờ làm sao` is an emergency."""

SHORT = 4
"""Words up to which a sentence that seems outside the scope is rather not understood."""

SURE = 0.8
"""Confidence from which a wish that silences the assistant is carried out without asking, and from
which a question outranks the change that its value may be."""

ENOUGH_TOLD = 2
"""Values of a contribution from which a question about it asks for the figure."""
_OF_ONESELF = frozenset({"age", "birth_year", "sex", "place", "name", "address", "cue", "month"})
_CONTRIBUTION = frozenset({"household_category", "income_choice", "amount_vnd", "years", "months"})

FLOW_OF_INTENT = {
    "calc_hi": "hi",
    "calc_si": "si",
    "calc_pension": "pension",
    "leave_contact": "lead",
    "delete_my_data": "delete",
}
SCHEME_OF_FLOW = {"hi": "hi", "si": "si", "afford": "si", "pension": "si", "lump": "si"}
_MAY_ANSWER = frozenset({"inform", "affirm", "deny", "unclear", "other", "greet"})
_ORDERS = frozenset({"talk_to_human", "restart", "stop_messages", "delete_my_data"})
"""What is done whatever was asked, and is no answer to it."""
_TURNS = frozenset({"deny", "unclear", "inform", "other", "calc_hi", "calc_si"})
_PARTING = frozenset({"thanks", "goodbye"})
"""Words after which the open question is not asked again; it may still be answered."""
_DEEPEST_PAUSE = 2


def sentence(draft: Draft, text: str, meaning: Meaning | None) -> None:
    """Respond to what a person typed."""
    if meaning is None:
        raise ValueError("a sentence needs its meaning")
    if not text.strip():
        answers.menu(draft, "common.empty")
    elif len(text) > LONGEST_TEXT:
        answers.menu(draft, "common.too_long")
    elif draft.state.awaiting == REMARK and _taken_as_remark(draft, text, meaning):
        resume(draft)
    elif parts := meaning.values.get("parts"):
        several(draft, cast("list[Part]", parts), _one)
        resume(draft)
    else:
        _one(draft, text, meaning)


def _taken_as_remark(draft: Draft, text: str, meaning: Meaning) -> bool:
    """Keep what somebody says was wrong; what asks for something else is answered besides."""
    if meaning.intent in _ORDERS:
        draft.leave()
        return False
    return FLOWS["feedback"].answer(draft, text, meaning)


def _one(draft: Draft, text: str, meaning: Meaning) -> None:
    """Respond to a sentence that is one question, wish or answer."""
    if (locale := meaning.values.get("locale")) not in {None, draft.content.locale}:
        draft.change(misses=0)
        speak_in(draft, str(locale))
    elif _heard(draft, meaning):
        draft.change(misses=0)
        resume(draft)
    elif (entry := draft.context.content.faqs.get(str(meaning.values.get("entry")))) is not None:
        draft.change(misses=0)
        answers.faq(draft, entry)
        resume(draft)
    elif opinion(draft.state, text, meaning):
        draft.change(misses=0)
        FLOWS["feedback"].start(draft, meaning)
    elif (wished := wish_of(meaning)) is not None:
        draft.change(misses=0)
        enter(draft, wished, meaning)
    elif (scheme := _other_scheme(draft, meaning)) is not None:
        draft.change(misses=0)
        enter(draft, scheme, meaning)
    elif _taken_as_answer(draft, text, meaning):
        draft.change(misses=0)
        resume(draft)
    else:
        _new_wish(draft, text, meaning)


def _heard(draft: Draft, meaning: Meaning) -> bool:
    """Respond to a phrase about the talk itself, or to an emergency; False where none is."""
    state, cue = draft.state, meaning.values.get("cue")
    frightened = (state.answered or {}).get("about") in AFTER_A_FRAUD
    if cue == "gave_code" or (cue == "what_now" and frightened):
        draft.reply("common.gave_code", [draft.button("human", "flow:human")])
    elif cue == "hesitant" and meaning.intent not in FLOW_OF_INTENT:
        buttons = [draft.button("lead", "flow:lead"), draft.button("human", "flow:human")]
        draft.reply("common.take_your_time", buttons)
    elif cue == "upset" and state.flow is None and meaning.faq is None:
        _complaint(draft)
    elif cue == "total" and state.flow is None and state.last in FLOWS:
        enter(draft, state.last, meaning)
    else:
        return False
    return True


def speak_in(draft: Draft, locale: str) -> None:
    """Go on in another language, with the question that is open."""
    draft.change(locale=locale, address=None)
    asked = draft.state.flow
    if asked is None:
        answers.menu(draft, "common.language")
    else:
        draft.reply("common.language")
        FLOWS[asked].ask(draft)


def enter(draft: Draft, name: str, meaning: Meaning | None) -> None:
    """Start a flow; one that is waiting for an answer is kept for later."""
    state = draft.state
    if state.flow is not None and state.flow != name:
        left = Paused(state.flow, state.awaiting)
        others = tuple(paused for paused in state.paused if paused.flow not in {name, left.flow})
        draft.change(paused=(*others, left)[-_DEEPEST_PAUSE:])
    draft.leave()
    FLOWS[name].start(draft, meaning)
    resume(draft)


def resume(draft: Draft) -> None:
    """Return to the flow that was left last, once nothing else is being asked."""
    if draft.state.flow is not None or not draft.state.paused or draft.state.owner != "bot":
        return
    *earlier, paused = draft.state.paused
    draft.change(paused=tuple(earlier), flow=paused.flow, awaiting=paused.awaiting)
    draft.reply("common.back_to")
    FLOWS[paused.flow].ask(draft)


def restart(draft: Draft) -> None:
    """Forget what was told, but not what was agreed to."""
    kept = draft.state
    draft.state = State(
        greeted=True,
        consent=kept.consent,
        lead_open=kept.lead_open,
        reminder_consent=kept.reminder_consent,
        reminder_on=kept.reminder_on,
        address=kept.address,
        locale=kept.locale,
        feedback_asked=kept.feedback_asked,
        feedback_given=kept.feedback_given,
    )
    answers.menu(draft, "common.restarted")


def _other_scheme(draft: Draft, meaning: Meaning) -> str | None:
    """Return another scheme that is turned to by name, with bare values or with `thế còn`."""
    named = meaning.values.get("scheme")
    spoken_of = SCHEME_OF_FLOW.get(draft.state.flow or draft.state.last or "")
    cue = meaning.values.get("cue")
    if cue == "turn_to" and isinstance(named, str) and meaning.intent in _TURNS:
        return named
    turns_to = cue == "what_about" and meaning.faq is None
    bare = meaning.intent == "inform" or turns_to
    if not bare or not isinstance(named, str) or spoken_of in {None, named}:
        return None
    return named


def _taken_as_answer(draft: Draft, text: str, meaning: Meaning) -> bool:
    """Take the sentence as an answer to the open question, or as a change of the last result."""
    name = draft.state.flow or draft.state.last
    if name is None:
        return False
    if draft.state.awaiting == "category" and meaning.values.get("cue") == "not_known":
        return _find_out_category(draft, meaning)
    flow = FLOWS[name]
    own = FLOW_OF_INTENT.get(meaning.intent) == name and draft.state.flow is not None
    follows_up = len(text.split()) <= FOLLOW_UP_WORDS and meaning.intent not in FLOW_OF_INTENT
    barely_asks = meaning.faq is None or meaning.confidence < SURE
    follows_up = follows_up or _same_for_another_period(name, meaning)
    change = barely_asks and (follows_up or meaning.intent in flow.changed_by)
    change = change or meaning.values.get("cue") == "again"
    change = change or (barely_asks and meaning.values.get("cue") == "what_about")
    phrase = {"cue", "kind"} & meaning.values.keys()
    heard = draft.state.awaiting in ANSWERED_BY_PHRASE and bool(phrase)
    if not (own or change or heard or meaning.intent in _MAY_ANSWER):
        return False
    return flow.answer(draft, text, meaning)


def _same_for_another_period(name: str, meaning: Meaning) -> bool:
    """Say whether the last figure is asked for anew: `thế đóng 6 tháng thì bao nhiêu`.

    A calculation that names neither its scheme nor anything but a period has nothing of its own.
    """
    own = meaning.values.keys() - {"months", "years", "cue", "address"}
    return (
        meaning.intent in FLOW_OF_INTENT
        and name in {"hi", "si"}
        and not own
        and "months" in (meaning.values)
    )


def _asks_for_a_figure(meaning: Meaning) -> bool:
    """Say whether a question without an entry tells so much of a contribution that it wants one."""
    told = _CONTRIBUTION & meaning.values.keys()
    return meaning.faq is None and meaning.intent.startswith("ask_si") and len(told) >= ENOUGH_TOLD


def _find_out_category(draft: Draft, meaning: Meaning) -> bool:
    """Help who does not know their category to find it; what was asked goes on with it."""
    if draft.state.flow == "group":
        return FLOWS["group"].answer(draft, "", meaning)
    enter(draft, "group", meaning)
    return True


def _new_wish(draft: Draft, text: str, meaning: Meaning) -> None:
    intent, asked = meaning.intent, draft.state.flow
    if intent != "unclear":
        draft.change(misses=0)
    if _carried_out(draft, meaning):
        return
    if intent == "unclear" or _hardly_heard(text, meaning, draft):
        answers.unclear(draft, text, meaning)
    elif intent == "inform" and asked is not None:
        draft.reply("common.this_first")
    elif intent == "inform":
        if _value_without_question(draft, meaning):
            return
    elif intent == "other" and meaning.faq in draft.context.content.faqs:
        answers.question(draft, meaning)
    elif intent in _SMALL_TALK:
        _SMALL_TALK[intent](draft)
    elif _asks_for_a_figure(meaning):
        enter(draft, "si", meaning)
        return
    else:
        _ask_the_faq(draft, meaning)
    nagging = intent in _PARTING or draft.state.misses >= 2
    if asked is not None and draft.state.flow == asked and not nagging:
        FLOWS[asked].ask(draft)


def _carried_out(draft: Draft, meaning: Meaning) -> bool:
    """Start the flow that is asked for, decide, or give up the open one; False for what is left."""
    intent = meaning.intent
    if intent in FLOW_OF_INTENT:
        enter(draft, FLOW_OF_INTENT[intent], meaning)
    elif intent in _DECISIONS:
        _DECISIONS[intent](draft, meaning)
    elif intent == "deny" and draft.state.flow is not None:
        draft.leave()
        draft.change(paused=())
        answers.menu(draft, "common.given_up")
    else:
        return False
    return True


def _hardly_heard(text: str, meaning: Meaning, draft: Draft) -> bool:
    """Say whether a few words that seem outside the scope were rather not understood."""
    known = meaning.faq in draft.context.content.faqs
    return meaning.intent == "other" and not known and len(text.split()) <= SHORT


def _ask_the_faq(draft: Draft, meaning: Meaning) -> None:
    """Answer a question; the members that it tells of are kept for the head count to come."""
    answers.question(draft, meaning)
    if groups := meaning.values.get("member_groups"):
        draft.remember("hi", {"member_groups": groups})


def _value_without_question(draft: Draft, meaning: Meaning) -> bool:
    """Start what a bare value is most likely meant for; False where it is for nothing."""
    values = meaning.values
    if "phone" in values:
        enter(draft, "lead", meaning)
    elif isinstance(values.get("scheme"), str):
        enter(draft, str(values["scheme"]), meaning)
    elif values.keys() & {"household_category", "income_choice"} and _read_of_si(draft):
        enter(draft, "si", meaning)
    elif "household_category" in values and "people_count" not in values:
        enter(draft, "group", meaning)
    elif "people_count" in values and draft.state.slots_of("hi").keys() == {"member_groups"}:
        FLOWS["hi"].answer(draft, "", meaning)
    elif "people_count" in values or "member_groups" in values:
        enter(draft, "hi", meaning)
    elif "amount_vnd" in values and _spoke_of_si(draft):
        enter(draft, "si", meaning)
    else:
        of_oneself = values.keys() <= _OF_ONESELF
        key = "common.told_of_oneself" if of_oneself else "common.value_without_question"
        answers.menu(draft, key)
        return False
    return True


def _spoke_of_si(draft: Draft) -> bool:
    """Say whether the last answer was on voluntary social insurance, where people name amounts."""
    about = (draft.state.answered or {}).get("about")
    return _read_of_si(draft) or about == "flow:group"


def _read_of_si(draft: Draft) -> bool:
    """Say whether the last answer was an entry on voluntary social insurance."""
    return str((draft.state.answered or {}).get("about", "")).startswith("faq:si-")


def _stop_messages(draft: Draft) -> None:
    answers.opt_out(draft)
    draft.reply("common.opted_out", [draft.button("delete", "flow:delete")])


def _complaint(draft: Draft) -> None:
    draft.effect(EffectType.UNANSWERED_LOGGED, text="", ranking=[["complaint", 1.0]])
    draft.reply("common.complaint", [draft.button("human", "flow:human")])


def _ask_for_a_person(draft: Draft, meaning: Meaning) -> None:
    """Hand over; unless it was barely heard, for the assistant falls silent after it."""
    if meaning.confidence >= SURE:
        answers.hand_off(draft, "asked")
    else:
        draft.reply(
            "common.ask_hand_off",
            [draft.button("human", "flow:human"), draft.button("menu", "flow:menu")],
        )


_DECISIONS: dict[str, Callable[[Draft, Meaning], None]] = {
    "restart": lambda draft, _: restart(draft),
    "talk_to_human": _ask_for_a_person,
}

_SMALL_TALK: dict[str, Callable[[Draft], None]] = {
    "greet": answers.greet,
    "thanks": lambda draft: part_with(draft, "common.thanks", "feedback.thanks_and_ask"),
    "goodbye": lambda draft: part_with(draft, "common.goodbye", "feedback.goodbye_and_ask"),
    "help": lambda draft: answers.menu(draft, "common.help"),
    "affirm": lambda draft: answers.menu(draft, "common.what_next"),
    "deny": lambda draft: answers.menu(draft, "common.corrected"),
    "other": lambda draft: answers.menu(draft, "common.out_of_scope"),
    "stop_messages": _stop_messages,
    "complaint": _complaint,
}

ANSWERED_INTENTS = frozenset({*FLOW_OF_INTENT, *_DECISIONS, *_SMALL_TALK, "inform"})
"""Intents that are answered here; every other one is a question for the FAQ."""
