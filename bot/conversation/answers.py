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
from bot.conversation.speech import say

MENU = ("hi", "si", "lead", "human")
CHOICES = 3
LIKELY, LEAD = 0.4, 0.1
"""How near an entry is to a sentence that names its scheme, and how far ahead of the next."""
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


def language_buttons(draft: Draft) -> list[Button]:
    """Return a button for each other language, labelled in it."""
    first = draft.context.content
    others = (one for one in (first, *first.translations.values()) if one is not draft.content)
    return [Button(say(one, "button.language"), f"language:to={one.locale}") for one in others]


def menu(draft: Draft, key: str) -> None:
    """Say the text at `key` with the main ways below it, in a translation the way back too."""
    back = language_buttons(draft) if draft.translated else []
    draft.reply(key, [*menu_buttons(draft), *back])


def greet(draft: Draft) -> None:
    """Say who is speaking: an automatic assistant, and of which office."""
    key = "common.greeting_again" if draft.state.greeted else "common.greeting"
    draft.reply(key, [*menu_buttons(draft), *language_buttons(draft)])
    draft.change(greeted=True)


def faq(draft: Draft, entry: Faq, *, more: bool = False) -> None:
    """Answer with an entry: short first, the rest on request, figures filled in for today.

    What is not confirmed is said to be so; a figure without a rule for today is not said at all.
    """
    if draft.translated and not more:
        about(draft, entry.intent, entry)
        return
    context = draft.context
    text = (entry.more if more else None) or entry.short
    if draft.translated and entry.more:
        # Who reads a translation has not seen the short answer.
        text = f"{entry.short}\n\n{entry.more}"
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
            buttons.append(draft.entry(draft.content.faqs[target]))
    if way_on := WAY_ON.get(entry.intent):
        buttons.append(draft.button(way_on, f"flow:{way_on}"))
    sources = [
        Source(source.document, source.article, source.url)
        for source in (*entry.sources, *figure_sources)
    ]
    draft.speak(said, buttons, sources)
    draft.answered(f"faq:{entry.id}")


def about(draft: Draft, intent: str, entry: Faq | None = None) -> None:
    """Say in a translation what the question is about, and where its answer is to be had."""
    buttons = [draft.button("human", "flow:human")]
    if entry is not None:
        in_full = Button(draft.text("about.in_vietnamese"), f"more:{entry.id}")
        buttons.insert(0, in_full)
    if way_on := WAY_ON.get(intent):
        buttons.append(draft.button(way_on, f"flow:{way_on}"))
    draft.reply("about.answer", buttons, subject=draft.text(f"about.{intent}"))


def question(draft: Draft, meaning: Meaning) -> None:
    """Answer an `ask_*` sentence: with its entry, or with the entries it may mean as choices."""
    entries = draft.content.faqs
    if meaning.faq is not None and meaning.faq in entries:
        faq(draft, entries[meaning.faq])
        return
    near = [entries[name] for name, _ in meaning.faq_ranking if name in entries]
    if (known := _of_scheme(draft, meaning)) is not None:
        faq(draft, known)
        return
    fitting = [entry for entry in near if entry.intent == meaning.intent]
    fitting = fitting or [entry for entry in entries.values() if entry.intent == meaning.intent]
    if len(fitting) == 1:
        faq(draft, fitting[0])
    elif draft.translated:
        about(draft, meaning.intent)
    elif fitting:
        scheme = "si" if meaning.intent.startswith("ask_si") else "hi"
        draft.reply(
            "common.which_question",
            [
                *(draft.entry(entry) for entry in fitting[:CHOICES]),
                draft.button(scheme, f"flow:{scheme}"),
            ],
        )
    else:
        unclear(draft, "", meaning)


def _of_scheme(draft: Draft, meaning: Meaning) -> Faq | None:
    """Return the entry that leads among those of the scheme which the sentence names.

    Health and social insurance are asked about in the same words: the support of the province, the
    cards of pensioners. Their entries are told apart by the first part of their ids.
    """
    scheme = meaning.values.get("scheme")
    ranked = [(name, score) for name, score in meaning.faq_ranking if name.startswith(f"{scheme}-")]
    if not ranked or len(ranked) == len(meaning.faq_ranking) or ranked[0][1] < LIKELY:
        return None
    (best, score), *others = ranked
    leads = not others or score - others[0][1] >= LEAD
    return draft.content.faqs.get(best) if leads else None


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
    entries = draft.content.faqs
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
            buttons[fitting[0].id] = draft.entry(fitting[0])
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
