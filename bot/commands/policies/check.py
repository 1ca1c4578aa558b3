"""`ansinh policies check`: what is wrong with the parameters, and what is due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policies.check import ERROR, check_parameters

from .options import JSON, ON

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of parameters other than the packaged one.",
)
@ON
@JSON
def check(folder: Path | None, on: datetime, *, as_json: bool) -> None:
    """Find gaps, overlaps, unknown keys, missing sources and review dates gone by.

    Exits with 1 where anything must be put right.
    """
    findings = check_parameters(on.date(), folder)
    errors = sum(finding.level == ERROR for finding in findings)
    if as_json:
        body = {"ok": not errors, "findings": [finding.as_json() for finding in findings]}
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    raise SystemExit(1 if errors else 0)
