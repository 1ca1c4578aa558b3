"""What citizens say of the answers is kept by answer, masked, and goes with their data."""

from __future__ import annotations

from sqlalchemy import text

from bot.store import conversations, erase, feedback
from tests.conftest import TurnedClock
from tests.store.conftest import Office

RULES, LATER = "a" * 64, "b" * 64


async def say(office: Office, chat: str, about: str, *, useful: bool, **more: str) -> int:
    async with office.store.begin() as session:
        conversation_id = await conversations.ensure(session, "web", chat)
        told = {"ruleset": RULES, **more}
        await feedback.give(session, conversation_id, about=about, useful=useful, **told)
    return conversation_id


async def test_opinions_are_counted_by_answer_the_doubtful_first(
    office: Office, clock: TurnedClock
) -> None:
    await say(office, "a", "faq:hi-lost-card", useful=True)
    clock.turn(hours=1)
    await say(office, "b", "faq:hi-lost-card", useful=True)
    await say(office, "a", "flow:hi", useful=False)
    async with office.store.read() as session:
        rows = await feedback.by_answer(session, limit=9)
        assert [(row.about, row.useful, row.not_useful) for row in rows] == [
            ("flow:hi", 0, 1),
            ("faq:hi-lost-card", 2, 0),
        ]
        assert rows[1].last == clock.at
        assert await feedback.answers(session) == 2
        assert [row.about for row in await feedback.by_answer(session, 1, 1)] == [rows[1].about]


async def test_a_remark_completes_the_opinion_and_is_masked(office: Office) -> None:
    await say(office, "a", "flow:si", useful=False)
    await say(office, "a", "flow:si", useful=False, remark="gọi 0912345678, sai mức")
    await say(office, "b", "flow:hi", useful=False, remark="tính thiếu người")
    async with office.store.read() as session:
        (row,) = await feedback.remarks(session, 9, "flow:si")
        assert row.remark == "gọi [điện thoại ***678], sai mức"
        assert [one.about for one in await feedback.remarks(session, 9)] == ["flow:hi", "flow:si"]
        assert await feedback.answers(session) == 2
        stored = (await session.scalars(text("SELECT remark FROM feedback"))).all()
    assert not any("sai mức" in one for one in stored)


async def test_who_changes_their_mind_has_one_opinion_of_an_answer(office: Office) -> None:
    await say(office, "a", "flow:si", useful=False, remark="sai")
    await say(office, "a", "flow:si", useful=True)
    await say(office, "a", "flow:si", useful=False, ruleset=LATER)
    async with office.store.read() as session:
        (row,) = await feedback.by_answer(session, 9)
        assert (row.useful, row.not_useful) == (1, 1), "other rules, another answer"
        assert await feedback.remarks(session, 9) == []


async def test_opinions_go_with_the_citizens_data(office: Office) -> None:
    conversation_id = await say(office, "a", "flow:si", useful=False, remark="sai")
    await say(office, "b", "flow:si", useful=True)
    async with office.store.begin() as session:
        await erase.citizen(session, await conversations.lock(session, conversation_id))
    async with office.store.read() as session:
        (row,) = await feedback.by_answer(session, 9)
        assert (row.useful, row.not_useful) == (1, 0)
        assert await feedback.remarks(session, 9) == []
