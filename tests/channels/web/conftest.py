"""A site of its own for each test: the real routes over a real store."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI
from sqlalchemy import select

from bot.channels.web import WebChannel, pages, web_routes
from bot.content.load import load_content
from bot.content.types import Content, Office
from bot.conversation.replies import Reply
from bot.settings import CONTENT_DIR, Settings
from bot.store import conversations, log, outbox
from bot.store.models import Conversation, Inbox, Owner
from bot.store.store import Store
from bot.store.vault import Vault

ADDRESS = "https://chat.test"


@dataclass(frozen=True)
class Site:
    """The routes, the store below them and a browser in front of them."""

    app: FastAPI
    store: Store
    channel: WebChannel
    browser: httpx.AsyncClient

    async def events(self) -> list[dict[str, Any] | None]:
        """Return what the inbox holds, in the order it came."""
        async with self.store.read() as session:
            rows = await session.scalars(select(Inbox).order_by(Inbox.id))
            return [row.payload for row in rows]

    async def hear(self, text: str) -> None:
        """Log what the citizen said, as the worker does."""
        async with self.store.begin() as session:
            (conversation,) = await session.scalars(select(Conversation))
            await log.heard(session, conversation, "text", text, self.store.clock())

    async def answer(self, reply: Reply) -> None:
        """Deliver an answer, as the worker does."""
        async with self.store.begin() as session:
            (found,) = await session.scalars(select(Conversation.id))
            conversation = await conversations.lock(session, found)
            owed = await outbox.add(session, conversation, reply)
            await log.said(session, conversation, reply, outbox_id=owed)
            await log.mark_delivered(session, conversation, owed)

    async def hand_over(self) -> None:
        """Give the conversation to a person, as the worker does."""
        async with self.store.begin() as session:
            (conversation,) = await session.scalars(select(Conversation))
            conversation.owner = Owner.PERSON

    async def open(self) -> str:
        """Visit the page; return the nonce of its forms."""
        page = await self.browser.get("/")
        found = re.search(r'name="nonce" value="([^"]+)"', page.text)
        assert found is not None
        return found[1]


@pytest.fixture(scope="session")
def content() -> Content:
    """Return the texts that are published, for an office of the tests' own."""
    office = Office(
        name="Bảo hiểm xã hội tỉnh Thử",
        province="nghe-an",
        hotline="1900 0000",
        phone="0238 000 0000",
        address="Số 1",
        website="https://office.test",
    )
    return dataclasses.replace(load_content(CONTENT_DIR), office=office)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Return the settings of an office with one other site."""
    return Settings.model_validate(
        {
            "database_url": sqlite_url,
            "secret_key": "a secret that is long enough for the tests",
            "phone_key": Fernet.generate_key().decode(),
            "phone_hash_key": "another secret that is long enough for them",
            "widget_origins": ["https://office.test"],
        }
    )


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let forms wait for no answer: nobody gives one but the tests that say so."""
    monkeypatch.setattr(pages, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(pages, "GREETING_SECONDS", 0.0)


@pytest.fixture
async def site(
    settings: Settings, vault: Vault, clock: Callable[[], Any], content: Content
) -> AsyncIterator[Site]:
    """Return the site and a browser that keeps its cookies."""
    async with Store(settings.database_url, vault, clock) as store:
        channel = WebChannel()
        app = FastAPI()
        app.include_router(web_routes(settings, store, lambda: content, channel, clock))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:
            yield Site(app, store, channel, browser)
