"""Who owns a conversation, what staff write into it, and what each side sees."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.replies import Button, Reply
from bot.store import audit, conversations, log, messages, outbox
from bot.store.conversations import AlreadyTakenError
from bot.store.messages import NotOwnerError
from bot.store.store import Store


async def test_the_same_chat_is_the_same_conversation(store: Store) -> None:
    async with store.begin() as session:
        first = await conversations.ensure(session, "web", "a")
        assert await conversations.ensure(session, "web", "a") == first
        assert await conversations.ensure(session, "telegram", "a") != first
        assert await conversations.find(session, "web", "b") is None


async def test_taking_over_is_audited_once_and_excludes_others(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        for _ in range(2):
            taken = await conversations.take_over(session, conversation_id, office.lan)
            assert (taken.owner, taken.owner_staff_id) == ("person", office.lan)
        with pytest.raises(AlreadyTakenError):
            await conversations.take_over(session, conversation_id, office.minh)
    async with store.read() as session:
        [line] = await audit.of_subject(session, "conversation", conversation_id)
        assert (line.action, line.staff_id) == ("conversation.taken_over", office.lan)
        [waiting] = await conversations.waiting(session)
        assert (waiting.id, waiting.staff_name) == (conversation_id, "Nguyễn Thị Lan")


async def test_who_waits_for_a_person_comes_before_who_has_one(
    store: Store, office: Any, clock: Any
) -> None:
    ids = [await office.converse(chat) for chat in ("a", "b", "c")]
    async with store.begin() as session:
        await conversations.take_over(session, ids[0], office.lan)
        for waits in ids[1:]:
            clock.turn(minutes=1)
            conversation = await conversations.lock(session, waits)
            conversation.owner = conversations.Owner.PERSON
            conversation.handed_off_at = clock()
    async with store.read() as session:
        assert [row.id for row in await conversations.waiting(session)] == [ids[1], ids[2], ids[0]]


async def test_nobody_takes_over_what_does_not_exist(store: Store, office: Any) -> None:
    async with store.begin() as session:
        with pytest.raises(LookupError, match="99"):
            await conversations.take_over(session, 99, office.lan)


async def test_handing_back_what_the_bot_owns_changes_nothing(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        await conversations.hand_back(session, conversation_id, office.lan)
    async with store.read() as session:
        assert await audit.latest(session) == []


async def test_only_who_took_a_conversation_over_writes_into_it(store: Store, office: Any) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        with pytest.raises(NotOwnerError):
            await messages.staff_reply(session, conversation_id, office.lan, "Chào bà")
        await conversations.take_over(session, conversation_id, office.lan)
        with pytest.raises(ValueError, match="empty"):
            await messages.staff_reply(session, conversation_id, office.lan, " ")
        with pytest.raises(NotOwnerError):
            await messages.staff_reply(session, conversation_id, office.minh, "Chào bà")
        await messages.staff_reply(session, conversation_id, office.lan, " Chào bà ạ ")
    async with store.read() as session:
        [line] = await messages.transcript(session, conversation_id, staff=True)
        assert (line.direction, line.text, line.staff_name) == (
            "staff",
            "Chào bà ạ",
            "Nguyễn Thị Lan",
        )
        assert (line.delivery, line.delivered_at) == ("pending", None)


async def test_a_citizen_sees_what_was_delivered_in_the_order_of_delivery(
    store: Store, office: Any, clock: Any
) -> None:
    conversation_id = await office.converse()
    async with store.begin() as session:
        conversation = await conversations.lock(session, conversation_id)
        await log.heard(session, conversation, "text", "chào, số tôi 0912345678", clock())
        rows = []
        for text in ("một", "hai"):
            reply = Reply(text, (Button("Tiếp", "go"),))
            owed = await outbox.add(session, conversation, reply)
            await log.said(session, conversation, reply, outbox_id=owed)
            rows.append(owed)
        await log.mark_delivered(session, conversation, rows[1])
    async with store.read() as session:
        seen = await messages.transcript(session, conversation_id)
        assert [line.text for line in seen] == ["chào, số tôi [điện thoại ***678]", "hai"]
        assert len(await messages.transcript(session, conversation_id, staff=True)) == 3
    async with store.begin() as session:
        conversation = await conversations.lock(session, conversation_id)
        await log.mark_delivered(session, conversation, rows[0])
        await log.mark_delivered(session, conversation, rows[0])
    async with store.read() as session:
        late = await messages.transcript(session, conversation_id, after=seen[-1].cursor)
        assert [line.text for line in late] == ["một"]
        assert late[0].buttons == [{"label": "Tiếp", "payload": "go"}]
        first = await messages.transcript(session, conversation_id, limit=1)
        assert [line.text for line in first] == [seen[0].text]
        assert await log.label_of_press(session, conversation_id, "go") == "Tiếp"
        assert await log.label_of_press(session, conversation_id, "stay") is None
