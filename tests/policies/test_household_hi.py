from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from policies import Quote

Ask = Callable[..., Quote]
FULL = 1_366_200  # 4.5% of 2,530,000 VND for twelve months


def _codes(quote: Quote) -> list[str]:
    return [one.code for one in quote.warnings]


def _citizens(quote: Quote) -> list[int]:
    return [line.amount_vnd for line in quote.lines if line.payer == "citizen"]


def test_each_further_member_pays_a_smaller_share(hi: Ask) -> None:
    quote = hi(household_size=6)
    assert _citizens(quote) == [FULL, 956_340, 819_720, 683_100, 546_480, 546_480]
    assert quote.totals["payable_vnd"] == 4_918_320
    assert quote.status == "final"
    assert quote.warnings == ()


@pytest.mark.parametrize(("months", "first"), [(3, 341_550), (6, 683_100), (12, FULL)])
def test_months_multiply_the_premium(hi: Ask, months: int, first: int) -> None:
    assert _citizens(hi(household_size=1, months=months)) == [first]


def test_late_joiner_takes_the_next_position(hi: Ask) -> None:
    assert _citizens(hi(household_size=2, paid_positions=3)) == [683_100, 546_480]


def test_only_household_form_takes_a_position(hi: Ask) -> None:
    quote = hi("employee", "household", "student", "pensioner", "poor", "household", "near_poor")
    assert _citizens(quote) == [0, FULL, 683_100, 0, 0, 956_340, 0]


@pytest.mark.parametrize("group", ["employee", "pensioner", "unemployed_on_benefit"])
def test_who_is_insured_elsewhere_pays_nothing_here(hi: Ask, group: str) -> None:
    quote = hi(group, "household")
    assert quote.totals["contribution_vnd"] == quote.totals["payable_vnd"] == FULL


@pytest.mark.parametrize(
    ("group", "state", "province"),
    [
        ("poor", FULL, 0),
        ("child_under_6", FULL, 0),
        ("social_pension", FULL, 0),
        ("survivor_75", FULL, 0),
        ("social_assistance", FULL, 0),
        ("meritorious", FULL, 0),
        ("veteran", FULL, 0),
        ("island", FULL, 0),
        ("ethnic_difficult_area", FULL, 0),
        ("specially_difficult_area", FULL, 0),
        ("ethnic_near_poor_mountain_area", FULL, 0),
        ("near_poor_poor_commune", FULL, 0),
        ("near_poor", 956_340, 409_860),
        ("average_agri", 409_860, 273_240),
        ("student", 683_100, 0),
        ("security_force", 683_100, 0),
        ("village_health_worker", 683_100, 0),
        ("village_midwife", 683_100, 0),
        ("village_part_time_staff", 683_100, 0),
        ("artisan", 683_100, 0),
        ("trafficking_victim", 683_100, 0),
        ("mine_victim", 409_860, 0),
        ("left_poverty", 0, 0),
        ("left_near_poverty", 0, 0),
    ],
)
def test_group_in_nghe_an(hi: Ask, group: str, state: int, province: int) -> None:
    quote = hi(group)
    assert quote.totals == {
        "contribution_vnd": FULL,
        "state_vnd": state,
        "province_vnd": province,
        "payable_vnd": FULL - state - province,
    }
    assert quote.status == "final"


@pytest.mark.parametrize(
    ("on", "group", "payable"),
    [
        ("2016-06-15", "near_poor", 130_680),  # 653,400 less 70% less 10%
        ("2020-06-15", "near_poor", 0),
        ("2021-06-15", "average_agri", 482_760),
        ("2022-06-15", "average_agri", 442_530),
        ("2023-03-15", "average_agri", 402_300),
        ("2023-08-15", "average_agri", 486_000),
        ("2024-08-15", "average_agri", 631_800),
        ("2025-06-30", "student", 884_520),
        ("2025-07-01", "student", 631_800),
        ("2026-06-30", "average_agri", 631_800),
        ("2026-07-01", "average_agri", 683_100),
        ("2026-12-31", "near_poor", 0),
        ("2027-01-01", "near_poor", 0),
    ],
)
def test_nghe_an_support_follows_its_dated_resolutions(
    hi: Ask, on: str, group: str, payable: int
) -> None:
    assert hi(group, on=on).totals["payable_vnd"] == payable


