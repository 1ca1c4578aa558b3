"""`ansinh golden`: a stored conversation becomes a golden one, without what is personal."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import click

from bot.content.load import load_content
from bot.conversation.effects import EffectType
from bot.conversation.speech import say
from bot.conversation.turn import Context
from bot.play import BadPlayError, Line, Play, Stage
from bot.settings import Settings
from bot.store import conversations
from bot.store.messages import MessageRow, transcript
from bot.store.models import Direction
from bot.store.store import Store
from bot.understanding.contract import Understander
from bot.understanding.whole import whole_in_process
from bot.vietnam import VIETNAM
from policies import load_ruleset

PHONE, NAME, FULL_NAME = "0912345678", "Hoa", "Nguyễn Thị Hoa"
COMMUNE, DISTRICT = "xã Yên Thành", "Diễn Châu"
"""What stands in the place of a number, a name, a commune, and a place of several communes."""

MOST_MESSAGES = 1_000
"""Messages of a conversation that are read."""
COMMUNE_PRESS = "lead:commune="
PLACES = ("commune", "district", "former")
_MASKED_PHONE = re.compile(r"\[điện thoại \*{3}\d{3}\]")
_FAMILIES = (  # noqa: SIM905 - a list of forty words reads worse
    "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|dao|doan|trinh|"
    "truong|lam|mai|ha|luong|cao|thai|ta|phung|chu|to|vi|lo|lu|luu|quach"
).split("|")
_WORD = re.compile(r"[^\W\d_]+")
_IN_SMALL_LETTERS = re.compile(rf"\b(?:{'|'.join(_FAMILIES)}) (?:van|thi)(?: [^\W\d_]+){{1,2}}")
_INTRODUCED = re.compile(
    r"\bten (?:(?:toi|em|minh|tui|chau|chi|anh|bac|co|chu) )?(?:la )?(?!gi\b|la\b)"
)
_HAMLET = re.compile(r"\b(?:xom|thon|khoi|lang)(?: so)? (?:\d+|[^\W\d_]+)")


def fold(text: str) -> str:
    """Return `text` in small letters without accents, letter for letter."""
    return "".join(unicodedata.normalize("NFD", one)[0] for one in text.lower().replace("đ", "d"))


def without_names(text: str) -> str:
    """Return `text` with phone numbers and the names of persons and hamlets replaced."""
    text = _MASKED_PHONE.sub(PHONE, unicodedata.normalize("NFC", text))
    if introduced := _INTRODUCED.search(fold(text)):
        name = _name_at(text, introduced.end())
        text = f"{text[: introduced.end()]}{NAME}{text[introduced.end() + len(name) :]}"
    for start in reversed([word.start() for word in _WORD.finditer(text)]):
        name = _name_at(text, start)
        if " " in name and fold(name.split()[0]) in _FAMILIES:
            text = f"{text[:start]}{FULL_NAME}{text[start + len(name) :]}"
    for found in reversed([*_IN_SMALL_LETTERS.finditer(fold(text))]):
        if text[found.start()].islower():
            text = f"{text[: found.start()]}{FULL_NAME}{text[found.end() :]}"
    for found in reversed([*_HAMLET.finditer(fold(text))]):
        text = f"{text[: found.start()]}xóm 1{text[found.end() :]}"
    return text


def _name_at(text: str, start: int) -> str:
    """Return the word at `start` and the capitalised ones that follow it."""
    end = start
    for word in _WORD.finditer(text, start):
        follows = word.start() == end + 1 and text[end] == " " and word[0][0].isupper()
        if not (word.start() == start or follows):
            break
        end = word.end()
    name = text[start:end]
    return name if " " not in name or name[0].isupper() else name.split()[0]


def without_place(text: str, names: Sequence[str]) -> str:
    """Return `text` with each of `names` replaced; all of it where one is not found in it."""
    for name in names:
        at = fold(text).find(fold(name))
        if at < 0:
            return COMMUNE
        text = f"{text[:at]}{COMMUNE.removeprefix('xã ')}{text[at + len(name) :]}"
    return text


class Scribe:
    """Writes a play from a transcript: each line is masked before it is played."""

    def __init__(self, stage: Stage, understander: Understander) -> None:
        self._stage = stage
        self._understander = understander
        self.flows: list[str] = []
        """The flows that were at work, in order."""

    async def write(self, rows: Sequence[MessageRow], returned: str) -> None:
        """Play the transcript; `returned` is what the assistant says when staff hand back."""
        payloads = {one["label"]: one["payload"] for row in rows for one in row.buttons}
        heard = [row for row in rows if row.direction is Direction.IN and row.text is not None]
        following = dict(zip((row.id for row in heard), heard[1:], strict=False))
        for row in rows:
            said = None
            if row.id in following or row in heard:
                after = following.get(row.id)
                press = payloads.get(after.text or "", "") if after else ""
                chooses = press.startswith(COMMUNE_PRESS)
                said = await self._masked(row, payloads, chooses=chooses)
            elif row is rows[0]:
                said = "(start)"
            elif row.text == returned and self._stage.state.owner == "person":
                said = "(returned)"
            if said is not None:
                await self._stage.act(Line(said, _day(row)))
                self.flows += [self._stage.state.flow] if self._stage.state.flow else []
                self.flows += [self._stage.state.last] if self._stage.state.last else []

    async def _masked(
        self, row: MessageRow, payloads: Mapping[str, str], *, chooses: bool
    ) -> str | None:
        """Return what the citizen did, without what is personal; None where it is left out."""
        text = row.text or ""
        match row.kind:
            case "text":
                return await self._sentence(text, _day(row), chooses=chooses)
            case "button":
                return self._press(text, payloads.get(text, text))
            case "contact":
                named = _MASKED_PHONE.sub("", text).strip()
                return f"(contact {PHONE} {NAME})" if named else f"(contact {PHONE})"
            case _:
                return f"({row.kind})"

    def _press(self, label: str, payload: str) -> str | None:
        if payload.startswith(COMMUNE_PRESS):
            offered = self._stage.offered.items()
            return next((f"[{one}]" for one, at in offered if at.startswith(COMMUNE_PRESS)), None)
        return f"[{label}]" if label in self._stage.offered else f"(press {payload})"

    async def _sentence(self, text: str, on: date, *, chooses: bool) -> str:
        masked = without_names(text)
        meaning = await self._understander.understand(masked, self._stage.state.awaiting, on)
        done = await self._stage.try_out(Line(masked, on))
        given = [one.data["lead"] for one in done.effects if one.type is EffectType.LEAD_UPDATED]
        if any("name" in lead for lead in given):
            return NAME
        choices = [
            state.slots_of("lead").get("choices") for state in (self._stage.state, done.state)
        ]
        if choices[0] != choices[1] or any("commune" in lead for lead in given):
            return DISTRICT if chooses else COMMUNE
        place = meaning.values.get("place")
        named = place if isinstance(place, dict) else {}
        return without_place(masked, [str(named[key]) for key in PLACES if key in named])


def _day(row: MessageRow) -> date:
    return row.at.astimezone(VIETNAM).date()


async def golden_of(
    store: Store, conversation_id: int, title: str, understander: Understander, settings: Settings
) -> str:
    """Return the stored conversation as a play, answered as the assistant answers now.

    Raises:
        LookupError: there is no such conversation, or nothing of it is left.
    """
    content, ruleset = load_content(settings.content_dir), load_ruleset()
    async with store.read() as session:
        conversation = await conversations.get(session, conversation_id)
        rows = await transcript(session, conversation_id, staff=True, limit=MOST_MESSAGES)
        if conversation is None or not any(row.text for row in rows):
            raise LookupError(f"there is no conversation {conversation_id}, or it was deleted")
        channel = conversation.channel
    play = Play(title, channel, "talk", _day(rows[0]), ())

    def context_of(at: datetime, name: str) -> Context:
        return Context(at, name, ruleset, content, settings.province)

    stage = Stage(play, understander, context_of)
    scribe = Scribe(stage, understander)
    await scribe.write(rows, say(content, "common.returned"))
    flow = next(iter(scribe.flows), play.flow)
    return stage.text.replace("# flow: talk", f"# flow: {flow}", 1)


@click.group()
def command() -> None:
    """Make golden conversations, which the tests play again."""


@command.command("from-conversation")
@click.argument("conversation_id", type=int, metavar="ID")
@click.option("--title", default="A stored conversation", help="What the conversation shows.")
def from_conversation(conversation_id: int, title: str) -> None:
    """Print a stored conversation as a golden one, personal data replaced.

    Phone numbers, names, hamlets and communes are replaced by made-up ones. Read what is printed
    before you keep it: people can write a name in ways that no rule knows.
    """
    settings = Settings.model_validate({})
    content = load_content(settings.content_dir)
    understander = whole_in_process(content)

    async def run() -> str:
        async with Store.from_settings(settings) as store:
            return await golden_of(store, conversation_id, title, understander, settings)

    try:
        click.echo(asyncio.run(run()), nl=False)
    except (LookupError, BadPlayError) as error:
        raise click.ClickException(str(error)) from error
