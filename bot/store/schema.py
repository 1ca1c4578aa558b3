"""Brings a database to a version of the schema (Alembic)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store.engine import WRITES, make_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_233_110_120
"""The number of PostgreSQL's advisory lock: two processes must not migrate at the same time."""


class BrokenReferencesError(Exception):
    """A migration left rows that refer to rows that are gone; it was rolled back."""


def head() -> str | None:
    """Return the newest revision that this version of the bot knows."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


async def upgrade(url: str, revision: str = "head") -> tuple[str | None, str | None]:
    """Bring the database at `url` up to `revision`; return the revision before and after."""
    return await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> tuple[str | None, str | None]:
    """Take the database at `url` down to `revision`; return the revision before and after."""
    return await _run(url, lambda config: command.downgrade(config, revision))


async def _run(url: str, step: Callable[[Config], None]) -> tuple[str | None, str | None]:
    engine = make_engine(url, foreign_keys=False)
    try:
        async with engine.execution_options(**{WRITES: True}).begin() as connection:
            return await connection.run_sync(_migrate, step)
    finally:
        await engine.dispose()


def _migrate(
    connection: Connection, step: Callable[[Config], None]
) -> tuple[str | None, str | None]:
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    before = _revision(connection)
    step(config)
    if not postgres and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise BrokenReferencesError(f"rows of {tables} would refer to rows that are gone")
    return before, _revision(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