def test_premium_is_fixed_on_the_day_of_payment(hi: Ask) -> None:
    assert hi(household_size=1, on="2026-06-30").totals["payable_vnd"] == 1_263_600
    assert hi(household_size=1, on="2026-07-01").totals["payable_vnd"] == FULL


def test_where_the_state_pays_all_the_premium_follows_the_base_salary(hi: Ask) -> None:
    quote = hi("poor", on="2026-01-01")
    assert quote.totals["state_vnd"] == 6 * 105_300 + 6 * 113_850
    assert quote.totals["payable_vnd"] == 0
    step = quote.steps[1]
    assert step.rule == "household_hi.full_premium_following_base"
    assert dict(step.inputs) == {
        "rate": Fraction(45, 1000),
        "months_at_2340000": 6,
        "months_at_2530000": 6,
    }
    assert [value.id for value in step.basis] == [
        "household_hi.state_paid_base",
        "household_hi.rate",
        "reference_level",
        "reference_level",
    ]


def test_rate_past_its_review_day_makes_the_quote_provisional(hi: Ask) -> None:
    quote = hi(household_size=1, on="2027-01-01")
    assert quote.status == "provisional"
    assert _codes(quote) == ["value_past_review"]


def test_one_month_is_calculated_and_marked_as_not_sold(hi: Ask) -> None:
    quote = hi(household_size=2, months=1)
    assert _citizens(quote) == [113_850, 79_695]
    assert _codes(quote) == ["period_not_sold"]


@pytest.mark.parametrize(("months", "payable"), [(9, 512_325), (15, 853_875)])
def test_students_may_buy_nine_or_fifteen_months(hi: Ask, months: int, payable: int) -> None:
    assert hi("student", months=months).totals["payable_vnd"] == payable
    assert (
        hi("student", "child_under_6", "employee", months=months).totals["payable_vnd"] == payable
    )


def test_half_a_dong_is_rounded_up_after_the_months_and_is_provisional(hi: Ask) -> None:
    quote = hi("student", province="dak-lak", months=3)
    assert quote.totals["province_vnd"] == 17_078  # 5% of 341,550 is 17,077.5
    assert quote.totals["payable_vnd"] == 341_550 - 170_775 - 17_078
    assert quote.status == "provisional"
    rounded = [step for step in quote.steps if step.rounding == "half_up"]
    assert [step.rule for step in rounded] == ["household_hi.province_support"]
    assert hi("student", province="dak-lak").status == "final"


def test_commune_that_left_the_area_is_supported_for_36_months(hi: Ask) -> None:
    recent = {"group": "ethnic_left_difficult_area", "left_on": "2024-01-31"}
    last_day = hi(recent, on="2027-01-30")
    assert last_day.totals["payable_vnd"] == 0
    after = hi(recent, on="2027-01-31")
    assert after.totals["payable_vnd"] == FULL
    assert "left_area_support_ended" in _codes(after)


def test_left_area_counts_to_the_last_day_of_a_shorter_month(hi: Ask) -> None:
    leap = {"group": "ethnic_left_difficult_area", "left_on": "2024-02-29"}
    assert hi(leap, on="2027-02-27").totals["state_vnd"] == 956_340
    assert hi(leap, on="2027-02-28").totals["state_vnd"] == 0


def test_list_861_is_supported_until_october_2026(hi: Ask) -> None:
    listed = {"group": "ethnic_left_difficult_area", "left_list": "861"}
    assert hi(listed, on="2023-12-15").totals["state_vnd"] == 680_400
    assert hi(listed, on="2026-10-31").totals["payable_vnd"] == 0
    ended = hi("household", listed, on="2026-11-01")
    assert _citizens(ended) == [FULL, 956_340]
    assert ended.status == "provisional"
    assert "left_area_support_ended" in _codes(ended)


