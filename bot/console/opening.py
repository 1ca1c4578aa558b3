"""Where the console is mounted, and put together when somebody first asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from bot.settings import Settings
from bot.store.store import Store
from policies import Ruleset

PATH = "/console"
NAME = "console"


def mount_console(app: Starlette, settings: Settings, store: Store, ruleset: Ruleset) -> None:
    """Mount the console at `PATH` of `app`; the moment it lives in is the store's clock.

    The store stays the caller's to open and to close. `ruleset` is what is in force, by which a
    calculation that is looked up is made again.
    """
    app.mount(PATH, OnDemand(partial(_console, settings, store, ruleset)), NAME)


class OnDemand:
    """An application that is made when its first request comes.

    Citizens do not wait at the start for what staff use, and a process that no member of staff asks
    never holds it.
    """

    def __init__(self, make: Callable[[], Starlette]) -> None:
        self._make = make
        self._made: Starlette | None = None
        self._making = asyncio.Lock()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes, which links are made of; none before the first request."""
        return self._made.routes if self._made else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        async with self._making:
            if self._made is None:
                # Citizens are served meanwhile.
                self._made = await asyncio.to_thread(self._make)
        await self._made(scope, receive, send)


def _console(settings: Settings, store: Store, ruleset: Ruleset) -> Starlette:
    from bot.console.app import console

    return console(settings, store, ruleset, PATH, NAME)
