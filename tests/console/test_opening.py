"""An application that is made when it is first asked for."""

from __future__ import annotations

import asyncio
import threading
import time

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from bot.console.opening import OnDemand


def page(request: Request) -> Response:
    return PlainTextResponse(str(request.url_for("part:page")))


def browser(part: OnDemand) -> httpx.AsyncClient:
    app = Starlette(routes=[Mount("/part", part, name="part")])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://office.test")


async def test_it_is_made_once_beside_the_loop_for_all_who_ask_at_the_same_time() -> None:
    made: list[threading.Thread] = []

    def make() -> Starlette:
        made.append(threading.current_thread())
        time.sleep(0.05)
        return Starlette(routes=[Route("/page", page, name="page")])

    part = OnDemand(make)
    assert part.routes == ()
    async with browser(part) as visitor:
        assert made == []
        answers = await asyncio.gather(*(visitor.get("/part/page") for _ in range(5)))
    assert {answer.text for answer in answers} == {"http://office.test/part/page"}
    assert len(made) == 1
    assert made[0] is not threading.main_thread()


async def test_one_that_could_not_be_made_is_tried_again() -> None:
    outcomes = iter([OSError("too many open files"), None])

    def make() -> Starlette:
        if failure := next(outcomes):
            raise failure
        return Starlette(routes=[Route("/page", page, name="page")])

    async with browser(OnDemand(make)) as visitor:
        with pytest.raises(OSError, match="too many"):
            await visitor.get("/part/page")
        assert (await visitor.get("/part/page")).status_code == 200
