"""`ansinh quote`: JSON Lines of requests in, JSON Lines of quotes out, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.lines import read_lines, write_line
from policies import PolicyError, compare, load_ruleset, quote
from policies.compare import COMPARE

if TYPE_CHECKING:
    from policies import Ruleset


def answer(ruleset: Ruleset, line: str) -> dict[str, object]:
    """Return the answer to one line: a quote, a comparison, or an object with `id` and `error`."""
    try:
        request = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        unread = PolicyError("bad_value", "request", "Dòng này không phải một đối tượng JSON.")
        return {"id": None, "error": unread.as_json()}
    try:
        if COMPARE in request:
            return compare(ruleset, request).as_json()
        return quote(ruleset, request).as_json()
    except PolicyError as error:
        return {"id": request.get("id"), "error": error.as_json()}


@click.command()
def command() -> None:
    """Calculate what people pay: one JSON request a line in, one JSON answer a line out."""
    ruleset = load_ruleset()
    for line in read_lines():
        write_line(answer(ruleset, line))


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
