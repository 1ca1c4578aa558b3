"""The migrations give exactly the tables that the models describe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.store import schema
from bot.store.engine import make_engine
from bot.store.models import Base


async def look(url: str, question: Any) -> Any:
    engine = make_engine(url)
    async with engine.connect() as connection:
        answer = await connection.run_sync(question)
    await engine.dispose()
    return answer


def differences(connection: Connection) -> Any:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return compare_metadata(context, Base.metadata)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/deep/below/empty.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


async def test_migrated_database_is_what_the_models_describe(database_url: str) -> None:
    assert await look(database_url, differences) == []
    assert await look(database_url, tables) == set(Base.metadata.tables)


def terms(connection: Connection) -> dict[str, tuple[str, bool]]:
    """Return the condition of each partial index, and whether a table's numbers come once."""
    if connection.dialect.name == "postgresql":
        listed = text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    else:
        listed = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: (sql.partition(" WHERE ")[2].strip("()"), "AUTOINCREMENT" in sql)
        for name, sql in connection.execute(listed)
        if not name.startswith(("alembic", "sqlite"))
    }


def terms_when_made_at_once(connection: Connection) -> dict[str, tuple[str, bool]]:
    Base.metadata.create_all(connection)
    return terms(connection)


async def test_tables_made_at_once_are_told_the_same_as_migrated_ones(empty_url: str) -> None:
    made = await look(empty_url, terms_when_made_at_once)
    assert await look(empty_url, tables) == set()
    await schema.upgrade(empty_url)
    assert made == await look(empty_url, terms)
    assert sum(bool(condition) for condition, _ in made.values()) == 9
    if empty_url.startswith("sqlite"):
        assert made["outbox"][1], "its numbers are given once"


async def test_migrations_go_up_and_down_again(empty_url: str) -> None:
    assert await schema.upgrade(empty_url) == (None, schema.head())
    assert await look(empty_url, tables) == set(Base.metadata.tables)
    assert await schema.downgrade(empty_url, "base") == (schema.head(), None)
    assert await look(empty_url, tables) == set()


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    assert await schema.upgrade(database_url) == (schema.head(), schema.head())
