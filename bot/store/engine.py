"""How the two databases are opened: SQLite as a durable file, PostgreSQL by psycopg."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

WRITES = "ansinh_writes"
"""The execution option of connections that will write."""

_REST_SECONDS = 1.0
PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""When a PostgreSQL that vanished without a word counts as away: without these, after hours."""


def make_engine(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """Return an engine for `url`; the directory of an SQLite file is made when missing.

    Its exceptions do not repeat the values of a statement: chats and names would reach a log.

    A migration that rebuilds an SQLite table needs `foreign_keys` off: dropping the old table
    would delete the rows that refer to it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _asked_after_a_rest(create_async_engine(_patient(parsed), hide_parameters=True))
    from bot.store.sqlite import BUSY_MILLISECONDS, TAKE_THE_LOCK, DirectDriver

    driver = DirectDriver(parsed.database or ":memory:")
    engine = create_async_engine(
        parsed, module=driver, hide_parameters=True, **_sqlite_pool(parsed)
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver would begin transactions only before the first write, too late to be safe.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={BUSY_MILLISECONDS}",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A read that turns into a write later fails at once when another writer was faster,
        # whatever the timeout: a writer therefore takes the lock when it begins.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(TAKE_THE_LOCK if writes else "BEGIN")

    return engine


def _asked_after_a_rest(engine: AsyncEngine) -> AsyncEngine:
    """Let a connection be asked whether it lives, but not before every transaction.

    One that broke off a moment ago fails its transaction, and all that are idle are given up.
    """
    pool, dialect = engine.sync_engine.pool, engine.dialect

    @event.listens_for(pool, "checkin")
    def _note(_: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(pool, "checkout")
    def _ask(connection: Any, record: Any, _: Any) -> None:
        if time.monotonic() - record.info.pop("idle_since", time.monotonic()) > _REST_SECONDS:
            try:
                dialect.do_ping(connection)
            except dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error

    return engine


def _sqlite_pool(url: URL) -> dict[str, Any]:
    if url.database in (None, "", ":memory:"):
        return {"poolclass": StaticPool}
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return {}


def listen_address(url: str) -> str | None:
    """Return libpq's address of a PostgreSQL `url`, to listen on; None for SQLite."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        return None
    patient = _patient(parsed).set(drivername="postgresql")
    return patient.render_as_string(hide_password=False)


def _patient(url: URL) -> URL:
    """Return the address with how long to wait for a server, unless it says so itself."""
    unsaid = {name: told for name, told in PATIENCE.items() if name not in url.query}
    return url.update_query_dict(unsaid)
