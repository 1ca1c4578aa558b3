"""The event stream over a real connection: in order, resumed where it broke, ended in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest

from bot.conversation.replies import Reply
from bot.serving import Server

START = {"id": "start-0000", "event": {"type": "start"}}


@pytest.fixture
async def server(site: Any) -> AsyncIterator[Server]:
    """Serve the site on a free port."""
    site.app.state.web = site.channel
    server = Server(site.app, "127.0.0.1", 0, "")
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await serving


@pytest.fixture
async def browser(site: Any, server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """Return a browser that has opened the chat."""
    host, port = server.servers[0].sockets[0].getsockname()
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}", timeout=5) as browser:
        answer = await browser.post("/api/chat", json=START)
        # The cookie is for HTTPS alone, which this connection is not.
        browser.headers["Cookie"] = answer.headers["set-cookie"].partition(";")[0]
        yield browser


async def received(
    browser: httpx.AsyncClient, after: int = 0, **headers: str
) -> AsyncIterator[dict[str, Any]]:
    """Yield the events of a stream as a browser hears them."""
    address = f"/api/chat/events?after={after}"
    async with browser.stream("GET", address, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        heard: dict[str, Any] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if line == "" and "data" in heard:
                yield heard | {"data": json.loads(heard["data"])}
                heard = {}
            elif name:
                heard[name] = value


async def test_message_is_heard_at_once(site: Any, browser: httpx.AsyncClient) -> None:
    async with aclosing(received(browser)) as stream:
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.2)
        before = asyncio.get_running_loop().time()
        await site.answer(Reply("Dạ, em đây."))
        event = await waiting

    assert asyncio.get_running_loop().time() - before < 1
    assert event["id"] == "1"
    assert event["data"]["text"] == "Dạ, em đây."
    assert event["data"]["sender"] == "assistant"


async def test_stream_goes_on_after_the_last_event_heard(
    site: Any, browser: httpx.AsyncClient
) -> None:
    for number in range(1, 5):
        await site.answer(Reply(f"câu {number}"))

    async with aclosing(received(browser, after=1)) as stream:
        assert (await anext(stream))["data"]["text"] == "câu 2"
    async with aclosing(received(browser, after=1, **{"Last-Event-ID": "3"})) as stream:
        assert (await anext(stream))["data"]["text"] == "câu 4"
    for broken in ("?", "9" * 400):
        async with aclosing(received(browser, after=1, **{"Last-Event-ID": broken})) as stream:
            assert (await anext(stream))["data"]["text"] == "câu 2"


async def test_stream_hears_its_own_chat_alone(site: Any, browser: httpx.AsyncClient) -> None:
    await site.answer(Reply("riêng tư"))
    cookie = browser.headers.pop("Cookie")
    other = await browser.post("/api/chat", json=START)
    browser.headers["Cookie"] = other.headers["set-cookie"].partition(";")[0]
    assert browser.headers["Cookie"] != cookie

    async with aclosing(received(browser)) as stream:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(stream), 0.3)


async def test_listening_browser_does_not_keep_the_server_from_stopping(
    browser: httpx.AsyncClient, server: Server
) -> None:
    async def listen() -> list[Any]:
        return [event async for event in received(browser)]

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0.2)
    before = asyncio.get_running_loop().time()
    server.should_exit = True

    assert await listening == []
    assert asyncio.get_running_loop().time() - before < 3
