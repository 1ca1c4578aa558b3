"""Conversations that a person takes over, answers and gives back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.store import audit, conversations, messages
from bot.store.models import Author, Inbox, Outbox
from bot.store.store import Store
from tests.console.conftest import Visit
from tests.console.office import Office


async def test_who_waits_is_listed_until_somebody_answers(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("officer")
    page = (await visitor.get("/conversations")).text
    assert f"Telegram số {office.waiting}" in page
    assert "Người dân xin gặp cán bộ" in page
    assert "Chưa có ai" in page
    assert f"Trang web số {office.talk}" not in page
    path = f"/conversations/{office.waiting}"
    assert "Cho tôi gặp cán bộ" in (await visitor.get(path)).text
    await visitor.post(f"{path}/talk", {"do": "take_over"})
    assert "Chưa có ai" not in (await visitor.get("/conversations")).text
    async with store.read() as session:
        (row,) = await conversations.waiting(session)
        lines = await audit.of_subject(session, "conversation", office.waiting)
    assert row.staff_id == office.staff["officer"]
    assert [line.action for line in lines] == ["conversation.taken_over"]


async def test_a_reply_is_sent_and_shown(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    assert 'name="text"' not in (await visitor.get(path)).text
    await visitor.post(f"{path}/talk", {"do": "take_over"})
    assert 'name="text"' in (await visitor.get(path)).text
    await visitor.post(f"{path}/talk", {"do": "reply", "text": "Em gọi <b>chiều nay</b> ạ."})
    for page in (await visitor.get(path), await visitor.get(f"{path}/talk")):
        assert "Em gọi &lt;b&gt;chiều nay&lt;/b&gt; ạ." in page.text
        assert "Nguyễn Thị An" in page.text
    async with store.read() as session:
        sent = (await session.scalars(select(Outbox).filter_by(author=Author.STAFF))).one()
    assert sent.conversation_id == office.talk
    assert sent.body is not None
    assert sent.body["text"] == "Em gọi <b>chiều nay</b> ạ."


async def test_a_reply_needs_the_conversation_first(
    visit: Visit, store: Store, office: Office
) -> None:
    visitor = await visit("an")
    path = f"/leads/{office.mine}"
    await visitor.post(f"{path}/talk", {"do": "reply", "text": "Chào"})
    assert "Chưa gửi" in (await visitor.get(path)).text
    async with store.read() as session:
        said = await messages.transcript(session, office.talk, staff=True)
    assert all(line.text != "Chào" for line in said)


async def test_only_one_person_speaks(visit: Visit, office: Office) -> None:
    first, second = await visit("an"), await visit("officer")
    path = f"/leads/{office.mine}"
    await first.post(f"{path}/talk", {"do": "take_over"})
    page = (await second.get(path)).text
    assert "Cán bộ khác đang trả lời" in page
    assert "Em trả lời thay trợ lý" not in page
    await second.post(f"{path}/talk", {"do": "take_over"})
    assert "Cán bộ khác đang trả lời cuộc trò chuyện này." in (await second.get(path)).text
    await second.post(f"{path}/talk", {"do": "reply", "text": "Chào"})
    assert "Chưa gửi" in (await second.get(path)).text


async def test_giving_back_tells_the_assistant(visit: Visit, store: Store, office: Office) -> None:
    visitor = await visit("officer")
    path = f"/conversations/{office.waiting}/talk"
    await visitor.post(path, {"do": "take_over"})
    assert (await visitor.post(path, {"do": "hand_back"})).status_code == 303
    async with store.read() as session:
        event = (await session.scalars(select(Inbox))).one()
    assert event.conversation_id == office.waiting
    assert event.payload == {"type": "returned"}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "nonsense"},
        {"do": "reply"},
        {"do": "reply", "text": "   "},
        {"do": "reply", "text": "x" * 2001},
    ],
    ids=["nothing", "unknown", "no text", "blank", "too long"],
)
async def test_a_form_that_says_nothing_does_nothing(
    visit: Visit, office: Office, form: dict[str, str]
) -> None:
    visitor = await visit("officer")
    path = f"/conversations/{office.waiting}/talk"
    await visitor.post(path, {"do": "take_over"})
    assert (await visitor.post(path, form)).status_code == 422


async def test_a_conversation_that_is_not_there_is_not_there(visit: Visit) -> None:
    visitor = await visit("officer")
    for number in (999, 2**31, 2**80):
        assert (await visitor.get(f"/conversations/{number}")).status_code == 404
        answer = await visitor.post(f"/conversations/{number}/talk", {"do": "take_over"})
        assert answer.status_code == 404


async def test_following_a_talk_keeps_the_messages_for_the_page(
    visit: Visit, office: Office
) -> None:
    visitor = await visit("officer")
    path = f"/conversations/{office.waiting}"
    await visitor.post(f"{path}/talk", {"do": "take_over"})
    fragment = (await visitor.get(f"{path}/talk")).text
    assert "<html" not in fragment
    assert "Trợ lý đã dừng" in (await visitor.get(path)).text


async def test_a_long_talk_is_shown_to_its_end(visit: Visit, store: Store, office: Office) -> None:
    async with store.begin() as session:
        await conversations.take_over(session, office.talk, office.staff["officer"])
        for number in range(450):
            await messages.staff_reply(
                session, office.talk, office.staff["officer"], f"dòng {number}."
            )
    page = (await (await visit("officer")).get(f"/conversations/{office.talk}")).text
    assert page.count("dòng ") == 450
    assert page.index("dòng 0.") < page.index("dòng 449.")


async def test_a_group_that_hears_no_notices_is_warned_of(
    visit: Visit, store: Store, office: Office, settings: Settings
) -> None:
    async with store.begin() as session:
        for chat in ("-100123", "-100124", "-100999"):
            talk = await conversations.ensure(session, "telegram", chat)
            (await conversations.lock(session, talk)).failing_since = store.clock()
    page = (await (await visit("officer")).get("/conversations")).text
    assert "Thông báo không đến được Telegram -100123 từ 23/11/2026 09:00" in page
    assert "-100124" in page
    assert "-100999" not in page
    async with store.begin() as session:
        for chat in ("-100123", "-100124"):
            talk = await conversations.ensure(session, "telegram", chat)
            (await conversations.lock(session, talk)).failing_since = None
    assert (
        "Thông báo không đến được"
        not in (await (await visit("officer")).get("/conversations")).text
    )