def test_dak_lak_still_supports_list_861_but_only_provisionally(hi: Ask) -> None:
    quote = hi({"group": "ethnic_left_difficult_area", "left_list": "861"}, province="dak-lak")
    assert quote.totals == {
        "contribution_vnd": FULL,
        "state_vnd": 956_340,
        "province_vnd": 204_930,
        "payable_vnd": 204_930,
    }
    assert quote.status == "provisional"
    assert "Đắk Lắk" in quote.warnings[0].message


@pytest.mark.parametrize(
    ("province", "group", "payable"),
    [
        ("hai-phong", "near_poor", 0),
        ("hai-duong", "average_agri", 683_100),
        ("hue", "left_poverty", 683_100),
        ("thua-thien-hue", "near_poor", 0),
        ("ha-noi", "left_near_poverty", 0),
        ("phu-yen", "average_agri", 546_480),
        ("binh-duong", "student", 0),
    ],
)
def test_province_adds_to_its_groups_also_under_an_old_name(
    hi: Ask, province: str, group: str, payable: int
) -> None:
    assert hi(group, province=province).totals["payable_vnd"] == payable


def test_old_province_keeps_its_own_rules_before_the_merger(hi: Ask) -> None:
    before = hi("near_poor", on="2025-06-30", province="quang-binh")
    after = hi("near_poor", on="2025-07-01", province="quang-binh")
    assert "Quảng Bình" in before.warnings[0].message
    assert "Quảng Trị" in after.warnings[0].message


def test_group_that_only_its_province_helps_takes_no_position(hi: Ask) -> None:
    quote = hi("left_poverty", "household", province="hue")
    assert _citizens(quote)[0] == 683_100
    assert _citizens(quote)[1] == FULL


def test_unknown_province_rule_makes_the_quote_provisional(hi: Ask) -> None:
    quote = hi("student", province="quang-tri")
    assert quote.totals["province_vnd"] == 0
    assert quote.status == "provisional"
    assert _codes(quote) == ["province_topup_unknown"]


def test_unknown_province_rule_does_not_matter_where_the_state_pays_all(hi: Ask) -> None:
    quote = hi("poor", "employee", province="quang-tri")
    assert quote.status == "final"
    assert quote.warnings == ()


def test_family_that_may_choose_hears_when_household_form_is_cheaper(hi: Ask) -> None:
    tie = hi(*["average_agri"] * 4, province=None)
    assert "household_form_cheaper" not in _codes(tie)
    five = hi(*["average_agri"] * 5, province=None)
    assert _codes(five) == ["province_not_given", "household_form_cheaper"]
    assert "4.371.840 đồng thay vì 4.781.700 đồng" in five.warnings[-1].message
    assert "household_form_cheaper" not in _codes(hi(*["average_agri"] * 12))
    assert "household_form_cheaper" in _codes(hi(*["average_agri"] * 13))
    behind_others = hi("household", "household", *["average_agri"] * 2, province=None)
    assert "household_form_cheaper" in _codes(behind_others)


def test_every_group_that_may_choose_hears_of_the_cheaper_form(hi: Ask) -> None:
    alone = hi("village_health_worker", paid_positions=4)
    assert "người thuộc nhóm nhân viên y tế thôn, bản" in alone.warnings[-1].message
    assert "546.480 đồng thay vì 683.100 đồng" in alone.warnings[-1].message
    assert "người sau đóng ít hơn người trước" in alone.warnings[-1].message
    assert _codes(hi("village_health_worker", paid_positions=3)) == []
    assert _codes(hi("near_poor", paid_positions=9)) == []


def test_shares_of_positions_are_doubted_only_where_the_hint_needs_them(hi: Ask) -> None:
    def doubts(paid_positions: int) -> list[str]:
        quote = hi("village_health_worker", on="2028-01-15", paid_positions=paid_positions)
        return [one.message for one in quote.warnings if "người thứ nhất" in one.message]

    assert doubts(3) == []
    assert len(doubts(4)) == 1


@pytest.mark.parametrize("group", ["student", "mine_victim"])
def test_who_may_not_choose_hears_nothing_of_the_household_form(hi: Ask, group: str) -> None:
    assert "household_form_cheaper" not in _codes(hi(group, paid_positions=9))


