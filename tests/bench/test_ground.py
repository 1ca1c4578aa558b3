"""The database that a measurement stands on."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.bench.ground import POSTGRESQL, bare_commits, fresh_database, open_store
from bot.store.session import DATABASE_AWAY


@pytest.mark.parametrize(("asked", "kind"), [(None, "sqlite"), (POSTGRESQL, "postgresql")])
async def test_a_measurement_has_a_durable_database_of_its_own(
    asked: str | None, kind: str
) -> None:
    async with fresh_database(asked) as url, open_store(url) as store:
        assert url.startswith(kind)
        assert bare_commits(url, count=3) > 0
        async with store.read() as session:
            if kind == "postgresql":
                for name in ("fsync", "synchronous_commit"):
                    shown = await session.execute(text(f"SHOW {name}"))
                    assert shown.scalar_one() == "on"
            assert (await session.execute(text("SELECT count(*) FROM inbox"))).scalar_one() == 0
    if kind == "postgresql":
        async with open_store(url) as gone:
            with pytest.raises(DATABASE_AWAY):
                await gone.ping()


async def test_a_database_that_is_in_use_is_not_measured_on(sqlite_url: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        async with fresh_database(sqlite_url):
            pass
