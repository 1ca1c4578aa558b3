"""The dialogue about voluntary social insurance."""

from __future__ import annotations

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from tests.conversation.conftest import Citizen, Said, payloads, spoken


def test_near_poor_at_the_floor_in_one_message(citizen: Citizen) -> None:
    done = citizen.says("calc_si", household_category="near_poor", income_choice="minimum")
    said = spoken(done)
    assert "Anh/chị đóng: 198.000 đồng" in said
    assert "Nhà nước hỗ trợ: 132.000 đồng" in said
    assert "hằng tháng" in said
    assert "Nghệ An" in said, "that a provincial top-up is not known must be said"
    assert {"share:of=si", "flow:compare", "flow:lead"} <= set(payloads(done))
    more = payloads(citizen.presses("si:show=more"))
    assert {"si:method=12m", "pension:amount_vnd=1500000"} <= set(more)


def test_category_then_income_are_asked(citizen: Citizen) -> None:
    asked = citizen.says("calc_si")
    assert asked.state.awaiting == "category"
    asked = citizen.presses("si:category=other")
    assert asked.state.awaiting == "income_vnd"
    assert "1.500.000 đồng" in spoken(asked)
    assert "50.600.000 đồng" in spoken(asked)
    assert "Anh/chị đóng: 594.000 đồng" in spoken(citizen.says("inform", amount_vnd=3_000_000))


def test_income_below_the_floor_is_explained_and_asked_again(citizen: Citizen) -> None:
    done = citizen.says("calc_si", household_category="poor", amount_vnd=500_000)
    assert "1.500.000 đồng" in done.replies[0].text
    assert done.state.awaiting == "income_vnd"
    assert "Anh/chị đóng: 165.000 đồng" in spoken(citizen.presses("si:income_choice=minimum"))


def test_method_can_be_changed_after_the_result(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="other", income_choice="minimum")
    done = citizen.presses("si:method=12m")
    assert "Anh/chị đóng: 3.168.000 đồng" in spoken(done)
    done = citizen.says("inform", months=6)
    assert "Anh/chị đóng: 1.584.000 đồng" in spoken(done)


def test_deadline_of_the_method_is_said(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="other", income_choice="minimum")
    assert "Hạn đóng: trong tháng." in spoken(citizen.turns[-1])
    assert "trong 4 tháng đầu của kỳ" in spoken(citizen.presses("si:method=6m"))
    assert "trong 7 tháng đầu của kỳ" in spoken(citizen.presses("si:method=12m"))


def test_question_about_a_method_changes_the_result(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="other", income_choice="minimum")
    done = citizen.says("ask_si_payment_methods", years=1)
    assert "Anh/chị đóng: 3.168.000 đồng" in spoken(done)


def test_years_ahead_are_discounted(citizen: Citizen) -> None:
    done = citizen.says("calc_si", household_category="other", amount_vnd=1_500_000, years=5)
    assert "Tiền đóng: 18.098.148 đồng" in spoken(done)
    assert "Anh/chị đóng: 14.138.148 đồng" in spoken(done)


def test_other_income_asks_for_it_alone(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="near_poor", income_choice="minimum")
    asked = citizen.presses("si:income_choice=ask")
    assert asked.state.awaiting == "income_vnd"
    done = citizen.says("inform", amount_vnd=2_000_000)
    assert "hộ cận nghèo" in spoken(done)
    assert "Anh/chị đóng: 308.000 đồng" in spoken(done)


def test_category_of_the_other_scheme_counts_as_none(citizen: Citizen) -> None:
    done = citizen.says("calc_si", household_category="student", income_choice="minimum")
    assert "không thuộc diện ưu tiên" in spoken(done)


def test_quote_is_stored_with_its_request(citizen: Citizen) -> None:
    citizen.says("calc_si", household_category="poor", income_choice="minimum")
    (stored,) = citizen.effects(EffectType.QUOTE_STORED)
    assert stored["request"]["income_vnd"] == 1_500_000
    assert stored["quote"]["totals"]["payable_vnd"] == 165_000


def test_question_that_tells_a_whole_contribution_gets_its_figure(citizen: Citizen) -> None:
    done = citizen.says(
        "ask_si_payment_methods", household_category="other", income_choice="minimum", years=5
    )
    (stored,) = citizen.effects(EffectType.QUOTE_STORED)
    assert (stored["request"]["method"], stored["request"]["years"]) == ("advance", 5)
    assert done.state.flow is None


def test_other_scheme_is_turned_to_by_name(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("ask_si_benefits", cue="what_about", scheme="si")
    assert (done.state.flow, done.state.awaiting) == ("si", "category")


def test_amount_after_an_answer_on_the_scheme_is_meant_for_it(citizen: Citizen) -> None:
    citizen.presses("faq:si-register")
    citizen.says("inform", amount_vnd=2_000_000)
    assert citizen.state.flow == "si"
    assert citizen.state.slots_of("si")["income"] == 2_000_000


def test_entry_of_the_scheme_that_is_named_answers(citizen: Citizen) -> None:
    ranking = (("hi-nghe-an", 0.5), ("si-subsidy-province", 0.49), ("hi-average-agri", 0.2))
    said = Said("ask_subsidy", {"scheme": "hi"}, faq_ranking=ranking)
    citizen.happens(Text("…"), said)
    assert citizen.state.answered is not None
    assert citizen.state.answered["about"] == "faq:hi-nghe-an"
    unsure = Said("ask_subsidy", {}, faq_ranking=ranking)
    assert "faq:si-subsidy-province" in payloads(citizen.happens(Text("…"), unsure))
