"""`ansinh staff`, on a real database."""

from __future__ import annotations

import asyncio

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from bot.cli import main
from bot.settings import Settings
from bot.store import audit, communes, staff
from bot.store.communes import CommuneData
from bot.store.store import Store


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    """Point the environment at a database of the test's own."""
    monkeypatch.setenv("ANSINH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ANSINH_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("ANSINH_PHONE_KEY", Fernet.generate_key().decode())
    monkeypatch.setenv("ANSINH_PHONE_HASH_KEY", "h" * 40)


def ansinh(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["staff", *words], input=typed)


def add(login: str = "an", role: str = "agent", typed: str | None = None) -> Result:
    typed = typed or "mot mat khau dai\nmot mat khau dai\n"
    return ansinh("add", login, "--name", "Nguyễn Thị An", "--role", role, typed=typed)


def verified(login: str, password: str) -> bool:
    """Say whether the console would let them in."""

    async def ask() -> bool:
        async with (
            Store.from_settings(Settings.model_validate({})) as store,
            store.begin() as session,
        ):
            return await staff.verify(session, login, password) is not None

    return asyncio.run(ask())


def test_who_was_added_can_sign_in_and_is_listed() -> None:
    assert add().exit_code == 0
    assert verified("an", "mot mat khau dai")
    assert ansinh("list").output == "an\tagent\tactive\tNguyễn Thị An\t\n"


def test_a_made_up_password_is_printed_once_and_works() -> None:
    words = ("add", "binh", "--name", "Bình", "--role", "officer", "--generate")
    printed = ansinh(*words).output.split("password: ")[1].split("\n")[0]
    assert len(printed) >= 16
    assert verified("binh", printed)
    assert printed not in ansinh("list").output


@pytest.mark.parametrize("login", ["A", "An", "a", "an nguyen", "../an", "x" * 65, "-an"])
def test_a_strange_login_is_refused(login: str) -> None:
    result = ansinh("add", "--name", "x", "--role", "agent", "--generate", "--", login)
    assert result.exit_code == 1
    assert "a login is" in result.output
    assert ansinh("list").output == ""


def test_a_login_is_given_once() -> None:
    add()
    again = add(role="admin")
    assert again.exit_code == 1
    assert "already" in again.output
    assert "\tagent\t" in ansinh("list").output


def test_a_short_password_is_refused() -> None:
    result = add(typed="ngan\nngan\n")
    assert result.exit_code == 1
    assert "at least 10" in result.output
    assert ansinh("list").output == ""


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled() -> None:
    add()
    assert ansinh("disable", "an").exit_code == 0
    assert not verified("an", "mot mat khau dai")
    assert "\tdisabled\t" in ansinh("list").output
    assert ansinh("enable", "an").exit_code == 0
    assert verified("an", "mot mat khau dai")


def test_a_new_password_replaces_the_old_one_and_unlocks() -> None:
    add()
    for _ in range(staff.FAILURES_ALLOWED):
        assert not verified("an", "wrong")
    assert not verified("an", "mot mat khau dai")
    typed = "mat khau moi that dai\nmat khau moi that dai\n"
    assert ansinh("password", "an", typed=typed).exit_code == 0
    assert not verified("an", "mot mat khau dai")
    assert verified("an", "mat khau moi that dai")


@pytest.mark.parametrize("what", ["disable", "enable", "password", "communes"])
def test_an_unknown_login_is_named(what: str) -> None:
    typed = "mot mat khau dai\nmot mat khau dai\n"
    result = ansinh(what, "nobody", typed=typed)
    assert result.exit_code == 1
    assert "nobody has the login 'nobody'" in result.output


def test_an_agent_serves_communes() -> None:
    async def load() -> None:
        async with (
            Store.from_settings(Settings.model_validate({})) as store,
            store.begin() as session,
        ):
            await communes.load(session, [CommuneData("17827", "Xã Nghi Lộc", "nghe-an")])

    asyncio.run(load())
    add()
    add("binh", role="officer")
    assert ansinh("communes", "an", "17827").output == "17827\tXã Nghi Lộc\n"
    assert "\tXã Nghi Lộc\n" in ansinh("list").output
    assert "no commune has the code '1'" in ansinh("communes", "an", "1").output
    assert ansinh("communes", "an").output == "17827\tXã Nghi Lộc\n"
    assert ansinh("communes", "an", "--none").output == ""
    assert ansinh("communes", "binh", "17827").exit_code == 1


def test_every_change_is_audited() -> None:
    add()
    ansinh("disable", "an")
    ansinh("enable", "an")
    ansinh("password", "an", "--generate")
    ansinh("communes", "an", "--none")

    async def lines() -> list[str]:
        async with (
            Store.from_settings(Settings.model_validate({})) as store,
            store.read() as session,
        ):
            return [line.action for line in await audit.latest(session)]

    assert asyncio.run(lines())[::-1] == [
        "staff.created",
        "staff.disabled",
        "staff.enabled",
        "staff.password_set",
        "staff.communes_set",
    ]
