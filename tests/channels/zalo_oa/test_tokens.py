"""The token pair: a refresh token is spent once, by whichever process, and never lost by ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import text
from starlette.responses import JSONResponse, Response

from bot.channels.contract import DeliveryError, Outcome
from bot.channels.zalo_oa.opening import open_zalo_oa
from bot.channels.zalo_oa.tokens import LEASE, Tokens, account_name
from bot.conversation.replies import Reply
from bot.settings import Settings
from bot.store import token_pairs
from bot.store.store import Store
from tests.channels.serving import serving
from tests.channels.zalo_oa.double import LIFE, OA_ID, ZaloDouble

Maker = Callable[..., Any]


@pytest.fixture
async def processes(
    database_url: str, vault: Any, clock: Any, settings_with: Callable[..., Settings]
) -> AsyncIterator[tuple[ZaloDouble, list[Tokens], Store]]:
    """Return the double, and the tokens of four processes on one database of each kind."""
    double = ZaloDouble(clock)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(double))
        settings = settings_with(zalo_oa_api=address, zalo_oa_signin=address)
        stores = [Store(database_url, vault, clock) for _ in range(4)]
        opened = [
            await stack.enter_async_context(
                open_zalo_oa(settings, await stack.enter_async_context(store))
            )
            for store in stores
        ]
        access, refresh = double.issue()
        async with stores[0].begin() as session:
            await token_pairs.put(session, account_name(OA_ID), access, refresh, clock() + LIFE)
        yield double, [one.tokens for one in opened], stores[0]


async def test_processes_that_need_a_new_pair_at_once_spend_one_refresh_token(
    processes: Any, clock: Any
) -> None:
    double, tokens, _ = processes
    for hours, spent in ((25, 1), (25, 2)):
        clock.turn(hours=hours)
        got = await asyncio.gather(*(one.access() for one in tokens for _ in range(3)))
        assert set(got) == {f"access-{spent + 1}"}
        assert double.spent == [f"refresh-{number}" for number in range(1, spent + 1)]


async def test_a_pair_is_renewed_after_20_of_25_hours(processes: Any, clock: Any) -> None:
    double, tokens, _ = processes
    clock.turn(hours=19, minutes=59)
    assert await tokens[0].access() == "access-1"
    assert double.spent == []
    clock.turn(minutes=1)
    assert await tokens[0].access() == "access-2"


async def test_tokens_are_unreadable_in_the_database(processes: Any) -> None:
    _, _, store = processes
    async with store.read() as session:
        (row,) = (await session.execute(text("SELECT access, refresh FROM token_pair"))).all()
    assert not any("access-" in value or "refresh-" in value for value in row)


async def test_a_process_that_died_while_spending_holds_the_others_up_for_a_minute(
    processes: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    double, tokens, store = processes
    clock.turn(hours=25)
    async with store.begin() as session:
        assert await token_pairs.lease(session, account_name(OA_ID), "died", "access-1", LEASE)
    monkeypatch.setattr("bot.channels.zalo_oa.tokens.WAIT_SECONDS", 0.001)
    with pytest.raises(DeliveryError) as failure:
        await tokens[0].access()
    assert failure.value.outcome is Outcome.RETRY
    assert double.spent == []
    clock.turn(seconds=61)
    assert await tokens[0].access() == "access-2"


async def test_a_renewal_whose_sender_ran_out_of_time_is_kept(processes: Any, clock: Any) -> None:
    double, tokens, _ = processes
    clock.turn(hours=25)
    sender = asyncio.create_task(tokens[0].access())
    while not double.spent:
        await asyncio.sleep(0.001)
    sender.cancel()
    await asyncio.wait([sender])
    await tokens[0].close()
    assert await tokens[1].access() == "access-2"
    assert double.spent == ["refresh-1"]


async def test_a_spent_refresh_token_holds_sending_until_a_new_pair_is_set(
    processes: Any, clock: Any
) -> None:
    double, tokens, store = processes
    double.issue()
    clock.turn(hours=21)
    assert await tokens[0].access() == "access-1"
    clock.turn(hours=4)
    for _ in range(3):
        with pytest.raises(DeliveryError) as failure:
            await tokens[0].access()
        assert failure.value.outcome is Outcome.HOLD
        assert "zalo-tokens" in failure.value.staff_message
    assert double.spent == ["refresh-1", "refresh-1"]
    access, refresh = double.issue()
    async with store.begin() as session:
        await token_pairs.put(session, account_name(OA_ID), access, refresh, clock() + LIFE)
    assert await tokens[1].access() == access


async def test_a_sign_in_that_breaks_down_leaves_the_old_token_in_use(
    processes: Any, clock: Any
) -> None:
    double, tokens, _ = processes
    clock.turn(hours=21)
    double.failures.append(Response(status_code=503))
    assert await tokens[0].access() == "access-1"
    assert await tokens[0].access() == "access-2"


async def test_a_sign_in_that_breaks_down_with_no_token_left_is_tried_again(
    processes: Any, clock: Any
) -> None:
    double, tokens, _ = processes
    clock.turn(hours=26)
    double.failures.append(Response(status_code=503))
    with pytest.raises(DeliveryError) as failure:
        await tokens[0].access()
    assert failure.value.outcome is Outcome.RETRY
    assert await tokens[0].access() == "access-2"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"access_token": None, "refresh_token": None, "expires_in": "90000"},
        {"access_token": "a", "refresh_token": "", "expires_in": "90000"},
        {"access_token": "a", "refresh_token": "b", "expires_in": []},
        {"access_token": "a", "refresh_token": "b", "expires_in": "9" * 30},
    ],
)
async def test_a_sign_in_that_answers_nonsense_does_not_become_the_pair(
    processes: Any, clock: Any, nonsense: dict[str, Any]
) -> None:
    double, tokens, _ = processes
    clock.turn(hours=21)
    double.failures.append(JSONResponse(nonsense))
    assert await tokens[0].access() == "access-1"
    clock.turn(minutes=15)
    assert await tokens[0].access() == "access-2"


@pytest.mark.parametrize("what", ["lease", "refusal"])
async def test_a_clock_that_was_far_ahead_keeps_nobody_from_renewing(
    processes: Any, clock: Any, what: str
) -> None:
    double, tokens, store = processes
    name = account_name(OA_ID)
    clock.turn(days=400)
    async with store.begin() as session:
        assert await token_pairs.lease(session, name, "died", "access-1", LEASE)
    if what == "refusal":
        async with store.begin() as session:
            await token_pairs.not_renewed(session, name, "died", refused=True)
    clock.turn(days=-400)
    clock.turn(hours=25)
    assert await tokens[0].access() == "access-2"
    assert double.spent == ["refresh-1"]


async def test_a_token_the_platform_refuses_is_renewed_and_the_message_sent(
    account: Any,
) -> None:
    account.double.revoke_access()
    assert await account.ours.people.send("u1", Reply("xin chào")) == "message-1"
    assert account.double.spent == ["refresh-1"]


async def test_a_token_refused_twice_holds_sending(account: Any) -> None:
    refused = account.double.issue

    def void() -> tuple[str, str]:
        pair = refused()
        account.double.revoke_access()
        return pair

    account.double.issue = void
    account.double.revoke_access()
    with pytest.raises(DeliveryError) as failure:
        await account.ours.people.send("u1", Reply("xin chào"))
    assert failure.value.outcome is Outcome.HOLD


async def test_tokens_that_were_never_set_are_told_to_the_operator(
    own_store: Store, settings_with: Callable[..., Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_zalo_oa(settings_with(), own_store) as ours:
        await ours.tokens.look_after()
    assert "ansinh channels zalo-tokens" in "".join(capsys.readouterr())


async def test_looking_after_the_tokens_renews_them_without_a_message(
    account: Any, clock: Any
) -> None:
    clock.turn(hours=20)
    await account.ours.tokens.look_after()
    assert account.double.spent == ["refresh-1"]
