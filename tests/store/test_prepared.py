"""Prepared statements do what SQLAlchemy's own execution does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError

from bot.store import conversations
from bot.store.models import Conversation, Owner, Quote
from bot.store.models.base import table_of
from bot.store.prepared import Prepared
from bot.store.store import Store

TABLE = table_of(Conversation)
COLUMNS = [column.name for column in TABLE.columns]
ADD = Prepared(
    lambda _: TABLE.insert().returning(TABLE.c.id),
    ("channel", "chat", "state", "owner", "last_position", "hand_off_told", "created_at"),
)
FIND = Prepared(lambda _: select(TABLE).where(TABLE.c.chat == bindparam("of_chat")))


def row(store: Store, chat: str = "lan", **values: Any) -> dict[str, Any]:
    return {
        "channel": "web",
        "chat": chat,
        "state": {"flow": "chào"},
        "owner": Owner.PERSON,
        "last_position": 3,
        "hand_off_told": 0,
        "created_at": store.clock(),
        **values,
    }


async def test_values_go_in_and_come_out_as_the_models_have_them(store: Store) -> None:
    async with store.begin() as session:
        [[added]] = await ADD.run(session, row(store))
        [found] = await FIND.run(session, {"of_chat": "lan"})
        kept = await session.get_one(Conversation, added)
        assert dict(zip(COLUMNS, found, strict=True)) == {
            name: getattr(kept, name) for name in COLUMNS
        }
        assert (kept.state, kept.owner, kept.created_at) == (
            {"flow": "chào"},
            Owner.PERSON,
            store.clock(),
        )
        stored = (await session.execute(text("SELECT state FROM conversation"))).scalar_one()
        assert "flow" not in stored


async def test_json_is_read_back_as_it_was_written(store: Store) -> None:
    quotes = table_of(Quote)
    add = Prepared(
        lambda _: quotes.insert(), ("conversation_id", "request", "answer", "ruleset", "at")
    )
    find = Prepared(lambda _: select(quotes.c.request, quotes.c.answer))
    request, answer = {"đồng": [1, None, "ư"]}, {"totals": {"payable_vnd": 1_263_600}}
    async with store.begin() as session:
        [[owner]] = await ADD.run(session, row(store))
        told = {"conversation_id": owner, "request": request, "answer": answer}
        await add.run(session, {**told, "ruleset": "x", "at": store.clock()})
        assert await find.run(session, {}) == [(request, answer)]


async def test_what_the_database_refuses_is_raised_as_sqlalchemy_would(store: Store) -> None:
    async def add_twice() -> None:
        async with store.begin() as session:
            for _ in range(2):
                await ADD.run(session, row(store))

    with pytest.raises(IntegrityError):
        await add_twice()
    async with store.begin() as session:
        assert await FIND.run(session, {"of_chat": "lan"}) == []


@pytest.mark.parametrize("values", [{}, {"of_chat": "lan", "chat": "lan"}, {"chat": "lan"}])
async def test_a_value_too_few_or_too_many_is_an_error_of_ours(
    store: Store, values: dict[str, str]
) -> None:
    async with store.begin() as session:
        with pytest.raises(TypeError, match="of_chat"):
            await FIND.run(session, values)


async def test_a_conversation_of_a_sender_is_kept_whole(store: Store) -> None:
    later = store.clock() + timedelta(minutes=5)
    async with store.begin() as session:
        held = await conversations.of_sender(session, "web", "lan")
        assert (held.state, held.owner, held.last_position) == (None, Owner.BOT, 0)
        held.state, held.choices, held.owner = {"flow": "lead"}, ["a:b"], Owner.PERSON
        held.last_position, held.hand_off_told = 7, 2
        held.interacted_at = held.send_after = held.handed_off_at = later
        await conversations.keep(session, held)
    async with store.begin() as session:
        again = await conversations.of_sender(session, "web", "lan")
        kept = await session.get_one(Conversation, held.id)
        for name in COLUMNS:
            assert getattr(again, name) == getattr(held, name) == getattr(kept, name), name
