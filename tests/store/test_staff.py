"""Accounts of staff and logging in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import staff
from bot.store.models import Role
from bot.store.staff import FAILURES_ALLOWED, LOCKED_FOR, _hasher
from bot.store.store import Store


async def log_in(store: Store, login: str, password: str) -> bool:
    async with store.begin() as session:
        return await staff.verify(session, login, password) is not None


async def test_the_right_password_lets_in_whatever_the_capitals_of_the_login(
    store: Store, office: Any
) -> None:
    assert await log_in(store, " LAN ", "secret 1")
    assert not await log_in(store, "lan", "Secret 1")
    assert not await log_in(store, "nobody", "secret 1")


async def test_a_password_is_not_stored(store: Store, office: Any) -> None:
    async with store.read() as session:
        member = await staff.by_login(session, "Lan")
        assert member is not None
        assert member.password_hash.startswith("$argon2id$")
        assert "secret" not in member.password_hash


async def test_repeated_failures_lock_the_account_for_a_while(
    store: Store, office: Any, clock: Any
) -> None:
    for _ in range(FAILURES_ALLOWED):
        assert not await log_in(store, "lan", "wrong")
    assert not await log_in(store, "lan", "secret 1")
    clock.at += LOCKED_FOR
    assert await log_in(store, "lan", "secret 1")


async def test_a_success_forgets_the_failures(store: Store, office: Any) -> None:
    for password in ["wrong"] * (FAILURES_ALLOWED - 1) + ["secret 1", "wrong", "secret 1"]:
        allowed = await log_in(store, "lan", password)
    assert allowed


async def test_who_left_cannot_log_in(store: Store, office: Any) -> None:
    async with store.begin() as session:
        member = await staff.get(session, office.lan)
        assert member is not None
        member.active = False
    assert not await log_in(store, "lan", "secret 1")


async def test_an_unknown_login_costs_as_much_as_a_wrong_password(
    store: Store, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    monkeypatch.setattr(staff, "_matches", lambda hashed, _: bool(verified.append(hashed)))
    await log_in(store, "nobody", "x")
    await log_in(store, "lan", "x")
    assert [hashed.split("$")[1:4] for hashed in verified[:1]] == [
        hashed.split("$")[1:4] for hashed in verified[1:]
    ]


async def test_an_old_hash_is_renewed_at_login(
    store: Store, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_hasher._parameters, "time_cost", 2)
    assert await log_in(store, "lan", "secret 1")
    async with store.read() as session:
        member = await staff.by_login(session, "lan")
        assert member is not None
        assert ",t=2," in member.password_hash


async def test_a_new_password_unlocks(store: Store, office: Any) -> None:
    for _ in range(FAILURES_ALLOWED):
        await log_in(store, "lan", "wrong")
    async with store.begin() as session:
        await staff.set_password(session, office.lan, "secret 2")
        with pytest.raises(LookupError, match="99"):
            await staff.set_password(session, 99, "secret 2")
    assert await log_in(store, "lan", "secret 2")
    assert not await log_in(store, "lan", "secret 1")


async def test_a_login_is_given_once(store: Store, office: Any) -> None:
    with pytest.raises(IntegrityError):
        async with store.begin() as session:
            await staff.create(session, login="LAN", name="Lan khác", role=Role.AGENT, password="x")


async def test_staff_are_listed_by_role(store: Store, office: Any) -> None:
    async with store.read() as session:
        assert len(await staff.members(session)) == 3
        assert {member.login for member in await staff.members(session, Role.AGENT)} == {
            "lan",
            "minh",
        }
