"""`ansinh converse`: whole conversations, one event a line in, one answer a line out."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import click

from bot.content.load import load_content
from bot.conversation.events import BadEventError, event_from_json
from bot.delivery.simulate import Simulator
from bot.lines import read_lines, write_line
from bot.settings import CONTENT_DIR, PROVINCE
from bot.understanding.whole import whole_in_process
from policies import load_ruleset

FIELDS = ("conversation", "channel", "at", "event")


class BadLineError(ValueError):
    """A line that is no event of a conversation; the message says why, for the caller."""


def read(line: str) -> tuple[str, str, datetime, Any]:
    """Return conversation, channel, moment and event of a line.

    Raises:
        BadLineError: it is not JSON, or a field is missing, unknown or of the wrong type.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError("the line is not JSON") from error
    if not isinstance(data, dict):
        raise BadLineError("the line is not a JSON object")
    if unknown := data.keys() - set(FIELDS):
        raise BadLineError(f"unknown field {', '.join(sorted(unknown))}")
    if missing := [field for field in FIELDS if field not in data]:
        raise BadLineError(f"missing field {', '.join(missing)}")
    conversation, channel, at, event = (data[field] for field in FIELDS)
    if not all(isinstance(text, str) and text for text in (conversation, channel, at)):
        raise BadLineError("conversation, channel and at are texts")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadLineError(f"at is not an ISO date and time: {at!r}") from error
    if moment.tzinfo is None:
        raise BadLineError("at needs a time zone, such as +07:00")
    if not isinstance(event, dict):
        raise BadLineError("event is an object")
    try:
        return conversation, channel, moment, event_from_json(event)
    except BadEventError as error:
        raise BadLineError(str(error)) from error


def _conversation_of(line: str) -> Any:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data.get("conversation") if isinstance(data, dict) else None


async def converse() -> None:
    """Answer every line of standard input in order."""
    content = load_content(CONTENT_DIR)
    understander = whole_in_process(content)
    async with Simulator(understander, load_ruleset(), content, PROVINCE) as simulator:
        for line in read_lines():
            try:
                answer = await simulator.handle(*read(line))
            except BadLineError as error:
                problem = {"code": "bad_value", "message": str(error)}
                answer = {"conversation": _conversation_of(line), "error": problem}
            write_line(answer)


@click.command()
def command() -> None:
    """Hold conversations on a fresh store: one JSON event a line in, one JSON answer a line out."""
    asyncio.run(converse())
