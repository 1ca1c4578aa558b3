"""`ansinh understand`: JSON Lines of sentences in, JSON Lines of their meanings out, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.lines import read_lines, write_line
from bot.settings import CONTENT_DIR
from nlu import Engine
from nlu.meaning import PUBLISHED
from nlu.training.examples import read_faqs

if TYPE_CHECKING:
    from typing import Any

FIELDS = {"id", "text", "awaiting"}


class BadLineError(ValueError):
    """A line that is no request; `code` and the message say why."""

    def __init__(self, code: str, message: str, id_: object = None) -> None:
        super().__init__(message)
        self.code = code
        self.id = id_

    def as_json(self) -> dict[str, Any]:
        """Return the answer in place of a meaning."""
        return {"id": self.id, "error": {"code": self.code, "message": str(self)}}


def read(line: str) -> tuple[object, str, str | None]:
    """Return id, text and pending question of a line. Raises BadLineError."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        raise BadLineError("bad_value", "the line is not a JSON object")
    id_ = request.get("id")
    if unknown := request.keys() - FIELDS:
        raise BadLineError("unknown_field", f"unknown field: {', '.join(sorted(unknown))}", id_)
    text, awaiting = request.get("text"), request.get("awaiting")
    if text is None:
        raise BadLineError("missing_field", "a request needs a text", id_)
    if not isinstance(text, str) or not isinstance(awaiting, str | None):
        raise BadLineError("bad_value", "text and awaiting are texts; awaiting may be null", id_)
    return id_, text, awaiting


def answer(engine: Engine, line: str) -> dict[str, Any]:
    """Return the meaning of a line's text, or an object with `id` and `error`."""
    try:
        id_, text, awaiting = read(line)
    except BadLineError as error:
        return error.as_json()
    meaning = engine.understand(text, awaiting).as_json()
    values = meaning["values"]
    published = {key: values[key] for key in values if key in PUBLISHED}
    return {"id": id_, **meaning, "values": published}


@click.command()
def command() -> None:
    """Say what sentences mean: one JSON request a line in, one JSON answer a line out."""
    engine = Engine.load(read_faqs(CONTENT_DIR / "faq"))
    for line in read_lines():
        write_line(answer(engine, line))
