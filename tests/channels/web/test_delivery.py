"""From the form to the worker and back: the real line, without scripts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.app import Installation, web_app
from bot.channels.web import pages


@pytest.fixture
async def browser(settings: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """Return a browser in front of a bot whose workers run."""
    monkeypatch.setattr(pages, "WAIT_SECONDS", 10.0)
    monkeypatch.setattr(pages, "GREETING_SECONDS", 10.0)
    app = web_app(Installation.load(settings), deliver_here=True)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="https://chat.test", follow_redirects=True
        ) as browser,
    ):
        yield browser


def nonce(page: str) -> str:
    """Return the nonce of the page's forms."""
    found = re.search(r'name="nonce" value="([^"]+)"', page)
    assert found is not None
    return found[1]


async def test_question_is_answered_on_the_next_page(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text

    page = (
        await browser.post("/chat", data={"nonce": nonce(page), "text": "bhyt 4 nguoi 12 thang"})
    ).text
    greeting = page.index("Em là trợ lý tự động")
    question = page.index("bhyt 4 nguoi 12 thang")
    assert greeting < question < page.index("3.825.360 đồng")
    assert page.index("Căn cứ pháp lý") > question

    page = (await browser.post("/chat", data={"nonce": nonce(page), "payload": "hi:months=3"})).text
    assert "3 tháng" in page[page.rindex('class="citizen"') :]
    assert "956.340 đồng" in page[page.rindex('class="assistant"') :]


async def test_form_sent_twice_is_answered_once(browser: httpx.AsyncClient) -> None:
    form = {"nonce": nonce((await browser.get("/")).text), "after": "0", "payload": "flow:hi"}

    page = (await browser.post("/chat", data=form)).text
    async with asyncio.timeout(5):
        again = (await browser.post("/chat", data=form)).text

    assert page.count('<li id="m') == again.count('<li id="m') == 3
    assert "http-equiv" not in again
