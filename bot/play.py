"""A conversation written down as a play: what the citizen does, and what the assistant answers.

    # Four people buy cards
    # channel: web
    # flow: hi
    # date: 2026-11-22

    > bảo hiểm y tế 4 người

    < Dạ, bảo hiểm y tế cho 4 người, …
      [6 tháng] hi:months=6
      § khoản 1 Điều 6, 188/2025/NĐ-CP
    * quote_stored

`>` is a message of the citizen (`>>` its next line), `> [6 tháng]` presses the latest button with
that label, `> (voice)` is an event without words, `@ 2027-01-05` turns the calendar. `<` is an
answer with its buttons, attachments and sources below it, `*` names the effects.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

from bot.channels.contract import VOICE
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
)
from bot.conversation.state import State
from bot.conversation.turn import Context, Turn, turn
from bot.understanding.contract import Understander
from bot.vietnam import VIETNAM

HEADER = ("channel", "flow", "date")
OPENING_HOUR = time(8, tzinfo=VIETNAM)
SILENCE = "(silence)"
_STAGE = re.compile(r"\((\w+)(?: (.+))?\)")
_BUTTON = re.compile(r"\[(.+)\]")
ContextOf: TypeAlias = Callable[[datetime, str], Context]
"""The context of a turn by its moment and its channel."""
_VINH = Location(18.679, 105.681)


class BadPlayError(ValueError):
    """The text is no play, or a button is pressed that nobody offered; the message says which."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the citizen does, in the words of the play, and on which day."""

    said: str
    on: date


@dataclass(frozen=True, slots=True)
class Play:
    """A conversation before it is performed. `flow` names what it is mainly about."""

    title: str
    channel: str
    flow: str
    on: date
    lines: tuple[Line, ...]


def read_play(text: str) -> Play:
    """Return the play, without the answers that stand in it.

    Raises:
        BadPlayError: a header is missing or wrong, or the citizen never says anything.
    """
    title, header, lines = "", dict.fromkeys(HEADER, ""), list[Line]()
    try:
        for row in text.splitlines():
            mark, _, rest = row.partition(" ")
            if mark == "#":
                key, colon, value = rest.partition(": ")
                if colon and key in header:
                    header[key] = value
                else:
                    title = rest
            elif mark == "@":
                header["now"] = rest
            elif mark == ">":
                lines.append(Line(rest, date.fromisoformat(header.get("now", header["date"]))))
            elif mark == ">>":
                lines[-1] = Line(f"{lines[-1].said}\n{rest}", lines[-1].on)
        on = date.fromisoformat(header["date"])
    except (ValueError, IndexError) as error:
        raise BadPlayError(f"not a play: {error}") from error
    if not (title and header["channel"] and header["flow"] and lines):
        raise BadPlayError("a play needs a title, a channel, a flow and a citizen who speaks")
    return Play(title, header["channel"], header["flow"], on, tuple(lines))


def event_of(said: str, offered: Mapping[str, str]) -> Event:
    """Return what the citizen does; `offered` are the payloads of the buttons by their labels.

    Raises:
        BadPlayError: the button was not offered, or there is no such stage direction.
    """
    if pressed := _BUTTON.fullmatch(said):
        if pressed[1] not in offered:
            raise BadPlayError(f"nobody offered the button {pressed[1]!r}")
        return Press(offered[pressed[1]])
    if not (stage := _STAGE.fullmatch(said)):
        return Text(said)
    kind, rest = stage[1], stage[2]
    phone, _, name = (rest or "").partition(" ")
    events: dict[str, Event] = {
        "start": Start(rest),
        "stop": Stop(),
        "voice": Voice(""),
        "location": _VINH,
        "returned": Returned(),
        "contact": Contact(phone, name or None),
        "press": Press(rest or ""),
        "empty": Text(""),
    }
    if kind not in events:
        raise BadPlayError(f"there is no stage direction {said!r}")
    return events[kind]


class Stage:
    """Where a play is performed line by line; `rows` is the play so far, with its answers."""

    def __init__(self, play: Play, understander: Understander, context_of: ContextOf) -> None:
        self._channel = play.channel
        self._understander = understander
        self._context_of = context_of
        self._today = play.on
        self.state = State()
        self.offered: dict[str, str] = {}
        self.rows = [
            f"# {play.title}",
            f"# channel: {play.channel}",
            f"# flow: {play.flow}",
            f"# date: {play.on.isoformat()}",
        ]

    async def try_out(self, line: Line) -> Turn:
        """Return what a line would lead to, and leave everything as it is.

        Raises:
            BadPlayError: the line cannot be played.
        """
        event = event_of(line.said, self.offered)
        context = self._context_of(datetime.combine(line.on, OPENING_HOUR), self._channel)
        context = dataclasses.replace(context, voice=self._channel == VOICE)
        meaning = None
        if isinstance(event, Text):
            awaiting = self.state.awaiting
            meaning = await self._understander.understand(event.text, awaiting, context.today)
        return turn(self.state, event, meaning, context)

    async def act(self, line: Line) -> None:
        """Play a line and write down what it leads to.

        Raises:
            BadPlayError: the line cannot be played.
        """
        done = await self.try_out(line)
        # As in the store: only what is JSON goes from one turn to the next.
        self.state = State.from_json(done.state.as_json())
        self.offered |= labels_of(done)
        if line.on != self._today:
            self._today = line.on
            self.rows += ["", f"@ {line.on.isoformat()}"]
        self.rows += ["", *_spoken("> ", ">> ", line.said), *answer_rows(done)]

    @property
    def text(self) -> str:
        """The play so far, as it is kept."""
        return "\n".join(self.rows) + "\n"


async def perform(play: Play, understander: Understander, context_of: ContextOf) -> str:
    """Return the play with its answers, as the assistant gives them now.

    Raises:
        BadPlayError: a line cannot be played.
    """
    stage = Stage(play, understander, context_of)
    for line in play.lines:
        await stage.act(line)
    return stage.text


def labels_of(done: Turn) -> dict[str, str]:
    """Return the payloads of the buttons that a turn offers, by their labels."""
    return {button.label: button.payload for reply in done.replies for button in reply.buttons}


def answer_rows(done: Turn) -> list[str]:
    """Return the rows that say what a turn came to."""
    rows: list[str] = []
    for reply in done.replies:
        rows += ["", *_spoken("< ", "  ", reply.text)]
        rows += [f"  [{button.label}] {button.payload}" for button in reply.buttons]
        rows += [f"  {{{one['kind']}: {_label(one)}}}" for one in reply.attachments]
        if reply.sources:
            rows.append(f"  § {'; '.join(source.name for source in reply.sources)}")
    rows += [] if done.replies else ["", f"< {SILENCE}"]
    kinds = [effect.type.value for effect in done.effects]
    return [*rows, f"* {', '.join(_counted(kinds))}"] if kinds else rows


def _label(attachment: Mapping[str, Any]) -> str:
    labels = attachment.get("labels", {})
    return str(attachment.get("label") or "; ".join((labels["picture"], labels["page"])))


def _counted(kinds: Sequence[str]) -> list[str]:
    return [
        kind if kinds.count(kind) == 1 else f"{kinds.count(kind)} {kind}"
        for kind in dict.fromkeys(kinds)
    ]


def _spoken(first: str, further: str, text: str) -> list[str]:
    """Return the rows of a text; an empty one stays empty, without trailing blanks."""
    opening, *rest = text.split("\n")
    return [f"{first}{opening}".rstrip(), *(f"{further}{row}".rstrip() for row in rest)]
