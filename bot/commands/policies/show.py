"""`ansinh policies show`: a parameter, its values, their sources and days."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from policies import load_ruleset
from policies.listing import listed

from .options import DAY, JSON

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("parameter")
@click.option("--on", type=DAY, help="Only the value of this day.")
@JSON
def show(parameter: str, on: datetime | None, *, as_json: bool) -> None:
    """Show PARAMETER, national and of each province, with dates, sources and confidence."""
    ruleset = load_ruleset()
    found = [one for one in ruleset.parameters if one.id == parameter]
    if not found:
        near = get_close_matches(parameter, {one.id for one in ruleset.parameters})
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise click.ClickException(f"there is no parameter {parameter}{hint}")
    shown = [listed(one, on.date() if on else None) for one in found]
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for one in shown:
        click.echo(f"{one['id']} ({one['unit']}, {one['scope']}): {one['label']}")
        for value in one["values"]:
            click.echo(f"  {value['from']} to {value['to'] or 'open'}: {value['written']}")
            click.echo(f"    {_source(value)}")
            if value["note"]:
                click.echo(f"    note: {value['note']}")
        if not one["values"]:
            click.echo("  no value on this day")


def _source(value: dict[str, Any]) -> str:
    source = value["source"]
    known = [source[name] for name in ("document", "issuer", "date", "url") if source[name]]
    if source["article"]:
        known.insert(1, f"article {source['article']}")
    review = f", review by {value['review_by']}" if value["review_by"] else ""
    return f"{', '.join(known) or 'source unknown'} ({value['confidence']}{review})"
