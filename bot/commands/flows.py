"""`ansinh flows`: the flows of the dialogue as a drawing, found by walking through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.answers import MENU, WAY_ON
from bot.conversation.draft import Context, Draft, Turn
from bot.conversation.flows import FLOWS
from bot.conversation.flows.calculator import Calculator
from bot.conversation.presses import press
from bot.conversation.sentences import ANSWERED_INTENTS, FLOW_OF_INTENT, enter, sentence
from bot.conversation.state import State
from bot.conversation.wishes import WISHES
from bot.settings import CONTENT_DIR, PROVINCE
from bot.vietnam import VIETNAM
from nlu import Meaning
from nlu.intents import INTENTS
from policies import Ruleset, load_ruleset

OPENED, CLOSED = "<!-- drawn by: ansinh flows draw -->", "<!-- end of the drawing -->"
"""What stands around the drawing in a page."""

SAMPLES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "people_count": ("inform", {"people_count": 4}),
    "months": ("inform", {"months": 6}),
    "category": ("inform", {"household_category": "average_agri"}),
    "household_category": ("affirm", {}),
    "income_vnd": ("inform", {"amount_vnd": 5_000_000}),
    "amount_vnd": ("inform", {"amount_vnd": 5_000_000}),
    "meant": ("inform", {"cue": "payment"}),
    "sex": ("inform", {"sex": "female"}),
    "birth_year": ("inform", {"birth_year": 1985}),
    "years": ("inform", {"years": 15}),
    "si_kind": ("inform", {"kind": "compulsory"}),
    "date": ("inform", {"date": "2099-12-31"}),
    "consent": ("affirm", {}),
    "phone": ("inform", {"phone": "+84912345678"}),
    "name": ("inform", {"name": "Lan"}),
    "place": ("inform", {}),
    "confirm_delete": ("affirm", {}),
    "remark": ("unclear", {}),
}
"""By what is awaited: an answer that leads on, where no button does."""


START, ANSWER = "start", "answer"
TO_A_PERSON = "talk_to_human"
DAY = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
"""The day that is drawn for: it stands still, so that the drawing changes with the flows alone."""


@dataclass
class Drawn:
    """What a walk through one flow met: its questions in order, and where its buttons lead."""

    questions: list[str] = field(default_factory=list)
    steps: dict[tuple[str, str], None] = field(default_factory=dict)
    ways_out: dict[str, str] = field(default_factory=dict)


def context_on(at: datetime, ruleset: Ruleset, content: Content) -> Context:
    """Return the context of a walk."""
    return Context(at, "telegram", ruleset, content, PROVINCE)


def walk(name: str, context: Context) -> Drawn:
    """Walk through a flow by its buttons and the sample answers, each question once.

    What only a refused value leads to is added from the questions that the flow declares.
    """
    drawn = Drawn()
    waiting = [(START, done) for done in _beginnings(name, context)]
    while waiting:
        asked, done = waiting.pop(0)
        if done.state.flow not in {None, name}:
            drawn.steps[f"{name}_{asked}", f"{done.state.flow}_{START}"] = None
            continue
        at = done.state.awaiting
        drawn.steps[f"{name}_{asked}", f"{name}_{at or ANSWER}"] = None
        _note_ways_out(drawn, name, done)
        if at is None or at in drawn.questions:
            continue
        drawn.questions.append(at)
        waiting += [(at, further) for further in _answers(name, at, done, context)]
    flow = FLOWS[name]
    if isinstance(flow, Calculator):
        drawn.questions += [
            one for one in dict.fromkeys(flow.questions.values()) if one not in drawn.questions
        ]
    return drawn


def _beginnings(name: str, context: Context) -> Iterator[Turn]:
    draft = Draft(State(greeted=True), context)
    draft.answered("flow:hi")
    enter(draft, name, None)
    yield draft.finish()
    for cue, wish in WISHES.items():
        if wish.flow == name:
            draft = Draft(State(greeted=True), context)
            enter(draft, name, _meaning("inform", {"cue": cue, "amount_vnd": 2_000_000}))
            yield draft.finish()


def _answers(name: str, awaiting: str, done: Turn, context: Context) -> Iterator[Turn]:
    """Yield what each own button under a question leads to, and what the sample answer does."""
    for reply in done.replies:
        for button in reply.buttons:
            if button.payload.startswith(f"{name}:"):
                draft = Draft(done.state, context)
                press(draft, button.payload)
                yield draft.finish()
    draft = Draft(done.state, context)
    sentence(draft, "An", _meaning(*SAMPLES[awaiting]))
    yield draft.finish()


def _meaning(intent: str, values: Mapping[str, object]) -> Meaning:
    return Meaning(intent, 1.0, values=dict(values))


def _note_ways_out(drawn: Drawn, name: str, done: Turn) -> None:
    for reply in done.replies:
        for button in reply.buttons:
            kind, _, rest = button.payload.partition(":")
            to = rest if kind == "flow" else kind
            if to != name and to in {*FLOWS, "human"}:
                drawn.ways_out.setdefault(to, button.label)


def draw(context: Context) -> str:
    """Return two drawings in Mermaid: what starts a flow, and what each asks and leads to."""
    flows = {name: walk(name, context) for name in FLOWS}
    begin = ["```mermaid", "flowchart LR", *_starts(context.content), "```"]
    inside = ["```mermaid", "flowchart TB"]
    for name, drawn in flows.items():
        inside += _flow(name, drawn)
    for drawn in flows.values():
        inside += [f"  {one} --> {other}" for one, other in drawn.steps]
    inside.append('  human(["a person"])')
    for name, drawn in flows.items():
        inside += [
            f'  {name}_{ANSWER} -. "{_label(label)}" .-> {_entry(to)}'
            for to, label in drawn.ways_out.items()
        ]
    return "\n".join([*begin, "", *inside, "```"]) + "\n"


def _entry(name: str) -> str:
    return f"{name}_{START}" if name in FLOWS else name


def _starts(content: Content) -> Iterator[str]:
    """Yield what leads to each flow: intents, wishes, the menu, entries of the FAQ."""
    for name in FLOWS:
        yield f'  {name}_flow["{name}"]'
    yield '  human_flow(["a person"])'
    for intent, name in FLOW_OF_INTENT.items():
        yield f'  {intent}(["{intent}"]) --> {name}_flow'
    for name in FLOWS:
        if cues := [cue for cue, wish in WISHES.items() if wish.flow == name]:
            yield f'  wish_{name}{{{{"{_lines(cues)}"}}}} --> {name}_flow'
    elsewhere = {*FLOW_OF_INTENT, TO_A_PERSON}
    at_once = [one for one in INTENTS if one in ANSWERED_INTENTS - elsewhere]
    yield f'  at_once["answered at once<br/>{_lines(at_once)}"]'
    yield f'  {TO_A_PERSON}(["{TO_A_PERSON}"]) --> human_flow'
    yield f'  faq["answered by the FAQ<br/>{_lines(_asked())}"]'
    yield '  menu["menu"]'
    for name in MENU:
        yield f"  menu --> {name}_flow"
    entries = content.faqs.values()
    nexts = {to.removeprefix("flow:") for one in entries for to in one.next if ":" in to}
    for name in (*FLOWS, "human"):
        if name in nexts | {*WAY_ON.values(), "feedback"}:
            yield f"  faq -.-> {name}_flow"


def _asked() -> list[str]:
    return [intent for intent in INTENTS if intent not in ANSWERED_INTENTS]


def _flow(name: str, drawn: Drawn) -> Iterator[str]:
    yield f'  subgraph {name}_box["{name}"]'
    yield f'    {name}_{START}(("{name}"))'
    for question in drawn.questions:
        yield f'    {name}_{question}{{{{"{question}?"}}}}'
    yield f'    {name}_{ANSWER}["answer"]'
    yield "  end"


def _lines(words: Sequence[str]) -> str:
    return "<br/>".join(words)


def _label(text: str) -> str:
    return text.replace('"', "'")


def put_into(page: str, drawing: str) -> str:
    """Return the page with its drawing replaced.

    Raises:
        ValueError: the page has no place for one.
    """
    before, opened, rest = page.partition(OPENED)
    _, closed, after = rest.partition(CLOSED)
    if not (opened and closed):
        raise ValueError(f"no place for a drawing: it stands between {OPENED} and {CLOSED}")
    return f"{before}{OPENED}\n\n{drawing}\n{CLOSED}{after}"


@click.group()
def command() -> None:
    """Draw the flows of the dialogue."""


@command.command("draw")
@click.option(
    "--into",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A page whose drawing is to be replaced; without it the drawing is printed.",
)
def draw_flows(into: Path | None) -> None:
    """Draw what starts each flow, what it asks in which order, and where its buttons lead."""
    context = context_on(DAY, load_ruleset(), load_content(CONTENT_DIR))
    drawing = draw(context)
    if into is None:
        click.echo(drawing, nl=False)
        return
    try:
        page = put_into(into.read_text(encoding="utf-8"), drawing)
    except ValueError as error:
        raise click.ClickException(f"{into}: {error}") from error
    into.write_text(page, encoding="utf-8")
