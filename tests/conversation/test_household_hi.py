"""The dialogue about household health insurance."""

from __future__ import annotations

from bot.conversation.effects import EffectType
from bot.conversation.events import Text
from tests.conversation.conftest import Citizen, Said, payloads, spoken


def test_head_count_gets_members_total_periods_and_a_way_to_be_called(citizen: Citizen) -> None:
    done = citizen.says("calc_hi", people_count=4)
    (reply,) = done.replies
    for amount in ("1.366.200", "956.340", "819.720", "683.100", "3.825.360", "1.912.680"):
        assert f"{amount} đồng" in reply.text
    assert "12 tháng" in reply.text
    assert "22/11/2026" in reply.text
    assert "cận nghèo" in reply.text
    assert {"share:of=hi", "flow:lead", "hi:show=more"} <= set(payloads(done))
    more = payloads(citizen.presses("hi:show=more"))
    assert more == ["hi:months=6", "hi:months=3", "flow:remind", "flow:human"]
    assert any("51/2024/QH15" in source.document for source in reply.sources)
    (stored,) = citizen.effects(EffectType.QUOTE_STORED)
    assert stored["quote"]["totals"]["payable_vnd"] == 3_825_360
    assert done.state.flow is None
    assert done.state.last == "hi"


def test_only_the_head_count_is_asked_for(citizen: Citizen) -> None:
    asked = citizen.says("calc_hi")
    assert asked.state.awaiting == "people_count"
    assert "hi:people_count=4" in payloads(asked)
    assert "3.825.360 đồng" in spoken(citizen.presses("hi:people_count=4"))


def test_period_can_be_changed_after_the_result(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    assert "Cả nhà đóng: 1.912.680 đồng cho 6 tháng" in spoken(citizen.presses("hi:months=6"))
    assert "956.340 đồng cho 3 tháng" in spoken(citizen.says("inform", months=3))


def test_short_follow_up_changes_the_result_whatever_it_was_taken_for(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("ask_hi_validity", text="con 3 thang thi sao", months=3)
    assert "956.340 đồng cho 3 tháng" in spoken(done)
    asked = citizen.says(
        "ask_hi_validity", text="dong 3 thang thi bao gio the moi dung duoc", months=3
    )
    assert "956.340" not in spoken(asked)


def test_head_count_can_be_corrected(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    assert "4.371.840 đồng" in spoken(citizen.says("deny", people_count=5))


def test_new_question_starts_from_nothing(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=3, household_category="near_poor")
    assert "3.142.260 đồng" in spoken(citizen.says("calc_hi", people_count=3))


def test_near_poor_in_nghe_an_pays_nothing(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=1)
    done = citizen.presses("hi:household_category=near_poor")
    assert "Cả nhà đóng: 0 đồng" in spoken(done)
    assert "956.340 đồng" in spoken(done)
    assert "409.860 đồng" in spoken(done)


def test_members_of_different_groups_are_quoted_each(citizen: Citizen) -> None:
    done = citizen.says(
        "calc_hi", people_count=3, member_groups=["household", "household", "student"]
    )
    assert "3.005.640 đồng" in spoken(done)


def test_groups_of_some_members_do_not_count_the_family(citizen: Citizen) -> None:
    asked = citizen.says("calc_hi", member_groups=["student", "student", "student"])
    assert asked.state.awaiting == "people_count"
    assert "đồng" not in spoken(asked)
    done = citizen.says("inform", people_count=4)
    assert "Cả nhà đóng: 3.415.500 đồng" in spoken(done)


def test_poor_household_goes_before_being_a_student(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=3, member_groups=["student", "student"])
    done = citizen.presses("hi:household_category=poor")
    assert "Cả nhà đóng: 0 đồng" in spoken(done)


def test_family_counted_anew_is_not_the_one_described_before(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=6, member_groups=["student", "student", "student"])
    kept = citizen.says("deny", people_count=5)
    assert "Cả nhà đóng: 4.371.840 đồng" in spoken(kept)
    assert "Học sinh" in spoken(kept)
    anew = citizen.says("inform", people_count=4)
    assert "Cả nhà đóng: 3.825.360 đồng" in spoken(anew)
    assert "Người thứ 3: Học sinh" not in spoken(anew)


def test_larger_family_keeps_the_members_that_were_described(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=2, member_groups=["student", "child_under_6"])
    done = citizen.says("inform", text="5 người", people_count=5)
    assert "Học sinh" in spoken(done)
    assert "Trẻ em dưới 6 tuổi" in spoken(done)
    assert "Cả nhà đóng: 3.825.360 đồng" in spoken(done)


def test_members_told_with_a_question_are_not_forgotten(citizen: Citizen) -> None:
    citizen.happens(
        Text("…"),
        Said("ask_hi_students", {"member_groups": ["student", "child_under_6"]}, faq="hi-students"),
    )
    done = citizen.says("inform", text="5 người", people_count=5)
    assert "Cả nhà đóng: 3.825.360 đồng" in spoken(done)


def test_children_of_the_house_are_not_taken_for_all_of_it(citizen: Citizen) -> None:
    asked = citizen.says("calc_hi", cue="children")
    assert "tính cả những người vừa kể" in spoken(asked)


def test_the_same_for_another_period_needs_no_scheme(citizen: Citizen) -> None:
    citizen.says("calc_hi", people_count=4)
    done = citizen.says("calc_si", text="thế đóng 6 tháng thì hết bao nhiêu vậy em", months=6)
    assert "Cả nhà đóng: 1.912.680 đồng cho 6 tháng" in spoken(done)
    assert citizen.says("calc_si", months=6, scheme="si").state.flow == "si"


def test_impossible_head_count_is_explained_and_asked_again(citizen: Citizen) -> None:
    for count in (0, 60):
        done = citizen.says("calc_hi", people_count=count)
        assert done.state.awaiting == "people_count"
        assert len(done.replies) == 2
    assert "1.366.200 đồng" in spoken(citizen.says("inform", people_count=1))


def test_month_that_is_not_sold_is_explained(citizen: Citizen) -> None:
    done = citizen.says("calc_hi", people_count=2, months=5)
    assert done.state.awaiting == "months"
    assert "hi:months=12" in payloads(done)
    assert "2.322.540 đồng" in spoken(citizen.presses("hi:months=12"))
