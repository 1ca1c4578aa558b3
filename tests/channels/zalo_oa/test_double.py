"""The double refuses what Zalo's documentation says that Zalo refuses, by its code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.channels.zalo_oa.double import APP_ID, APP_SECRET, ZaloDouble

PDF = "application/pdf"
CS, GUEST = "/v3.0/oa/message/cs", "/v2.0/oa/message"


@pytest.fixture
def double(clock: Any) -> ZaloDouble:
    made = ZaloDouble(clock, per_minute=20)
    made.interacted = {"u1": clock(), "g1:c-7": clock()}
    return made


@pytest.fixture
async def zalo(double: ZaloDouble) -> AsyncIterator[httpx.AsyncClient]:
    access, _ = double.issue()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(double.app),
        base_url="http://zalo",
        headers={"access_token": access},
    ) as client:
        yield client


async def says(
    zalo: httpx.AsyncClient,
    message: dict[str, Any],
    to: dict[str, Any] | None = None,
    path: str = CS,
    **more: Any,
) -> int:
    answer = await zalo.post(
        path, json={"recipient": to or {"user_id": "u1"}, "message": message}, **more
    )
    assert answer.status_code == 200
    code: int = answer.json()["error"]
    return code


def template(**payload: Any) -> dict[str, Any]:
    return {"text": "x", "attachment": {"type": "template", "payload": payload}}


def buttons(*some: dict[str, Any]) -> dict[str, Any]:
    return template(buttons=list(some))


def button(kind: str = "oa.query.hide", payload: Any = "#bhxh:a", title: str = "t") -> Any:
    return {"type": kind, "payload": payload, "title": title}


def form(**changed: str) -> dict[str, Any]:
    element = {"title": "t", "subtitle": "s", "image_url": "https://x/y.png", **changed}
    return template(template_type="request_user_info", elements=[element])


@pytest.mark.parametrize(
    "message",
    [
        {"text": "ệ" * 2000},
        buttons(*[button()] * 5),
        buttons(button(payload="p" * 1000, title="t" * 100)),
        buttons(button("oa.open.url", {"url": "https://hoi.example.vn"})),
        buttons(button("oa.open.phone", {"phone_code": "19001234"})),
        form(title="t" * 100, subtitle="s" * 500),
        template(
            template_type="media", elements=[{"media_type": "image", "attachment_id": "image-0"}]
        ),
        {"attachment": {"type": "file", "payload": {"token": "file-1"}}},
    ],
    ids=range(8),
)
async def test_what_is_documented_is_taken(zalo: httpx.AsyncClient, message: Any) -> None:
    for kind, body, media_type in (("image", b"png", "image/png"), ("file", b"pdf", PDF)):
        upload = {"file": (kind, body, media_type)}
        answer = await zalo.post(f"/v2.0/oa/upload/{kind}", files=upload)
        assert answer.json()["error"] == 0
    assert await says(zalo, message) == 0


@pytest.mark.parametrize(
    ("kind", "size", "media_type"),
    [
        ("image", 1024 * 1024 + 1, "image/png"),
        ("image", 10, PDF),
        ("file", 5 * 1024 * 1024 + 1, PDF),
        ("file", 10, "image/png"),
    ],
)
async def test_an_upload_of_the_wrong_kind_or_size_is_refused(
    zalo: httpx.AsyncClient, kind: str, size: int, media_type: str
) -> None:
    upload = {"file": ("x", b"x" * size, media_type)}
    answer = await zalo.post(f"/v2.0/oa/upload/{kind}", files=upload)
    assert answer.json()["error"] == -201


async def test_an_upload_that_zalo_no_longer_has_cannot_be_sent(zalo: httpx.AsyncClient) -> None:
    gone = {"type": "file", "payload": {"token": "file-77"}}
    assert await says(zalo, {"attachment": gone}) == -100


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "ệ" * 2001}, -210),
        ({"text": ""}, -201),
        ({}, -201),
        (buttons(*[button()] * 6), -201),
        (buttons(), -201),
        (buttons(button(title="t" * 101)), -201),
        (buttons(button(payload="p" * 1001)), -201),
        (buttons(button("oa.call.me")), -201),
        (buttons(button("oa.open.url", {"url": "javascript:x"})), -201),
        ({**buttons(button()), "text": ""}, -201),
        (form(title="t" * 101), -201),
        (form(subtitle="s" * 501), -201),
        (form(image_url="http://x/y.png"), -201),
        (template(template_type="request_user_info", elements=[]), -201),
        (
            template(
                template_type="request_user_info",
                elements=form()["attachment"]["payload"]["elements"],
                buttons=[button()],
            ),
            -201,
        ),
        ({"text": "x", "attachment": [form()["attachment"], form()["attachment"]]}, -201),
        ({"attachment": {"type": "audio", "payload": {"url": "https://x/y.aac"}}}, -201),
        ({"attachment": {"type": "file", "payload": {}}}, -201),
    ],
    ids=range(18),
)
async def test_what_is_malformed_is_refused(
    zalo: httpx.AsyncClient, double: ZaloDouble, message: Any, code: int
) -> None:
    assert await says(zalo, message) == code
    assert double.sent == []


@pytest.mark.parametrize(
    ("to", "path"),
    [
        ({"user_id": 7}, CS),
        ({"anonymous_id": "g1", "conversation_id": "c-7"}, CS),
        ({"user_id": "u1"}, GUEST),
        ({"anonymous_id": "g1"}, GUEST),
    ],
)
async def test_a_person_is_addressed_as_what_they_are(
    zalo: httpx.AsyncClient, to: dict[str, Any], path: str
) -> None:
    assert await says(zalo, {"text": "x"}, to, path) == -201


async def test_a_guest_gets_text_only(zalo: httpx.AsyncClient) -> None:
    guest = {"anonymous_id": "g1", "conversation_id": "c-7"}
    assert await says(zalo, {"text": "x"}, guest, GUEST) == 0
    assert await says(zalo, buttons(button()), guest, GUEST) == -201


async def test_the_window_and_who_is_lost(
    zalo: httpx.AsyncClient, double: ZaloDouble, clock: Any
) -> None:
    assert await says(zalo, {"text": "x"}, {"user_id": "stranger"}) == -232
    for code in (-213, -227, -244):
        double.lost["u1"] = code
        assert await says(zalo, {"text": "x"}) == code
    double.lost.clear()
    double.interacted["u1"] = clock() - timedelta(days=7)
    assert await says(zalo, {"text": "x"}) == 0
    double.interacted["u1"] -= timedelta(seconds=1)
    assert await says(zalo, {"text": "x"}) == -230


async def test_tokens_run_out_after_25_hours_and_old_ones_die_at_once(
    zalo: httpx.AsyncClient, double: ZaloDouble, clock: Any
) -> None:
    assert await says(zalo, {"text": "x"}, headers={"access_token": "Bearer x"}) == -216
    bearer = {"access_token": "", "authorization": f"Bearer {zalo.headers['access_token']}"}
    assert await says(zalo, {"text": "x"}, headers=bearer) == -216
    clock.turn(hours=25)
    assert await says(zalo, {"text": "x"}) == -220
    double.issue()
    assert await says(zalo, {"text": "x"}) == -216


async def test_a_refresh_token_is_good_once_and_for_its_app_only(
    zalo: httpx.AsyncClient, double: ZaloDouble
) -> None:
    _, refresh = double.issue()
    form = {"app_id": APP_ID, "grant_type": "refresh_token", "refresh_token": refresh}
    path, secret = "/v4/oa/access_token", {"secret_key": APP_SECRET}
    wrong = [
        (form, {"secret_key": "that of another app"}),
        (form, {}),
        ({**form, "app_id": "1"}, secret),
        ({**form, "grant_type": "authorization_code"}, secret),
    ]
    for data, headers in wrong:
        answer = (await zalo.post(path, data=data, headers=headers)).json()
        assert answer["error"] < 0
    first = (await zalo.post(path, data=form, headers=secret)).json()
    assert first["expires_in"] == "90000"
    again = (await zalo.post(path, data=form, headers=secret)).json()
    assert again["error"] < 0
    assert await says(zalo, {"text": "x"}, headers={"access_token": first["access_token"]}) == 0


async def test_requests_over_the_package_are_refused_until_a_minute_has_passed(
    zalo: httpx.AsyncClient, double: ZaloDouble, clock: Any
) -> None:
    codes = [await says(zalo, {"text": "x"}) for _ in range(21)]
    assert codes == [0] * 20 + [-32]
    assert (await zalo.get("/v2.0/oa/getoa")).json()["error"] == -32
    clock.turn(minutes=1)
    assert (await zalo.get("/v2.0/oa/getoa")).json()["error"] == 0


@pytest.mark.parametrize("kind", ["transaction", "promotion"])
async def test_what_zalo_shut_down_is_gone(zalo: httpx.AsyncClient, kind: str) -> None:
    assert (await zalo.post(f"/v3.0/oa/message/{kind}", json={})).status_code == 404
