"""`ansinh policies replay`: answer stored requests again and say what differs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import click

from policies import load_ruleset
from policies.replay import DIFFERENT_AMOUNT
from policies.replay import replay as replay_quote

if TYPE_CHECKING:
    from typing import TextIO


@click.command()
@click.argument("stored", type=click.File(encoding="utf-8"), default="-")
def replay(stored: TextIO) -> None:
    """Replay pairs, one JSON object {"request": …, "answer": …} a line of STORED.

    One object a line comes out: `same`, `different_ruleset` (other rules, equal amounts),
    `different_amount`, or `different_words`. Exits with 1 where an amount differs or a line is no
    pair.
    """
    ruleset = load_ruleset()
    outcomes: Counter[str] = Counter()
    for line in stored:
        if line.strip():
            pair = _pair(line)
            if pair is None:
                result: dict[str, object] = {"id": None, "outcome": "no_pair"}
            else:
                result = replay_quote(ruleset, *pair).as_json()
            outcomes[str(result["outcome"])] += 1
            click.echo(json.dumps(result, ensure_ascii=False))
    summary = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    click.echo(summary or "nothing to replay", err=True)
    raise SystemExit(1 if outcomes[DIFFERENT_AMOUNT] or outcomes["no_pair"] else 0)


def _pair(line: str) -> tuple[dict[str, object], dict[str, object]] | None:
    try:
        pair = json.loads(line)
        request, answer = pair["request"], pair["answer"]
    except (ValueError, TypeError, KeyError):
        return None
    return (request, answer) if isinstance(request, dict) and isinstance(answer, dict) else None