def test_groups_that_only_together_pay_less_hear_of_it_together(hi: Ask) -> None:
    # 60% + 50% + 40% of the household form stand against 70% + 50% + 50%.
    family = ("average_agri", "artisan", "village_midwife")
    quote = hi(*family, paid_positions=2, province=None)
    message = quote.warnings[-1].message
    assert "Nếu 3 người" in message
    assert "2.049.300 đồng thay vì 2.322.540 đồng" in message


def test_the_way_that_saves_most_is_told_and_not_the_dearest(hi: Ask) -> None:
    # On the fifth position the artisan saves 10% and the near-poor person would lose as much.
    quote = hi("near_poor", "artisan", paid_positions=4, province=None)
    message = quote.warnings[-1].message
    assert "Nếu 1 người thuộc nhóm nghệ nhân" in message
    assert "546.480 đồng thay vì 683.100 đồng" in message


def test_who_pays_nothing_is_not_counted_into_the_choice(hi: Ask) -> None:
    # Near-poor people pay nothing in Nghệ An: only the other two would gain by the household form.
    quote = hi("near_poor", "average_agri", "artisan", paid_positions=4)
    message = quote.warnings[-1].message
    assert "Nếu 2 người" in message
    assert "1.092.960 đồng thay vì 1.366.200 đồng" in message


@pytest.mark.parametrize(
    ("people", "province", "told", "amount"),
    [
        (3, None, "giữ phần hỗ trợ rẻ hơn", 2_869_020),
        (4, None, "hai cách đóng bằng nhau", 3_825_360),
        (5, None, "theo hộ gia đình rẻ hơn", 4_371_840),
        (11, "nghe-an", "giữ phần hỗ trợ rẻ hơn", 7_514_100),
        (12, "nghe-an", "hai cách đóng bằng nhau", 8_197_200),
        (13, "nghe-an", "theo hộ gia đình rẻ hơn", 8_743_680),
    ],
)
def test_explanation_says_which_form_costs_the_family_less(
    hi: Ask, people: int, province: str | None, told: str, amount: int
) -> None:
    step = hi(*["average_agri"] * people, province=province).steps[-1]
    assert step.rule == "household_hi.choice"
    assert told in step.label
    assert step.value == amount


def test_lines_name_each_person_then_who_helps(hi: Ask) -> None:
    quote = hi("household", "near_poor", "near_poor", "employee")
    assert [(line.id, line.payer, line.amount_vnd) for line in quote.lines] == [
        ("member-1", "citizen", FULL),
        ("member-2", "citizen", 0),
        ("member-3", "citizen", 0),
        ("member-4", "citizen", 0),
        ("state-near_poor", "state", 2 * 956_340),
        ("province-near_poor", "province", 2 * 409_860),
    ]
    assert quote.lines[0].label == "Người thứ 1: Tham gia theo hộ gia đình, đóng 100%"
    assert quote.lines[4].label == "Nhà nước hỗ trợ 70%: Người thuộc hộ cận nghèo (2 người)"
    assert quote.lines[5].label.startswith("Nghệ An hỗ trợ thêm 30%: ")


def test_label_tells_the_position_where_it_is_not_the_place_in_the_list(hi: Ask) -> None:
    quote = hi("student", "household")
    assert quote.lines[1].label.endswith("(thứ 1 trong hộ), đóng 100%")


def test_explanation_names_rate_base_and_position(hi: Ask) -> None:
    steps = hi(household_size=2).as_json()["steps"]
    assert isinstance(steps, list)
    assert [step["rule"] for step in steps] == [
        "household_hi.premium",
        "household_hi.position",
        "household_hi.position",
    ]
    assert steps[0]["inputs"] == {"rate": "0.045", "reference_level": 2_530_000}
    assert steps[0]["value"] == "113850"
    assert [one["document"] for one in steps[0]["sources"]] == ["188/2025/NĐ-CP", "161/2026/NĐ-CP"]
    assert steps[2]["inputs"]["share"] == "0.7"
