"""A reminder before the card ends: asked for, agreed to, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from bot.conversation.turn import Context
from tests.conversation.conftest import Citizen, Said, payloads, spoken


def promised(citizen: Citizen) -> list[str]:
    return [one["reminder"]["on"] for one in citizen.effects(EffectType.REMINDER_SCHEDULED)]


def test_day_then_consent_then_promise(citizen: Citizen) -> None:
    assert citizen.presses("flow:remind").state.awaiting == "date"
    asked = citizen.says("inform", date="2027-03-31")
    assert asked.state.awaiting == "consent"
    assert not citizen.effects(EffectType.REMINDER_SCHEDULED)
    done = citizen.says("affirm")
    assert promised(citizen) == ["2027-03-01"]
    (consent,) = citizen.effects(EffectType.CONSENT_GIVEN)
    assert consent["consent"]["purpose"] == "reminder"
    assert "31/03/2027" in spoken(done)
    assert "01/03/2027" in spoken(done)
    assert done.state.flow is None


def test_refusal_keeps_nothing(citizen: Citizen) -> None:
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    done = citizen.says("deny")
    assert done.state.flow is None
    assert "remind" not in done.state.slots
    assert not citizen.effects(EffectType.CONSENT_GIVEN)
    assert not citizen.effects(EffectType.REMINDER_SCHEDULED)


def test_consent_given_before_is_not_asked_again(citizen: Citizen) -> None:
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    citizen.says("ask_hi_validity", cue="remind", date="2027-06-30")
    assert promised(citizen) == ["2027-03-01", "2027-05-31"]
    assert len(citizen.effects(EffectType.CONSENT_GIVEN)) == 1


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ({"month": 3}, "2027-03-01"),
        ({"month": 2, "year": 2028}, "2028-01-30"),
        ({"day": 31, "month": 12}, "2026-12-01"),
        ({"day": 31, "month": 6}, "2027-05-31"),
        ({"month": 11, "day": 30}, "2026-11-23"),
    ],
)
def test_month_stands_for_its_last_day_and_the_next_such_year(
    citizen: Citizen, month: dict[str, int], due: str
) -> None:
    citizen.says("ask_hi_validity", cue="remind", month=month)
    citizen.presses("remind:consent=yes")
    assert promised(citizen) == [due]


def test_card_that_ends_in_days_is_to_be_renewed_now(citizen: Citizen) -> None:
    done = citizen.says("ask_hi_validity", cue="remind", date="2026-11-25")
    assert "faq:hi-renew" in payloads(done)
    assert done.state.flow is None


def test_card_that_has_ended_is_said_to_have(citizen: Citizen) -> None:
    citizen.presses("flow:remind")
    done = citizen.says("inform", month={"month": 8, "year": 2026})
    assert "đã hết hạn từ ngày 31/08/2026" in spoken(done)
    assert "faq:hi-card-expired" in payloads(done)


def test_buttons_offer_the_next_ends(citizen: Citizen) -> None:
    asked = citizen.presses("flow:remind")
    assert payloads(asked) == ["remind:on=2026-12-31", "remind:on=2027-01-31"]
    citizen.presses("remind:on=2027-01-31")
    citizen.presses("remind:consent=yes")
    assert promised(citizen) == ["2027-01-01"]


def test_promise_can_be_taken_back(citizen: Citizen) -> None:
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    done = citizen.says("stop_messages", cue="remind_stop")
    (withdrawn,) = citizen.effects(EffectType.CONSENT_WITHDRAWN)
    assert withdrawn["consent"]["purpose"] == "reminder"
    assert done.state.reminder_on is None
    assert not citizen.effects(EffectType.OPTED_OUT), "only the reminder was meant"


def test_without_a_promise_all_messages_are_meant(citizen: Citizen) -> None:
    citizen.says("stop_messages", cue="remind_stop")
    assert len(citizen.effects(EffectType.OPTED_OUT)) == 1


def test_stopping_all_messages_takes_the_reminder_back_too(citizen: Citizen) -> None:
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    done = citizen.says("stop_messages")
    assert len(citizen.effects(EffectType.CONSENT_WITHDRAWN)) == 1
    assert done.state.reminder_consent is None


def test_promise_outlives_a_new_start(citizen: Citizen) -> None:
    citizen.says("ask_hi_validity", cue="remind", date="2027-03-31")
    citizen.presses("remind:consent=yes")
    assert citizen.says("restart").state.reminder_on == "2027-03-01"


def test_other_answers_than_a_day_or_a_yes_are_asked_again(citizen: Citizen) -> None:
    citizen.presses("flow:remind")
    assert citizen.says("unclear").state.awaiting == "date"
    citizen.says("inform", date="2027-03-31")
    assert citizen.says("unclear").state.awaiting == "consent"


@pytest.mark.parametrize("payload", ["remind:on=never", "remind:consent=yes", "remind:x=y"])
def test_button_without_its_question_asks_for_the_day(citizen: Citizen, payload: str) -> None:
    assert citizen.presses(payload).state.awaiting == "date"


def test_channel_that_reaches_the_citizen_promises_to_write(context: Context) -> None:
    on_telegram = Citizen(replace(context, channel="telegram"))
    on_telegram.says("ask_hi_validity", cue="remind", date="2027-03-31")
    there = spoken(on_telegram.presses("remind:consent=yes"))
    assert "em sẽ nhắn nhắc" in there
    assert "trang trò chuyện" not in there


def test_answer_about_a_card_offers_the_reminder(citizen: Citizen) -> None:
    done = citizen.happens(Text("…"), Said("ask_hi_validity", faq="hi-validity"))
    assert "flow:remind" in payloads(done)
    citizen.says("calc_hi", people_count=4)
    assert "flow:remind" in payloads(citizen.presses("hi:show=more"))
