"""Taking the money out once against keeping it."""

from __future__ import annotations

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from policies import Ruleset, quote
from tests.conversation.conftest import Citizen, Said, payloads, spoken

WORKER = {
    "cue": "lump",
    "kind": "compulsory",
    "years": 8,
    "amount_vnd": 3_000_000,
    "sex": "female",
    "birth_year": 1985,
}


def test_both_figures_are_told_with_what_was_assumed(citizen: Citizen, ruleset: Ruleset) -> None:
    done = citizen.says("ask_si_lump_sum", **WORKER)
    said = spoken(done)
    assert "nhận 53.920.000 đồng" in said
    assert "tự đóng thêm 7 năm (hiện nay mỗi tháng 594.000 đồng" in said
    assert "từ tháng 02/2045 có lương hưu khoảng 1.438.800 đồng" in said
    assert "bằng khoảng 38 tháng lương hưu" in said
    assert "Em giả định" in said
    assert done.state.flow is None
    stored = citizen.effects(EffectType.QUOTE_STORED)
    assert [one["request"]["scheme"] for one in stored] == ["pension", "lump_sum"]
    for one in stored:
        assert quote(ruleset, one["request"]).as_json() == one["quote"]


def test_what_is_missing_is_asked_one_by_one(citizen: Citizen) -> None:
    assert citizen.presses("flow:lump").state.awaiting == "si_kind"
    assert citizen.says("other", kind="compulsory").state.awaiting == "years"
    assert citizen.says("inform", months=96).state.awaiting == "income_vnd"
    assert citizen.presses("lump:amount_vnd=3000000").state.awaiting == "sex"
    assert citizen.presses("lump:sex=female").state.awaiting == "birth_year"
    assert "53.920.000 đồng" in spoken(citizen.says("inform", age=41))


def test_support_of_the_state_is_taken_out(citizen: Citizen) -> None:
    said = spoken(citizen.says("ask_si_lump_sum", **{**WORKER, "kind": "voluntary"}))
    assert "Nhà nước từng hỗ trợ" in said
    assert "53.920.000 đồng" not in said


def test_who_started_under_the_new_law_hears_why_not(citizen: Citizen) -> None:
    said = spoken(citizen.says("ask_si_lump_sum", **{**WORKER, "years": None, "months": 3}))
    assert "Rút một lần: chưa được" in said
    assert "đã đóng bảo hiểm bắt buộc 3 tháng" in said
    assert "tự đóng thêm 14 năm 9 tháng" in said


def test_enough_years_need_no_more_payments(citizen: Citizen) -> None:
    said = spoken(citizen.says("ask_si_lump_sum", **{**WORKER, "years": 16}))
    assert "đã đủ năm" in said
    assert "tự đóng thêm" not in said


def test_old_age_is_a_ground_of_its_own(citizen: Citizen) -> None:
    citizen.says("ask_si_lump_sum", **{**WORKER, "birth_year": 1960})
    (taken,) = (
        one["request"]
        for one in citizen.effects(EffectType.QUOTE_STORED)
        if one["request"]["scheme"] == "lump_sum"
    )
    assert taken["reason"] == "retirement_age"


def test_impossible_year_of_birth_is_asked_again(citizen: Citizen) -> None:
    done = citizen.says("ask_si_lump_sum", **{**WORKER, "birth_year": 2040})
    assert done.state.awaiting == "birth_year"
    assert "53.920.000 đồng" in spoken(citizen.says("inform", birth_year=1985))


def test_income_below_the_floor_of_its_time_is_asked_again(citizen: Citizen) -> None:
    wrong = {**WORKER, "kind": "voluntary", "amount_vnd": 100_000}
    assert citizen.says("ask_si_lump_sum", **wrong).state.awaiting == "income_vnd"


def test_too_young_to_have_paid_is_said(citizen: Citizen) -> None:
    wrong = {**WORKER, "kind": "voluntary", "birth_year": 2010, "years": 10}
    said = spoken(citizen.says("ask_si_lump_sum", **wrong))
    assert "Để lại lấy lương hưu: chưa tính được" in said


def test_general_question_is_answered_by_its_entry_with_a_way_on(citizen: Citizen) -> None:
    meaning = Said("ask_si_lump_sum", {"cue": "lump"}, faq="si-lump-sum-or-wait")
    done = citizen.happens(Text("…"), meaning)
    assert done.state.flow is None
    assert "flow:lump" in payloads(done)


def test_question_with_years_is_calculated(citizen: Citizen) -> None:
    asked = citizen.says("ask_si_lump_sum", cue="lump", years=6, kind="voluntary")
    assert asked.state.awaiting == "income_vnd"
