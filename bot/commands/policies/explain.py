"""`ansinh policies explain`: the steps of a quote, as a citizen reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from policies import PolicyError, load_ruleset, quote
from policies.explain import explain as explain_quote

if TYPE_CHECKING:
    from typing import TextIO


@click.command()
@click.argument("request", type=click.File(encoding="utf-8"), default="-")
def explain(request: TextIO) -> None:
    """Explain the answer to one REQUEST of `ansinh quote` (a file, or standard input)."""
    try:
        asked = json.load(request)
    except ValueError as error:
        raise click.ClickException(f"the request is no JSON: {error}") from error
    if not isinstance(asked, dict):
        raise click.ClickException("the request is no JSON object")
    try:
        click.echo(explain_quote(quote(load_ruleset(), asked)), nl=False)
    except PolicyError as error:
        raise click.ClickException(f"{error.field}: {error.message}") from error
