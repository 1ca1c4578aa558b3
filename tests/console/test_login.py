"""Signing in: who gets in, how long a session lives, what ends it, and what a guess reveals."""

from __future__ import annotations

import re

import pytest
from itsdangerous import URLSafeSerializer

from bot.console.session import COOKIE
from bot.store import staff
from bot.store.models import Staff
from bot.store.store import Store
from tests.conftest import TurnedClock
from tests.console.conftest import HOST, SECRET, Visit, Visitor
from tests.console.office import PASSWORD, Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one database: what is tested here is the same on both."""
    return sqlite_url


async def is_in(visitor: Visitor) -> bool:
    """Say whether the console knows who this is."""
    answer = await visitor.get("/leads")
    assert answer.status_code in {200, 303}
    return answer.status_code == 200


def without_tokens(page: str) -> str:
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


async def test_the_right_password_opens_a_session(visit: Visit) -> None:
    visitor = await visit()
    assert not await is_in(visitor)
    answer = await visitor.sign_in("officer")
    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/console", "Max-Age=43200"} <= set(
        cookie.split("; ")
    )
    assert await is_in(visitor)


async def test_every_cookie_is_sent_over_https_only(visit: Visit) -> None:
    visitor = await visit()
    answers = [await visitor.get("/login"), await visitor.sign_in("officer")]
    cookies = [c for answer in answers for c in answer.headers.get_list("set-cookie")]
    assert len(cookies) >= 3
    assert all(cookie.endswith("; Secure") or "; Secure;" in cookie for cookie in cookies)


async def test_a_guess_does_not_tell_whether_the_login_exists(visit: Visit) -> None:
    visitor = await visit()
    known = await visitor.sign_in("officer", "wrong")
    unknown = await visitor.sign_in("nobody", "wrong")
    assert known.status_code == unknown.status_code == 400
    assert without_tokens(known.text) == without_tokens(unknown.text)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in known.text
    assert COOKIE not in visitor.client.cookies


async def test_five_wrong_passwords_lock_the_account_for_a_while(
    visit: Visit, clock: TurnedClock
) -> None:
    visitor = await visit()
    for _ in range(5):
        refused = await visitor.sign_in("officer", "wrong")
    locked = await visitor.sign_in("officer")
    assert locked.status_code == 400
    assert "tạm khóa 15 phút" in locked.text
    assert without_tokens(locked.text) == without_tokens(refused.text)
    clock.turn(minutes=16)
    assert (await visitor.sign_in("officer")).status_code == 303


async def test_a_login_starts_from_nothing_that_was_there_before(visit: Visit) -> None:
    visitor = await visit()
    planted = URLSafeSerializer(SECRET, salt="ansinh-console-session").dumps(["planted", 0, "", 0])
    visitor.client.cookies.set(COOKIE, planted, domain="console.test", path="/console")
    token = await visitor.token()
    await visitor.sign_in("officer")
    assert visitor.client.cookies[COOKIE] != planted
    answer = await visitor.client.post(
        "/console/logout", data={"csrftoken": token}, headers={"Origin": HOST}
    )
    assert answer.status_code == 403, "a form token from before the login still works"
    assert await is_in(visitor)


async def test_each_login_has_a_session_of_its_own(visit: Visit) -> None:
    first, second = await visit("officer"), await visit("officer")
    assert first.client.cookies[COOKIE] != second.client.cookies[COOKIE]
    await second.post("/logout")
    assert await is_in(first)
    assert not await is_in(second)


async def test_a_copied_cookie_ends_with_its_session(visit: Visit) -> None:
    visitor, thief = await visit("officer"), await visit()
    copied = visitor.client.cookies[COOKIE]
    await visitor.post("/logout")
    assert COOKIE not in visitor.client.cookies
    thief.client.cookies.set(COOKIE, copied, domain="console.test", path="/console")
    assert not await is_in(thief)


async def test_a_session_lasts_a_working_day(visit: Visit, clock: TurnedClock) -> None:
    visitor = await visit("officer")
    clock.turn(hours=11, minutes=59)
    assert await is_in(visitor)
    clock.turn(minutes=1)
    assert not await is_in(visitor)


async def test_a_new_password_ends_the_sessions_of_the_old_one(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("officer")
    async with store.begin() as session:
        await staff.set_password(session, office.staff["officer"], "another long password")
    assert not await is_in(visitor)


async def test_a_disabled_account_is_out_at_once(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("officer")
    async with store.begin() as session:
        (await session.get_one(Staff, office.staff["officer"])).active = False
    assert not await is_in(visitor)
    assert (await visitor.sign_in("officer")).status_code == 400


@pytest.mark.parametrize("forged", ["", "nonsense", "WzEsMiwzLDRd.abc"])
async def test_a_forged_cookie_opens_nothing(visit: Visit, forged: str) -> None:
    visitor = await visit()
    visitor.client.cookies.set(COOKIE, forged, domain="console.test", path="/console")
    assert not await is_in(visitor)


async def test_a_cookie_of_another_key_opens_nothing(visit: Visit, clock: TurnedClock) -> None:
    visitor = await visit()
    signer = URLSafeSerializer("somebody else's key", salt="ansinh-console-session")
    token = signer.dumps(["id", 1, "stamp", int(clock().timestamp())])
    visitor.client.cookies.set(COOKIE, token, domain="console.test", path="/console")
    assert not await is_in(visitor)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/console/conversations", "/console/conversations"),
        (f"{HOST}/console/conversations", f"{HOST}/console/conversations"),
        ("https://evil.example/", f"{HOST}/console/"),
        ("//evil.example/", f"{HOST}/console/"),
        ("javascript:alert(1)", f"{HOST}/console/"),
    ],
)
async def test_a_login_leads_nowhere_else(visit: Visit, wanted: str, reached: str) -> None:
    visitor = await visit()
    answer = await visitor.client.post(
        "/console/login",
        params={"next": wanted},
        data={"csrftoken": await visitor.token(), "username": "officer", "password": PASSWORD},
        headers={"Origin": HOST},
    )
    assert answer.headers["location"] == reached
