"""The check of the group, and what support it brings."""

from __future__ import annotations

import pytest

from bot.conversation.effects import EffectType
from tests.conversation.conftest import Citizen, payloads, spoken


def test_group_named_in_the_sentence_is_answered_at_once(citizen: Citizen) -> None:
    done = citizen.says("ask_subsidy", cue="support", household_category="near_poor")
    said = spoken(done)
    assert "được hỗ trợ 132.000 đồng mỗi tháng" in said
    assert "tỉnh đóng thêm 409.860 đồng, mình còn đóng 0 đồng" in said
    assert "quyết định ấy mới là căn cứ" in said
    assert "si:category=near_poor" in payloads(done)
    assert len(citizen.effects(EffectType.QUOTE_STORED)) == 2


def test_two_questions_at_most_lead_to_the_support(citizen: Citizen) -> None:
    assert citizen.says("inform", cue="group").state.awaiting == "category"
    citizen.says("inform", household_category="average_agri")
    done = citizen.says("affirm")
    said = spoken(done)
    assert "mức sống trung bình, lại là người dân tộc thiểu số" in said
    assert "được hỗ trợ 99.000 đồng mỗi tháng" in said
    assert "mình còn đóng 683.100 đồng" in said
    assert "vùng khó khăn" in said


@pytest.mark.parametrize("answer", ["ethnic_minority", "other"])
def test_people_is_told_by_its_name(citizen: Citizen, answer: str) -> None:
    citizen.says("inform", cue="group")
    citizen.presses("group:category=other")
    done = citizen.says("inform", household_category=answer)
    assert ("vùng khó khăn" in spoken(done)) == (answer == "ethnic_minority")
    assert "flow:hi" in payloads(done)


def test_who_does_not_know_hears_whom_to_ask(citizen: Citizen) -> None:
    citizen.says("inform", cue="group")
    citizen.says("unclear", cue="not_known")
    done = citizen.says("deny")
    assert "Ủy ban nhân dân xã" in spoken(done)
    assert "được hỗ trợ 66.000 đồng mỗi tháng" in spoken(done)


def test_answer_that_is_none_is_asked_again(citizen: Citizen) -> None:
    citizen.says("inform", cue="group")
    assert citizen.says("unclear").state.awaiting == "category"
    citizen.presses("group:category=other")
    assert citizen.says("unclear").state.flow == "group"


def test_poor_household_is_not_asked_about_its_people(citizen: Citizen) -> None:
    citizen.says("inform", cue="group")
    done = citizen.presses("group:category=poor")
    assert "được hỗ trợ 165.000 đồng mỗi tháng" in spoken(done)
    assert done.state.flow is None


def test_calculation_left_for_the_check_goes_on_with_what_it_found(citizen: Citizen) -> None:
    citizen.says("calc_si", income_choice="minimum")
    done = citizen.says("ask_subsidy", cue="support", household_category="near_poor")
    assert "Anh/chị đóng: 198.000 đồng" in done.replies[-1].text
    assert done.state.flow is None


def test_money_left_for_the_check_goes_on_with_what_it_found(citizen: Citizen) -> None:
    citizen.says("inform", cue="afford", amount_vnd=300_000)
    done = citizen.says("ask_subsidy", cue="group", household_category="near_poor")
    assert "hộ cận nghèo" in done.replies[-1].text
    assert "Anh/chị đóng: 297.000 đồng" in done.replies[-1].text


def test_card_of_the_group_needs_the_head_count_alone(citizen: Citizen) -> None:
    citizen.says("ask_subsidy", cue="support", household_category="poor")
    asked = citizen.presses("hi:household_category=poor")
    assert asked.state.awaiting == "people_count"
    assert "Cả nhà đóng: 0 đồng" in spoken(citizen.says("inform", people_count=3))


def test_support_of_one_scheme_is_a_question_for_its_entry(citizen: Citizen) -> None:
    done = citizen.says("ask_subsidy", cue="support", scheme="si")
    assert done.state.flow is None
    assert "group" not in done.state.slots


def test_bare_group_is_answered_with_its_support(citizen: Citizen) -> None:
    assert "165.000 đồng" in spoken(citizen.says("inform", household_category="poor"))


def test_unknown_button_of_the_check_asks_again(citizen: Citizen) -> None:
    assert citizen.presses("group:colour=red").state.awaiting == "category"


def test_answer_that_names_no_group_is_no_wish(citizen: Citizen) -> None:
    citizen.says("calc_si", income_choice="minimum")
    done = citizen.says("inform", cue="group", household_category="other")
    assert "Anh/chị đóng: 264.000 đồng" in spoken(done)
