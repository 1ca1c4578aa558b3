"""What staff see while the database is away."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.console.away import Away

AWAY = OperationalError("SELECT", None, ConnectionError("0912345678"))


async def visit(app: Away) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ours") as browser:
        return await browser.get("/console/")


async def test_a_page_that_needs_the_database_asks_to_wait(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise AWAY

    answer = await visit(Away(broken))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "tải lại trang" in answer.text
    logged = "".join(capsys.readouterr())
    assert "the database is away" in logged
    assert "912345678" not in logged


async def test_an_answer_that_was_begun_is_not_answered_again() -> None:
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("một nửa")(scope, receive, send)
        raise AWAY

    with pytest.raises(OperationalError):
        await visit(Away(half))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_page_of_somebody_signed_in_says_so(
    visit: Any, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await visit("officer")

    def away() -> None:
        raise AWAY

    with monkeypatch.context() as while_away:
        while_away.setattr(store, "begin", away)
        while_away.setattr(store, "read", away)
        for path in ("/", "/leads", "/unanswered/list"):
            answer = await browser.get(path)
            assert (answer.status_code, "tải lại trang" in answer.text) == (503, True)
            assert answer.headers["x-frame-options"] == "DENY"
    assert (await browser.get("/")).status_code == 303
