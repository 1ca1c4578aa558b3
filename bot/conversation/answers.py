"""Answers that need no memory: the greeting, the menu, an entry of the FAQ, a way to a person."""

from __future__ import annotations

from bot.content.errors import FigureError
from bot.content.figures import doubtful, fill
from bot.content.types import Faq
from bot.conversation.draft import Draft
from bot.conversation.effects import EffectType
from bot.conversation.flows.reminding import withdraw
from bot.conversation.meaning import Meaning
from bot.conversation.replies import Button, Source

MENU = ("hi", "si", "lead", "human")
CHOICES = 3
WAY_ON = {
    "ask_si_payment_methods": "compare",
    "ask_subsidy": "group",
    "ask_si_lump_sum": "lump",
    "ask_hi_validity": "remind",
}
"""Intent of an entry to the flow that goes on where its answer ends."""
WAY_OF_INTENT = {
    "calc_hi": "hi",
    "calc_si": "si",
    "calc_pension": "pension",
    "leave_contact": "lead",
}


def menu_buttons(draft: Draft) -> list[Button]:
    """Return the buttons of the main ways."""
    return [draft.button(way, f"flow:{way}") for way in MENU]


def menu(draft: Draft, key: str) -> None:
    """Say the text at `key` with the main ways below it."""
    draft.reply(key, menu_buttons(draft))


def greet(draft: Draft) -> None:
    """Say who is speaking: an automatic assistant, and of which office."""
    menu(draft, "common.greeting_again" if draft.state.greeted else "common.greeting")
    draft.change(greeted=True)


def faq(draft: Draft, entry: Faq, *, more: bool = False) -> None:
    """Answer with an entry: short first, the rest on request, figures filled in for today.

    What is not confirmed is said to be so; a figure without a rule for today is not said at all.
    """
    context = draft.context
    text = (entry.more if more else None) or entry.short
    day = (entry.figures, context.ruleset, context.today, context.province)
    try:
        said, figure_sources = fill(text, *day)
        doubts = doubtful(text, *day)
    except FigureError:
        draft.reply("faq.figure_unknown", [draft.button("human", "flow:human")])
        return
    if doubts:
        said = f"{said}\n\n{draft.text('faq.figure_in_doubt')}"
    if entry.unconfirmed:
        said = f"{said}\n\n{entry.unconfirmed}"
    buttons = []
    if entry.more and not more:
        buttons.append(draft.button("more", f"more:{entry.id}"))
    for target in entry.next:
        if target.startswith("flow:"):
            buttons.append(draft.button(target.removeprefix("flow:"), target))
        else:
            buttons.append(Button(context.content.faqs[target].title, f"faq:{target}"))
    if way_on := WAY_ON.get(entry.intent):
        buttons.append(draft.button(way_on, f"flow:{way_on}"))
    sources = [
        Source(source.document, source.article, source.url)
        for source in (*entry.sources, *figure_sources)
    ]
    draft.speak(said, buttons, sources)


def question(draft: Draft, meaning: Meaning) -> None:
    """Answer an `ask_*` sentence: with its entry, or with the entries it may mean as choices."""
    entries = draft.context.content.faqs
    if meaning.faq is not None and meaning.faq in entries:
        faq(draft, entries[meaning.faq])
        return
    near = [entries[name] for name, _ in meaning.faq_ranking if name in entries]
    fitting = [entry for entry in near if entry.intent == meaning.intent]
    fitting = fitting or [entry for entry in entries.values() if entry.intent == meaning.intent]
    if len(fitting) == 1:
        faq(draft, fitting[0])
    elif fitting:
        scheme = "si" if meaning.intent.startswith("ask_si") else "hi"
        draft.reply(
            "common.which_question",
            [
                *(Button(entry.title, f"faq:{entry.id}") for entry in fitting[:CHOICES]),
                draft.button(scheme, f"flow:{scheme}"),
            ],
        )
    else:
        unclear(draft, "", meaning)


def unclear(draft: Draft, text: str, meaning: Meaning) -> None:
    """Admit not to have understood: offer the likely meanings, then a person; log it."""
    draft.change(misses=draft.state.misses + 1)
    draft.effect(
        EffectType.UNANSWERED_LOGGED,
        text=text,
        ranking=[[name, round(confidence, 4)] for name, confidence in meaning.ranking],
    )
    choices = _choices(draft, meaning)
    if draft.state.misses > 1 or not choices:
        menu(draft, "common.still_unclear" if draft.state.misses > 1 else "common.unclear")
    else:
        draft.reply("common.did_you_mean", [*choices, draft.button("human", "flow:human")])


def _choices(draft: Draft, meaning: Meaning) -> list[Button]:
    """Return up to three likely meanings as buttons, each leading to its answer."""
    entries = draft.context.content.faqs
    buttons: dict[str, Button] = {}
    for intent, _ in meaning.ranking:
        if intent == "other":
            continue
        if way := WAY_OF_INTENT.get(intent):
            buttons[way] = draft.button(way, f"flow:{way}")
            continue
        ranked = [entries[name] for name, _ in meaning.faq_ranking if name in entries]
        fitting = [entry for entry in (*ranked, *entries.values()) if entry.intent == intent]
        if fitting:
            buttons[fitting[0].id] = Button(fitting[0].title, f"faq:{fitting[0].id}")
    return list(buttons.values())[:CHOICES]


def hand_off(draft: Draft, reason: str) -> None:
    """Give the conversation to a person of the office and say how else to reach one."""
    draft.effect(EffectType.HANDED_OFF, reason=reason)
    draft.reply("common.handed_off", [draft.button("return_to_bot", "bot:return")])
    draft.leave()
    draft.change(owner="person", paused=(), misses=0)


def opt_out(draft: Draft) -> None:
    """Stop every message that nobody asked for, reminders too."""
    withdraw(draft)
    draft.effect(EffectType.OPTED_OUT)
