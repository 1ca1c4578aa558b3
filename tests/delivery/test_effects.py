"""What a turn does to the world."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.effects import Effect, EffectType
from bot.conversation.events import Press, Stop, Text
from bot.conversation.replies import Reply
from bot.delivery.effects import _HOW, NoConsentError, Scene, carry_out
from bot.leads.status import LeadStatus
from bot.store import consents, conversations, unanswered
from bot.store.models import (
    Audit,
    Author,
    Consent,
    Contact,
    Conversation,
    Feedback,
    Lead,
    LeadEvent,
    Message,
    OptIn,
    Outbox,
    OutboxStatus,
    Priority,
    Quote,
    Reminder,
    Unanswered,
)
from bot.store.outbox import add

PROOF = {"purpose": "lead", "version": "2", "text_sha256": "a" * 64}
QUOTE = {"request": {"scheme": "household_hi"}, "quote": {"ruleset": "abc", "totals": {}}}


async def happens(bot: Any, *effects: tuple[EffectType, dict[str, Any]], chat: str = "lan") -> None:
    """Carry out effects in one transaction."""
    async with bot.store.begin() as session:
        conversation_id = await conversations.ensure(session, "plain", chat)
        scene = Scene(session, await conversations.lock(session, conversation_id))
        for kind, data in effects:
            await carry_out(scene, Effect(kind, data))


def lead(**fields: Any) -> tuple[EffectType, dict[str, Any]]:
    told = {"phone": "+84912345678", "interest": "hi", **fields}
    return EffectType.LEAD_LOGGED, {"lead": told}


CONSENT = (EffectType.CONSENT_GIVEN, {"consent": PROOF})


def test_there_is_a_way_to_carry_out_every_effect() -> None:
    assert set(_HOW) == set(EffectType)


async def test_a_number_without_consent_is_not_kept(bot: Any) -> None:
    with pytest.raises(NoConsentError):
        await happens(bot, lead())
    assert await bot.rows(Contact) == []


async def test_consent_of_another_conversation_or_purpose_does_not_count(bot: Any) -> None:
    await happens(bot, CONSENT, chat="minh")
    other = (EffectType.CONSENT_GIVEN, {"consent": {**PROOF, "purpose": "reminder"}})
    with pytest.raises(NoConsentError):
        await happens(bot, other, lead())
    assert await bot.rows(Contact) == []


async def test_a_withdrawn_consent_does_not_count(bot: Any) -> None:
    await happens(bot, CONSENT, (EffectType.CONSENT_WITHDRAWN, {"consent": PROOF}))
    with pytest.raises(NoConsentError):
        await happens(bot, lead())
    [consent] = await bot.rows(Consent)
    assert consent.withdrawn_at is not None


async def test_a_name_without_consent_is_not_kept(bot: Any) -> None:
    with pytest.raises(NoConsentError):
        await happens(bot, (EffectType.LEAD_UPDATED, {"lead": {"name": "Hoa"}}))


async def test_a_lead_has_its_consent_and_the_last_quote(bot: Any) -> None:
    quote = (EffectType.QUOTE_STORED, QUOTE)
    commune = {"code": "17329", "name": "Xã Nam Đàn"}
    await happens(bot, CONSENT, quote, quote, lead(name="Hoa", commune=commune, note="chiều"))
    [logged], quotes = await bot.rows(Lead), await bot.rows(Quote)
    [consent], [contact] = await bot.rows(Consent), await bot.rows(Contact)
    assert (consent.version, consent.text_sha256, consent.channel) == ("2", "a" * 64, "plain")
    assert (logged.consent_id, logged.quote_id) == (consent.id, quotes[-1].id)
    assert (logged.commune_code, logged.note, contact.name) == ("17329", "chiều", "Hoa")


async def test_a_lead_is_added_to_and_withdrawn(bot: Any) -> None:
    told = {"interest": "si", "commune": {"name": "Nam Đàn"}, "note": "sáng"}
    await happens(bot, CONSENT, lead(), (EffectType.LEAD_UPDATED, {"lead": told}))
    [logged] = await bot.rows(Lead)
    assert (logged.interest, logged.commune_name, logged.note) == ("si", "Nam Đàn", "sáng")
    await happens(bot, (EffectType.LEAD_WITHDRAWN, {}))
    [withdrawn] = await bot.rows(Lead)
    assert withdrawn.status == "withdrawn"


async def test_opting_in_twice_is_one_wish_and_out_ends_it(bot: Any) -> None:
    await happens(bot, (EffectType.OPTED_IN, {}), (EffectType.OPTED_IN, {}))
    assert [wish.opted_out_at for wish in await bot.rows(OptIn)] == [None]
    await happens(bot, (EffectType.OPTED_OUT, {}))
    [wish] = await bot.rows(OptIn)
    assert wish.opted_out_at is not None


async def test_opting_out_takes_back_what_was_not_asked_for(bot: Any) -> None:
    reminder = (EffectType.REMINDER_SCHEDULED, {"reminder": {"kind": "card", "on": "2027-01-15"}})
    await happens(bot, (EffectType.OPTED_IN, {}), reminder)
    [promised] = await bot.rows(Reminder)
    assert (promised.kind, promised.due_on) == ("card", date(2027, 1, 15))
    async with bot.store.begin() as session:
        conversation = await conversations.lock(session, promised.conversation_id)
        for priority in Priority:
            await add(session, conversation, Reply("x"), priority=priority)
    await happens(bot, (EffectType.OPTED_OUT, {}))
    assert [row.status.value for row in await bot.rows(Outbox)] == [
        "pending",
        "pending",
        "cancelled",
        "cancelled",
    ]
    [taken_back] = await bot.rows(Reminder)
    assert taken_back.cancelled_at is not None


async def test_a_new_day_for_a_reminder_takes_the_place_of_the_old_one(bot: Any) -> None:
    for kind, on in (("card", "2027-01-15"), ("other", "2027-01-20"), ("card", "2027-02-15")):
        await happens(bot, (EffectType.REMINDER_SCHEDULED, {"reminder": {"kind": kind, "on": on}}))
    open_days = [row.due_on for row in await bot.rows(Reminder) if row.cancelled_at is None]
    assert open_days == [date(2027, 1, 20), date(2027, 2, 15)]


async def test_withdrawing_the_consent_to_reminders_takes_them_back(bot: Any) -> None:
    proof = {**PROOF, "purpose": "reminder"}
    reminder = {"kind": "card", "on": "2027-01-15"}
    await happens(bot, CONSENT, (EffectType.CONSENT_GIVEN, {"consent": proof}))
    await happens(bot, (EffectType.REMINDER_SCHEDULED, {"reminder": reminder}))
    await happens(bot, (EffectType.CONSENT_WITHDRAWN, {"consent": PROOF}))
    assert [row.cancelled_at for row in await bot.rows(Reminder)] == [None]
    await happens(bot, (EffectType.CONSENT_WITHDRAWN, {"consent": proof}))
    [taken_back] = await bot.rows(Reminder)
    assert taken_back.cancelled_at is not None


async def test_an_unanswered_question_is_kept_without_numbers(bot: Any) -> None:
    data = {"text": "0912345678 có được không", "ranking": [["ask_vssid", 0.3], ["other", 0.2]]}
    await happens(bot, (EffectType.UNANSWERED_LOGGED, data))
    async with bot.store.read() as session:
        [question] = await unanswered.latest(session)
    assert question.text == "[điện thoại ***678] có được không"
    assert question.ranking == [["ask_vssid", 0.3], ["other", 0.2]]


async def test_an_opinion_is_kept_without_numbers(bot: Any) -> None:
    told = {"about": "flow:hi", "ruleset": "a" * 64, "useful": False}
    await happens(bot, (EffectType.FEEDBACK_GIVEN, {"feedback": told}))
    told |= {"remark": "gọi 0912345678"}
    await happens(bot, (EffectType.FEEDBACK_GIVEN, {"feedback": told}))
    [row] = await bot.rows(Feedback)
    assert (row.about, row.useful, row.remark) == ("flow:hi", False, "gọi [điện thoại ***678]")


async def test_handing_off_is_told_and_then_the_bot_is_silent(bot: Any) -> None:
    answers = await bot.hears(Text("gặp người"))
    assert "đã chuyển cuộc trò chuyện" in answers[0]
    [conversation] = await bot.rows(Conversation)
    assert (conversation.owner, conversation.handed_off_at) == ("person", bot.store.clock())
    assert conversation.hand_off_reason
    assert {row.author for row in await bot.rows(Outbox)} == {Author.NOTICE}
    assert await bot.hears(Text("xin chào")) == []


async def test_leaving_is_recorded_while_a_person_owns_the_conversation(bot: Any) -> None:
    await happens(bot, (EffectType.OPTED_IN, {}))
    await bot.hears(Text("gặp người"))
    await bot.hears(Stop())
    [wish] = await bot.rows(OptIn)
    assert wish.opted_out_at is not None


async def test_forgetting_a_citizen_leaves_nothing_of_them_but_the_proof(bot: Any) -> None:
    await bot.leaves_number("0912 345 678")
    await bot.hears(Text("Trần Thị Hoa"))
    await bot.hears(Text("xóm 5, cạnh nhà ông Bình"))
    await happens(
        bot,
        (EffectType.QUOTE_STORED, QUOTE),
        (EffectType.OPTED_IN, {}),
        (EffectType.UNANSWERED_LOGGED, {"text": "hỏi gì đó", "ranking": []}),
        (EffectType.REMINDER_SCHEDULED, {"reminder": {"kind": "card", "on": "2027-01-15"}}),
    )
    await bot.hears(Text("xóa thông tin của tôi"))
    answers = await bot.hears(Press("delete:sure=yes"))
    assert "đã xóa hết" in answers[0]

    for table in (Contact, Quote, OptIn, Unanswered):
        assert await bot.rows(table) == []
    [forgotten] = await bot.rows(Lead)
    assert (forgotten.contact_id, forgotten.note, forgotten.status) == (None, None, "withdrawn")
    assert forgotten.commune_name is None
    assert {event.note for event in await bot.rows(LeadEvent)} == {None}
    texts = [message.text for message in await bot.rows(Message)]
    assert texts[:-1] == [None] * (len(texts) - 1)
    assert texts[-1] == answers[0]
    [consent], [reminder] = await bot.rows(Consent), await bot.rows(Reminder)
    assert consent.withdrawn_at is not None
    assert reminder.cancelled_at is not None
    [conversation] = await bot.rows(Conversation)
    assert "Hoa" not in str(conversation.state)
    [proof] = await bot.rows(Audit)
    assert (proof.action, proof.staff_id) == ("citizen.data_deleted", None)
    assert proof.detail == {
        "contacts": 1,
        "leads": 1,
        "messages": len(texts) - 1,
        "consents": 1,
    }


async def test_forgetting_leaves_the_end_of_a_lead_for_the_counts(bot: Any) -> None:
    await bot.leaves_number()
    async with bot.store.begin() as session:
        [joined] = (await session.scalars(select(Lead))).all()
        joined.status = LeadStatus.JOINED
        joined.commune_code, joined.commune_name = "17329", "Xã Nam Đàn"
    await happens(bot, (EffectType.DATA_DELETED, {}))
    [forgotten] = await bot.rows(Lead)
    assert (forgotten.status, forgotten.contact_id) == ("joined", None)
    assert forgotten.commune_name == "Xã Nam Đàn"


async def test_forgetting_somebody_leaves_the_others_alone(bot: Any) -> None:
    await bot.leaves_number("0912 345 678", chat="lan")
    await bot.leaves_number("0987 654 321", chat="minh")
    await happens(bot, (EffectType.DATA_DELETED, {}), chat="lan")
    assert [lead.contact_id is None for lead in await bot.rows(Lead)] == [True, False]
    assert len(await bot.rows(Contact)) == 1


async def test_forgetting_covers_a_number_that_was_given_again_elsewhere(bot: Any) -> None:
    await bot.leaves_number("0912 345 678", chat="lan", channel="plain")
    await bot.leaves_number("0912 345 678", chat="lan", channel="rich")
    assert len(await bot.rows(Lead)) == 1
    await happens(bot, (EffectType.DATA_DELETED, {}), chat="lan")
    assert await bot.rows(Contact) == []


async def test_what_waits_to_be_sent_is_not_sent_after_forgetting(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    await bot.works()
    await happens(bot, (EffectType.DATA_DELETED, {}))
    await bot.sends()
    assert bot.channels["plain"].arrived == []
    assert {row.status for row in await bot.rows(Outbox)} == {OutboxStatus.CANCELLED}
    assert {row.body for row in await bot.rows(Outbox)} == {None}


async def test_after_forgetting_consent_has_to_be_given_again(bot: Any) -> None:
    await bot.leaves_number()
    await happens(bot, (EffectType.DATA_DELETED, {}))
    [conversation] = await bot.rows(Conversation)
    async with bot.store.read() as session:
        assert await consents.active(session, conversation.id, "lead") is None
        assert not await consents.opted_in(session, conversation.id)
