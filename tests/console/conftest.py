"""A console on the real store, and visitors who sign in through its own form."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeAlias

import httpx
import pytest
from starlette.applications import Starlette

from bot.console.opening import mount_console
from bot.settings import Settings
from bot.store.store import Store
from policies import load_ruleset
from tests.console.office import PASSWORD, Office, furnish

HOST = "https://console.test"
SECRET = "a key that signs cookies, long enough to be one"


class Visitor:
    """A browser: keeps cookies, says where a form came from, and fills in its token."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(f"/console{path}")

    async def post(self, path: str, data: dict[str, Any] | None = None) -> httpx.Response:
        """Send a form with the token of this browser, as a page of the console would."""
        return await self.client.post(
            f"/console{path}",
            data={"csrftoken": await self.token(), **(data or {})},
            headers={"Origin": HOST, "Sec-Fetch-Site": "same-origin"},
        )

    async def token(self) -> str:
        """Return the token that forms carry now."""
        page = await self.client.get("/console/login", follow_redirects=True)
        found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        assert found, page.text
        return found[1]

    async def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the login form."""
        return await self.post("/login", {"username": login, "password": password})


Visit: TypeAlias = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def settings() -> Settings:
    """Return the settings of a test office."""
    return Settings(
        secret_key=SECRET,
        phone_key="x" * 44,
        phone_hash_key="y" * 32,
        public_url=HOST,
        staff_chats=["telegram:-100123"],
        in_charge_chats=["telegram:-100124"],
        _env_file=None,
    )


@pytest.fixture
async def office(store: Store) -> Office:
    """Return an office with people in it."""
    return await furnish(store)


@pytest.fixture
def app(store: Store, settings: Settings) -> Starlette:
    """Return an application with nothing but the console."""
    app = Starlette()
    mount_console(app, settings, store, load_ruleset())
    return app


@pytest.fixture
async def visit(app: Starlette, office: Office) -> AsyncIterator[Visit]:
    """Return a function that opens a browser, signed in where a login is given."""
    async with AsyncExitStack() as browsers:

        async def open_browser(login: str | None = None) -> Visitor:
            transport = httpx.ASGITransport(app)
            client = await browsers.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url=HOST)
            )
            visitor = Visitor(client)
            if login is not None:
                answer = await visitor.sign_in(login)
                assert answer.status_code == 303, answer.text
            return visitor

        yield open_browser
