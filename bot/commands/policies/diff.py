"""`ansinh policies diff`: what changes between two days, and for whom."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import click

from policies import NoRuleForDate, load_ruleset
from policies.diff import diff as diff_days
from policies.vocabulary import total_label
from policies.wording import money

from .options import DAY, JSON, PROVINCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from policies.diff import Affected, Difference


@click.command()
@click.argument("before", type=DAY)
@click.argument("after", type=DAY)
@PROVINCE
@JSON
def diff(before: datetime, after: datetime, province: str | None, *, as_json: bool) -> None:
    """Say which parameters differ between the days BEFORE and AFTER, and for whom how much."""
    try:
        found = diff_days(load_ruleset(), before.date(), after.date(), province)
    except NoRuleForDate as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        body = {
            "before": before.date().isoformat(),
            "after": after.date().isoformat(),
            "province": province,
            "parameters": [one.as_json() for one in found.parameters],
            "people": [one.as_json() for one in found.people],
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(line)


def _lines(found: Difference) -> Iterator[str]:
    yield f"{len(found.parameters)} parameters differ"
    for one in found.parameters:
        yield f"  {one.id} ({one.scope}): {one.label}"
        yield f"    {one.before or 'no value'} -> {one.after or 'no value'}"
    yield f"{len(found.people)} typical people are affected"
    same_amounts: Counter[str] = Counter()
    for person in found.people:
        if person.before[1] == person.after[1]:
            same_amounts[f"{person.scheme}: {person.before[0]} -> {person.after[0]}"] += 1
        else:
            yield f"  {person.scheme}: {person.who}"
            yield from _amounts(person)
    for status, people in same_amounts.items():
        yield f"  {status} with the same amounts: {people} people"


def _amounts(person: Affected) -> Iterator[str]:
    (old_status, old), (new_status, new) = person.before, person.after
    if old_status != new_status:
        yield f"    status: {old_status} -> {new_status}"
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            shown = (money(one[name]) if name in one else "none" for one in (old, new))
            yield f"    {total_label(person.scheme, name)}: {' -> '.join(shown)}"
