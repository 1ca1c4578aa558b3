"""Calling the citizen as they call themselves, and topics that lie outside."""

from __future__ import annotations

import pytest

from bot.conversation.events import Text
from tests.conversation.conftest import Citizen, Said, payloads, spoken


def test_citizen_is_called_as_they_call_themselves(citizen: Citizen) -> None:
    said = spoken(
        citizen.says("calc_si", address="bác", household_category="poor", income_choice="minimum")
    )
    assert "• Bác đóng: 165.000 đồng" in said
    assert "xác nhận khi bác đóng" in said
    assert "bác vui lòng hỏi" in said, "the rules' own sentences too"
    assert "nh/chị" not in said
    assert "bác" in spoken(citizen.says("thanks"))


def test_answers_of_the_faq_use_it_too(citizen: Citizen) -> None:
    citizen.says("greet", address="cô")
    for entry in citizen.context.content.faqs.values():
        assert "nh/chị" not in spoken(citizen.presses(f"faq:{entry.id}"))


def test_consent_is_read_out_as_it_was_written(citizen: Citizen) -> None:
    citizen.says("greet", address="chú")
    assert citizen.context.content.consents["lead"].text in spoken(citizen.presses("flow:lead"))


def test_later_word_replaces_the_earlier_and_a_new_start_keeps_it(citizen: Citizen) -> None:
    citizen.says("greet", address="chú")
    citizen.says("greet", address="bác")
    assert "Bác cần em" in spoken(citizen.says("restart"))


@pytest.mark.parametrize("intent", ["other", "unclear"])
def test_frequent_topic_outside_is_shown_its_way(citizen: Citizen, intent: str) -> None:
    done = citizen.happens(Text("…"), Said(intent, {"topic": "unemployment"}))
    assert "Dịch vụ việc làm" in spoken(done)
    assert "flow:human" in payloads(done)


def test_every_topic_that_is_heard_has_an_answer(citizen: Citizen) -> None:
    texts = citizen.context.content.texts
    topics = [key.removeprefix("cue.topic.") for key in texts if key.startswith("cue.topic.")]
    assert topics
    for topic in topics:
        done = citizen.happens(Text("…"), Said("other", {"topic": topic}))
        assert texts["common.out_of_scope"] not in spoken(done)


def test_other_topics_hear_the_general_answer(citizen: Citizen) -> None:
    said = spoken(citizen.says("other"))
    assert "nằm ngoài phần em được giao" in said


def test_topic_in_a_sentence_within_the_task_changes_nothing(citizen: Citizen) -> None:
    done = citizen.says("calc_hi", topic="compulsory", people_count=2)
    assert "2.322.540 đồng" in spoken(done)
