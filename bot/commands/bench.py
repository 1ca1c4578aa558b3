"""`ansinh bench`: how fast delivery is on this machine, and what a crash loses."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator

import click

from bot.bench import process
from bot.bench.crash import Crash
from bot.bench.ground import Mind, bare_commits, fresh_database, open_store
from bot.bench.ledger import Found
from bot.bench.turns import beside_a_broadcast, latency, sends_a_second, turns_a_second

_database = click.option(
    "--database",
    help="The URL of an empty database to measure on, or `postgresql` for one that is started for "
    "a while (a development dependency); without it, an SQLite file for a while.",
)


@click.group()
def command() -> None:
    """Measure delivery on this machine; nothing of the installation is touched."""


@command.command()
@_database
@click.option("--turns", type=click.IntRange(10), default=1000, show_default=True)
@click.option("--seconds", type=click.IntRange(2), default=10, show_default=True)
def delivery(database: str | None, turns: int, seconds: int) -> None:
    """Measure turns a second, how soon replies are queued, memory, and the start.

    Every figure is printed with what is aimed at, on a machine of two cores that does nothing else.
    """
    for line in asyncio.run(_measured(database, turns, seconds)):
        click.echo(line)


@command.command()
@_database
@click.option("--turns", type=click.IntRange(10), default=10_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the random instants.")
def crash(database: str | None, turns: int, seed: int) -> None:
    """Kill web, worker and sender at random instants; count what is lost, doubled, out of order.

    The platform of the test sends events again and out of order. Exits with 1 if anything is wrong.
    """
    found, kills = asyncio.run(_crashed(database, turns, seed))
    for role, count in sorted(kills.items()):
        click.echo(f"{role} killed: {count}")
    click.echo(f"turns: {found.turns}, messages: {found.messages}, doubts: {found.sent_again}")
    wrong = {"lost": found.lost, "doubled": found.doubled, "misordered": found.misordered}
    for name, cases in (wrong | {"in doubt": found.in_doubt}).items():
        click.echo("\n  ".join([f"{name}: {len(cases)}", *cases]))
    if any(wrong.values()):
        raise SystemExit(1)


async def _crashed(database: str | None, turns: int, seed: int) -> tuple[Found, Counter[str]]:
    async with fresh_database(database) as url:
        run = Crash(url, turns, seed)
        return await run.run(), run.kills


async def _measured(database: str | None, turns: int, seconds: int) -> list[str]:
    mind = Mind.load()
    async with fresh_database(database) as url:
        started = await process.start(url)
        bare = bare_commits(url)
        async with open_store(url) as store:
            await turns_a_second(store, mind, 50)
            whole = await turns_a_second(store, mind, turns, first=50)
            sent = await sends_a_second(store, 50 + turns)
            soon = await latency(store, mind, 50, seconds, first=50 + turns)
            replies, broadcast = await beside_a_broadcast(store, seconds)
    return list(
        _lines(
            ("bare insert and commit", bare, "a second", "-"),
            ("turns, received and durably answered", whole, "a second", ">= 200"),
            ("bare commits for one turn", bare / whole, "", "-"),
            ("replies, sent and durably marked", sent, "a second", "-"),
            ("reply queued at 50/s, median", soon.median, "ms", "<= 5"),
            ("reply queued at 50/s, 99 %", soon.p99, "ms", "<= 50"),
            ("broadcast beside replies", broadcast, "a second", "about 28"),
            ("reply beside a broadcast, longest", replies.longest, "ms", "<= 1000"),
            ("ready to answer", started.ready_seconds * 1000, "ms", "< 2000"),
            ("memory when ready", started.memory_mb, "MB", "< 150"),
        )
    )


def _lines(*rows: tuple[str, float, str, str]) -> Iterator[str]:
    for name, figure, unit, goal in rows:
        yield f"{name:40} {figure:10.1f} {unit:9} {goal}"
