"""`/metrics`: what waits, for those who may look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.conversation.events import Text, event_to_json
from bot.conversation.replies import Reply
from bot.metrics import metrics_routes
from bot.settings import Settings
from bot.store import conversations, inbox, outbox
from bot.store.models import Outbox, OutboxStatus, Priority
from bot.store.store import Store
from bot.store.vault import fresh_keys


def settings(token: str | None = None) -> Settings:
    keys = {name.removeprefix("ANSINH_").lower(): key for name, key in fresh_keys().items()}
    secret = None if token is None else SecretStr(token)
    return Settings(**keys, metrics_token=secret, _env_file=None)  # type: ignore[arg-type]


@pytest.fixture
def ask(store: Store) -> Callable[..., Any]:
    async def get(
        token: str | None = None, client: str = "127.0.0.1", **headers: str
    ) -> httpx.Response:
        app = FastAPI()
        app.include_router(metrics_routes(settings(token), store))
        transport = httpx.ASGITransport(app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as browser:
            return await browser.get("/metrics", headers=headers)

    return get


async def some_work(store: Store, clock: Any) -> None:
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, "telegram", "0912345678")
        await inbox.put(
            session,
            conversation_id=conversation_id,
            channel="telegram",
            external_id="1",
            payload=event_to_json(Text("số của tôi 0912345678")),
            received_at=clock(),
        )
        conversation = await conversations.lock(session, conversation_id)
        await outbox.add(session, conversation, Reply("trả lời"))
        later = clock() + timedelta(days=1)
        await outbox.add(
            session, conversation, Reply("nhắc"), priority=Priority.REMINDER, not_before=later
        )
        owed = await outbox.add(session, conversation, Reply("mất"), priority=Priority.BROADCAST)
        lost = await session.get_one(Outbox, owed)
        lost.status, lost.not_before = OutboxStatus.IN_DOUBT, None
    clock.turn(seconds=90)


async def test_what_waits_is_measured(store: Store, clock: Any, ask: Any) -> None:
    await some_work(store, clock)
    answer = await ask()
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert samples["ansinh_inbox_oldest_seconds",] == 90
    assert samples["ansinh_outbox_oldest_seconds", "reply"] == 90
    assert samples["ansinh_outbox_oldest_seconds", "reminder"] == 0
    assert samples["ansinh_inbox_events", "pending"] == 1
    assert samples["ansinh_outbox_messages", "pending", "reply"] == 1
    assert samples["ansinh_outbox_messages", "pending", "reminder"] == 1
    assert samples["ansinh_outbox_messages", "broadcast", "in_doubt"] == 1
    assert samples["ansinh_conversations_waiting",] == 0
    assert "912345678" not in answer.text


async def test_an_empty_installation_waits_for_nothing(ask: Any) -> None:
    assert "ansinh_inbox_oldest_seconds 0.0" in (await ask()).text


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
async def test_this_machine_may_look(ask: Any, client: str) -> None:
    assert (await ask(client=client)).status_code == 200


@pytest.mark.parametrize("client", ["10.0.0.5", "203.0.113.9", "testclient"])
async def test_other_machines_may_not_look_without_a_token(ask: Any, client: str) -> None:
    assert (await ask(client=client)).status_code == 403


async def test_a_proxy_on_this_machine_does_not_let_the_world_look(ask: Any) -> None:
    assert (await ask(**{"X-Forwarded-For": "203.0.113.9"})).status_code == 403


async def test_with_a_token_it_is_the_token_that_counts(ask: Any) -> None:
    good = {"Authorization": "Bearer a long token"}
    assert (await ask("a long token", "203.0.113.9", **good)).status_code == 200
    for bad in ({}, {"Authorization": "Bearer another"}, {"Authorization": "a long token"}):
        assert (await ask("a long token", "127.0.0.1", **bad)).status_code == 403
