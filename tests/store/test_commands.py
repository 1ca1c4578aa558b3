"""What an operator types: keys, migrate, worker."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import select

from bot.channels.contract import InboundEvent
from bot.cli import main
from bot.conversation.events import Text
from bot.delivery import receive
from bot.settings import Settings
from bot.store import schema
from bot.store.models import Outbox
from bot.store.store import Store


def environment(url: str) -> dict[str, str]:
    """Return the environment of a new installation, made with `ansinh keys`."""
    printed = CliRunner().invoke(main, ["keys"])
    assert printed.exit_code == 0
    keys = dict(line.split("=", 1) for line in printed.stdout.splitlines())
    return {**keys, "ANSINH_DATABASE_URL": url}


def test_migrate_makes_the_database_and_says_so(tmp_path: Path) -> None:
    variables = environment(f"sqlite+aiosqlite:///{tmp_path}/data/ansinh.db")
    first = CliRunner(env=variables).invoke(main, ["migrate"])
    assert f"went from nothing to {schema.head()}" in first.stdout
    again = CliRunner(env=variables).invoke(main, ["migrate"])
    assert f"is at {schema.head()} already" in again.stdout
    assert (tmp_path / "data" / "ansinh.db").is_file()


def test_migrate_never_shows_a_password(postgres_url: str) -> None:
    url = postgres_url.replace("postgres:@", "postgres:hunter2@")
    shown = CliRunner(env=environment(url)).invoke(main, ["migrate"])
    assert shown.exit_code == 0
    assert "hunter2" not in shown.output


async def test_a_worker_process_answers_until_it_is_told_to_stop(
    database_url: str, tmp_path: Path
) -> None:
    variables = environment(database_url)
    named = {name.removeprefix("ANSINH_").lower(): value for name, value in variables.items()}
    settings = Settings(_env_file=None, **named)  # type: ignore[arg-type]
    process = await create_subprocess_exec(
        *(sys.executable, "-c", "from bot.cli import main; main()", "worker"),
        cwd=tmp_path,
        env={**os.environ, **variables},
        stderr=PIPE,
    )
    async with Store.from_settings(settings) as store:
        inbound = InboundEvent("web", "1", "lan", Text("xin chào"), store.clock())
        await receive(store, inbound)
        await answered(store, process)
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert errors.decode().splitlines()[-1] == "stopped"


async def answered(store: Store, process: Process) -> None:
    for _ in range(300):
        async with store.read() as session:
            rows = (await session.scalars(select(Outbox))).all()
        if rows and {row.status for row in rows} == {"sent"}:
            return
        assert process.returncode is None, "the worker ended by itself"
        await asyncio.sleep(0.1)
    raise AssertionError("nobody answered")
