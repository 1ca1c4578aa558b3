"""Was the answer of use: asked once a day, heard at any time, and what was wrong is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.conversation.effects import EffectType
from bot.conversation.events import Press, Text
from tests.conversation.conftest import Citizen, Said, payloads, spoken

YES, NO = "feedback:useful=yes", "feedback:useful=no"


def asks(citizen: Citizen, faq: str, confidence: float = 0.95) -> Any:
    intent = citizen.context.content.faqs[faq].intent
    return citizen.happens(Text("…"), Said(intent, {}, confidence, faq=faq))


def given(citizen: Citizen) -> list[dict[str, Any]]:
    return [data["feedback"] for data in citizen.effects(EffectType.FEEDBACK_GIVEN)]


def test_answer_of_the_faq_asks_once_a_day(citizen: Citizen) -> None:
    first, second = asks(citizen, "hi-lost-card"), asks(citizen, "hi-referral-paper")
    assert payloads(first)[-2:] == [YES, NO]
    assert YES not in payloads(second)
    at = citizen.context.at + timedelta(days=1)
    citizen.context = replace(citizen.context, at=at)
    assert YES in payloads(asks(citizen, "hi-lost-card"))


def test_open_question_is_never_disturbed(citizen: Citizen) -> None:
    citizen.presses("flow:hi")
    assert YES not in payloads(asks(citizen, "hi-lost-card"))
    citizen.presses("hi:people_count=4")
    thanked = citizen.says("thanks")
    assert payloads(thanked) == [YES, NO]


def test_answer_with_many_buttons_is_left_alone(citizen: Citizen) -> None:
    crowded = next(
        entry.id
        for entry in citizen.context.content.faqs.values()
        if entry.more and len(entry.next) == 3
    )
    assert YES not in payloads(asks(citizen, crowded))
    assert YES in payloads(asks(citizen, "hi-lost-card"))


@pytest.mark.parametrize("intent", ["thanks", "goodbye"])
def test_who_got_a_figure_is_asked_on_leaving_and_only_once(citizen: Citizen, intent: str) -> None:
    assert payloads(citizen.says(intent)) == []
    done = citizen.says("calc_hi", people_count=4)
    assert YES not in payloads(done)
    assert payloads(citizen.says(intent)) == [YES, NO]
    assert payloads(citizen.says(intent)) == []


def test_yes_is_kept_with_what_was_answered_and_by_which_rules(citizen: Citizen) -> None:
    asks(citizen, "hi-lost-card")
    done = citizen.presses(YES)
    rules = citizen.context.ruleset.hash
    assert given(citizen) == [{"about": "faq:hi-lost-card", "ruleset": rules, "useful": True}]
    assert done.state.flow is None
    assert "cảm ơn" in spoken(done)


def test_no_asks_for_one_line_and_offers_a_person(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("deny", text="chưa đúng", cue="not_useful")
    assert (done.state.flow, done.state.awaiting) == ("feedback", "remark")
    assert "flow:human" in payloads(done)
    noted = citizen.says("unclear", text="nhà em cận nghèo  cơ mà")
    assert [(one["about"], one["useful"], one.get("remark")) for one in given(citizen)] == [
        ("flow:hi", False, None),
        ("flow:hi", False, "nhà em cận nghèo cơ mà"),
    ]
    assert noted.state.flow is None
    assert payloads(noted) == ["flow:human"]


@pytest.mark.parametrize("refusal", [Press("feedback:skip=remark"), Text("thôi")])
def test_nobody_has_to_say_what_was_wrong(citizen: Citizen, refusal: Press | Text) -> None:
    asks(citizen, "hi-lost-card")
    citizen.presses(NO)
    done = citizen.happens(refusal, Said("deny"))
    assert done.state.flow is None
    assert len(given(citizen)) == 1
    assert "flow:human" in payloads(done)


def test_remark_that_asks_is_kept_and_answered(citizen: Citizen) -> None:
    asks(citizen, "hi-lost-card")
    citizen.presses(NO)
    done = asks(citizen, "hi-referral-paper")
    assert given(citizen)[-1]["remark"] == "…"
    assert done.state.answered["about"] == "faq:hi-referral-paper"


def test_remark_that_corrects_a_value_is_computed(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.presses(NO)
    done = citizen.says("inform", text="5 người chứ", people_count=5)
    assert given(citizen)[-1]["remark"] == "5 người chứ"
    assert [effect.data["request"]["household_size"] for effect in done.effects[1:]] == [5]


def test_person_is_reached_instead_of_a_remark(citizen: Citizen) -> None:
    asks(citizen, "hi-lost-card")
    citizen.presses(NO)
    done = citizen.says("talk_to_human", text="cho gặp người")
    assert done.state.owner == "person"
    assert len(given(citizen)) == 1


def test_opinion_without_an_answer_is_none(citizen: Citizen) -> None:
    done = citizen.says("deny", text="chưa đúng", cue="not_useful")
    assert done.state.flow is None
    assert not given(citizen)
    gone = citizen.presses(YES)
    assert not given(citizen)
    assert payloads(gone) == ["flow:menu"]


@pytest.mark.parametrize(
    ("text", "intent", "values"),
    [
        ("sai rồi, 5 người cơ", "inform", {"people_count": 5}),
        ("thẻ bảo hiểm y tế có ích gì cho nhà tôi", "ask_hi_benefits", {}),
        ("bác thấy chưa đúng lắm vì hôm trước cô ở xã bảo khác hẳn", "unclear", {}),
    ],
)
def test_sentence_with_more_in_it_is_no_opinion(
    citizen: Citizen, text: str, intent: str, values: dict[str, object]
) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.says(intent, text=text, cue="not_useful", **values)
    assert not given(citizen)


def test_opinion_is_part_of_what_is_kept(citizen: Citizen) -> None:
    asks(citizen, "hi-lost-card")
    assert "Ý kiến" not in spoken(citizen.says("delete_my_data", cue="kept"))
    citizen.presses(YES)
    assert "Ý kiến" in spoken(citizen.says("delete_my_data", cue="kept"))


@pytest.mark.parametrize(("intent", "useful"), [("affirm", True), ("deny", False)])
def test_a_bare_yes_or_no_answers_the_question(citizen: Citizen, intent: str, useful: bool) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.says("thanks")
    citizen.says(intent)
    assert [one["useful"] for one in given(citizen)] == [useful]


def test_a_yes_later_is_about_something_else(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    citizen.says("thanks")
    asks(citizen, "hi-lost-card")
    citizen.says("affirm")
    assert not given(citizen)
