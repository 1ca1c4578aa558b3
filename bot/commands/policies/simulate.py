"""`ansinh policies simulate`: what a proposed rule costs a year, for a whole table of people."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from babel.numbers import format_decimal

from policies import ParameterError, load_ruleset
from policies.simulate import Report, Simulation

from .options import JSON, ON, PROVINCE
from .table import Table, TableError, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PAYERS = ("state_vnd", "province_vnd", "citizens_vnd")
SHOWN_FROM_BYTES = 5_000_000
COUNTED_FROM_CASES = 5_000


@click.command()
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--rule",
    "rules",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A proposed parameter file, such as a province's share; may be given several times.",
)
@ON
@PROVINCE
@click.option("--scheme", help="The scheme of rows that name none.")
@JSON
def simulate(
    table: Path,
    rules: tuple[Path, ...],
    on: datetime,
    province: str | None,
    scheme: str | None,
    *,
    as_json: bool,
) -> None:
    """Add up what TABLE (CSV or Parquet) costs a year, now and with the proposed rules."""
    try:
        now = load_ruleset()
        proposed = load_ruleset(proposals=rules) if rules else now
        read = _read(table)
    except (ParameterError, TableError) as error:
        raise click.ClickException(str(error)) from error
    simulation = Simulation(now, proposed, on.date().isoformat(), province, scheme)
    _run(simulation, read)
    report = simulation.report
    if as_json:
        body = {
            "on": on.date().isoformat(),
            "province": province,
            "ruleset": {"now": now.hash, "proposed": proposed.hash},
            "ignored_columns": read.ignored,
            **report.as_json(),
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        _print(report, read)


def _read(path: Path) -> Table:
    size = path.stat().st_size
    hidden = size < SHOWN_FROM_BYTES
    with click.progressbar(length=size, label="reading", hidden=hidden, file=sys.stderr) as bar:
        return read_table(path, lambda at: bar.update(max(0, at - bar.pos)))


def _run(simulation: Simulation, table: Table) -> None:
    items = table.rows.items()
    hidden = len(items) < COUNTED_FROM_CASES
    with click.progressbar(items, label="quoting", hidden=hidden, file=sys.stderr) as bar:
        for cells, rows in bar:
            simulation.add(table.columns, cells, rows)


def _print(report: Report, table: Table) -> None:
    body = report.as_json()
    click.echo(f"{report.rows} rows, {report.cases} of them different; VND a year.")
    if table.ignored:
        click.echo(f"Columns not used: {', '.join(table.ignored)}")
    if report.provisional_rows:
        click.echo(f"{report.provisional_rows} rows rest on rules that are not established.")
    for refused in report.refused.values():
        example = ", ".join(f"{name}={cell}" for name, cell in refused.example.items() if cell)
        click.echo(
            f"NOT COUNTED: {refused.rows} rows, {refused.reason} ({refused.field}): {example}"
        )
    click.echo()
    click.echo(_cells("scheme / group", "people", *PAYERS))
    groups: list[dict[str, Any]] = body["groups"]  # type: ignore[assignment]
    total: Any = body["total"]
    for name, costs in [(f"{one['scheme']} {one['group']}", one) for one in groups] + [
        ("total", total)
    ]:
        click.echo(_row(name, costs["people"], costs["now"]))
        if any(costs["difference"].values()):
            click.echo(_row("  proposed", "", costs["proposed"]))
            click.echo(_row("  difference", "", costs["difference"]))


def _row(name: str, people: int | str, amounts: Mapping[str, int]) -> str:
    return _cells(name, people, *(amounts[payer] for payer in PAYERS))


def _cells(name: str, *cells: int | str) -> str:
    shown = (one if isinstance(one, str) else format_decimal(one, locale="vi") for one in cells)
    return f"{name:<42}" + "".join(f"{one:>24}" for one in shown)
