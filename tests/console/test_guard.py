"""Requests from other sites are refused, and browsers are told what not to do."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.console.conftest import HOST, Visit, Visitor
from tests.console.office import PASSWORD, Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one database: what is tested here is the same on both."""
    return sqlite_url


HERE = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}


async def send(visitor: Visitor, path: str, headers: dict[str, str], **form: str) -> httpx.Response:
    return await visitor.client.post(f"/console{path}", data=form, headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://console.test.evil.example"},
        {"Referer": "https://evil.example/console"},
        {**HERE, "Sec-Fetch-Site": "cross-site"},
        {**HERE, "Sec-Fetch-Site": "same-site"},
        {**HERE, "Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
async def test_a_form_of_another_site_changes_nothing(
    visit: Visit, office: Office, headers: dict[str, str]
) -> None:
    visitor = await visit("officer")
    token = await visitor.token()
    path = f"/leads/{office.mine}/note"
    answer = await send(visitor, path, headers, csrftoken=token, note="từ nơi khác")
    assert answer.status_code == 403
    assert "từ nơi khác" not in (await visitor.get(f"/leads/{office.mine}")).text


@pytest.mark.parametrize(
    "headers", [HERE, {"Origin": HOST}, {"Referer": f"{HOST}/console/leads"}], ids=str
)
async def test_a_form_of_the_console_works_in_old_and_new_browsers(
    visit: Visit, office: Office, headers: dict[str, str]
) -> None:
    visitor = await visit("officer")
    token = await visitor.token()
    path = f"/leads/{office.mine}/note"
    assert (await send(visitor, path, headers, csrftoken=token, note="x")).status_code == 303


@pytest.mark.parametrize("token", [None, "", "forged", "WyJhIl0.forged"])
async def test_a_form_without_its_token_changes_nothing(
    visit: Visit, office: Office, token: str | None
) -> None:
    visitor = await visit("officer")
    form = {"note": "không có mã"} | ({} if token is None else {"csrftoken": token})
    answer = await send(visitor, f"/leads/{office.mine}/note", HERE, **form)
    assert answer.status_code == 403
    assert "không có mã" not in (await visitor.get(f"/leads/{office.mine}")).text


async def test_the_token_of_another_browser_is_refused(visit: Visit, office: Office) -> None:
    visitor, other = await visit("officer"), await visit("an")
    form = {"csrftoken": await other.token(), "note": "x"}
    assert (await send(visitor, f"/leads/{office.mine}/note", HERE, **form)).status_code == 403


async def test_the_login_itself_is_guarded(visit: Visit) -> None:
    visitor = await visit()
    form = {"username": "officer", "password": PASSWORD}
    assert (await send(visitor, "/login", HERE, **form)).status_code == 403
    evil = {"Origin": "https://evil.example"}
    form["csrftoken"] = await visitor.token()
    assert (await send(visitor, "/login", evil, **form)).status_code == 403


async def test_every_answer_is_strict(visit: Visit, office: Office) -> None:
    visitor = await visit("officer")
    answers = [
        await visitor.get("/login"),
        await visitor.get("/leads"),
        await visitor.get(f"/leads/{office.mine}"),
        await visitor.get("/staff/list"),
        await visitor.get("/nothing/here/at/all"),
        await visitor.post("/leads/export"),
        await send(visitor, "/logout", {}),
    ]
    assert [answer.status_code for answer in answers] == [303, 200, 200, 403, 404, 200, 403]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


async def test_every_inline_script_carries_the_nonce_of_its_answer(
    visit: Visit, office: Office
) -> None:
    visitor = await visit("admin")
    seen = set()
    for path in ("/leads", f"/leads/{office.mine}", "/staff/list", "/audit/list"):
        page = await visitor.get(path)
        nonce = page.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
        inline = re.findall(r"<script((?:(?!src=)[^>])*)>", page.text)
        assert inline
        assert all(f'nonce="{nonce}"' in script for script in inline)
        seen.add(nonce)
    assert len(seen) == 4


async def test_no_page_fetches_anything_from_another_site(visit: Visit, office: Office) -> None:
    visitor = await visit("admin")
    for path in (
        "/login",
        "/leads",
        f"/leads/{office.mine}",
        "/conversations",
        f"/conversations/{office.waiting}",
        "/staff/list",
        "/audit/list",
        "/unanswered/list",
        "/missing",
    ):
        page = await visitor.client.get(f"/console{path}", follow_redirects=True)
        fetched = re.findall(
            r'(?:<(?:script|img|iframe|source|video|audio)\b[^>]*?\bsrc="|<link\b[^>]*?\bhref="'
            r"|@import url\('?|url\('?)([^\"')]+)",
            page.text,
        )
        assert fetched
        assert [url for url in fetched if not url.startswith((f"{HOST}/", "data:"))] == []


async def test_assets_are_kept_by_the_browser_and_sent_compressed(visit: Visit) -> None:
    visitor = await visit()
    answer = await visitor.get("/static/css/vendor/tabler.min.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=604800"
    assert answer.headers["content-encoding"] == "gzip"
    assert (await visitor.get("/static/console/console.js")).status_code == 200


async def test_behind_a_proxy_that_ends_tls_links_keep_https(visit: Visit) -> None:
    visitor = await visit()
    page = await visitor.client.get(HOST.replace("https", "http") + "/console/login")
    assert f'href="{HOST}/console/static/' in page.text
    assert "http://console.test/" not in page.text
