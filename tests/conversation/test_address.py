"""Calling the citizen as they call themselves."""

from __future__ import annotations

from tests.conversation.conftest import Citizen, spoken


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
