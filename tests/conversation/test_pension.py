"""The dialogue about a pension plan."""

from __future__ import annotations

from tests.conversation.conftest import Citizen, payloads, spoken


def test_plan_in_one_message(citizen: Citizen) -> None:
    done = citizen.says(
        "calc_pension", sex="female", birth_year=1988, years=20, amount_vnd=3_000_000
    )
    said = spoken(done)
    assert "Lương hưu ước tính: 1.650.000 đồng mỗi tháng." in said
    assert "02/2048" in said
    assert "60 tuổi 1 tháng" in said
    assert "55%" in said
    assert "giá trị đồng tiền" in said, "today's money must be named"
    assert any(source.document == "41/2024/QH15" for source in done.replies[0].sources)


def test_what_is_missing_is_asked_one_by_one(citizen: Citizen) -> None:
    assert citizen.says("calc_pension").state.awaiting == "sex"
    assert citizen.presses("pension:sex=male").state.awaiting == "birth_year"
    assert citizen.says("inform", birth_year=1986).state.awaiting == "income_vnd"
    assert citizen.presses("pension:income_choice=minimum").state.awaiting == "years"
    done = citizen.presses("pension:years=15")
    assert "600.000 đồng mỗi tháng" in spoken(done)
    assert "2.200.000 đồng" in spoken(done), "the floor that is to come must be said"
    assert {"pension:years=20", "flow:lead"} <= set(payloads(done))


def test_age_stands_for_the_year_of_birth(citizen: Citizen) -> None:
    done = citizen.says("calc_pension", sex="female", age=38, years=20, amount_vnd=3_000_000)
    assert "sinh năm 1988" in spoken(done)


def test_years_can_be_changed_after_the_result(citizen: Citizen) -> None:
    citizen.says("calc_pension", sex="female", birth_year=1988, years=20, amount_vnd=3_000_000)
    assert "1.350.000 đồng mỗi tháng" in spoken(citizen.says("inform", years=15))


def test_income_below_the_floor_is_asked_again(citizen: Citizen) -> None:
    done = citizen.says("calc_pension", sex="male", birth_year=1986, years=15, amount_vnd=900_000)
    assert done.state.awaiting == "income_vnd"
    assert "1.500.000 đồng" in spoken(done)


def test_years_that_lead_to_no_pension_are_explained(citizen: Citizen) -> None:
    done = citizen.says("calc_pension", sex="male", birth_year=1986, years=3, amount_vnd=2_000_000)
    assert done.state.awaiting == "years"
    assert "15 năm" in spoken(done)
