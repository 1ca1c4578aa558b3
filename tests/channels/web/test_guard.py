"""Who may send, who may frame, and what a browser is told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from itsdangerous import URLSafeTimedSerializer

from bot.channels.web import web_routes
from bot.channels.web.guard import security_headers

TEXT = {"id": "abcdef012345", "event": {"type": "text", "text": "x"}}
START = {"id": "start-0000", "event": {"type": "start"}}


def set_cookie(answer: httpx.Response) -> dict[str, str]:
    """Return the attributes of the cookie that `answer` sets, in lower case."""
    parts = answer.headers["set-cookie"].split("; ")
    pairs = (part.partition("=") for part in parts)
    return {name.lower(): value for name, _, value in pairs}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "https://chat.test.evil.test"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://chat.test"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/chat", "/chat/leave", "/api/chat"])
async def test_page_of_another_site_cannot_send(site: Any, headers: Any, path: str) -> None:
    await site.browser.post("/api/chat", json=START)

    answer = await site.browser.post(path, json=TEXT, headers=headers)

    assert answer.status_code == 403
    assert "từ chính trang này" in answer.json()["error"]["message"]
    assert len(await site.events()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://chat.test"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://chat.test"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
async def test_own_page_can_send(site: Any, headers: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    assert (await site.browser.post("/api/chat", json=TEXT, headers=headers)).status_code == 202


async def test_origin_is_known_by_its_public_address_behind_a_proxy(
    site: Any, settings: Any
) -> None:
    settings.public_url = "https://ansinh.office.test"
    headers = {"Host": "127.0.0.1:8000", "Origin": "https://ansinh.office.test"}

    answer = await site.browser.post("/api/chat", json=START, headers=headers)

    assert answer.status_code == 202


async def test_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Any) -> None:
    cookie = set_cookie(await site.browser.get("/"))

    assert cookie.keys() >= {"ansinh_chat", "httponly", "secure"}
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert "partitioned" not in cookie


async def test_cookie_in_a_frame_belongs_to_the_site_around_it(site: Any) -> None:
    cookie = set_cookie(await site.browser.get("/?embed=1"))

    assert cookie.keys() >= {"secure", "httponly", "partitioned"}
    assert cookie["samesite"] == "None"


async def test_cookie_goes_over_plain_http_only_where_that_is_set(
    site: Any, settings: Any, content: Any
) -> None:
    settings.secure_cookies = False
    app = FastAPI()
    app.include_router(
        web_routes(settings, site.store, lambda: content, site.channel, site.store.clock)
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://chat.test"
    ) as browser:
        for path in ("/", "/?embed=1"):
            cookie = set_cookie(await browser.get(path))
            assert cookie["samesite"] == "Lax"
            assert not cookie.keys() & {"secure", "partitioned"}
            browser.cookies.clear()


async def test_cookie_is_kept_while_it_is_valid(site: Any) -> None:
    await site.browser.get("/")

    assert "set-cookie" not in (await site.browser.get("/")).headers


@pytest.mark.parametrize("forged", ["x", "ImFiYyI.aaaa.bbbb", "", "é".encode().hex()])
async def test_forged_cookie_opens_no_chat(site: Any, forged: str) -> None:
    await site.browser.post("/api/chat", json=START)
    await site.hear("riêng tư")
    headers = {"Cookie": f"ansinh_chat={forged}"}
    site.browser.cookies.clear()
    page = await site.browser.get("/", headers=headers)
    assert "riêng tư" not in page.text
    assert "set-cookie" in page.headers
    site.browser.cookies.clear()
    assert (await site.browser.post("/api/chat", json=TEXT, headers=headers)).status_code == 401


async def test_cookie_signed_with_another_key_opens_no_chat(site: Any) -> None:
    signed = URLSafeTimedSerializer("another key", salt="web-chat").dumps("a chat")

    answer = await site.browser.get(
        "/api/chat/messages", headers={"Cookie": f"ansinh_chat={signed}"}
    )

    assert answer.status_code == 401


async def test_browser_without_cookies_is_told_and_keeps_its_text(site: Any) -> None:
    nonce = await site.open()
    site.browser.cookies.clear()

    page = await site.browser.post("/chat", data={"nonce": nonce, "text": "giữ lại giúp"})

    assert page.status_code == 401
    assert "cookie" in page.text
    assert "giữ lại giúp</textarea>" in page.text
    assert await site.events() == []


@pytest.mark.parametrize(
    "path", ["/", "/?embed=1", "/widget-demo", "/widget.js", "/api/chat/messages", "/web/x/y.css"]
)
async def test_every_answer_carries_the_same_strict_policy(site: Any, path: str) -> None:
    answer = await site.browser.get(path)

    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self' https://office.test"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_refusals_carry_the_policy_too(site: Any) -> None:
    answer = await site.browser.post("/api/chat", content=b"?")

    assert answer.status_code == 422
    assert "content-security-policy" in answer.headers


async def test_conversation_is_kept_by_no_cache(site: Any) -> None:
    await site.browser.post("/api/chat", json=START)

    for path in ("/", "/api/chat/messages"):
        assert (await site.browser.get(path)).headers["cache-control"] == "no-store"


def test_nobody_else_may_frame_where_no_site_is_named(settings: Any) -> None:
    settings.widget_origins = []

    assert security_headers(settings)["Content-Security-Policy"].endswith("frame-ancestors 'self'")
