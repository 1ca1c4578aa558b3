"""How schemes, inputs, totals and rules are called in Vietnamese, for explanations and pages.

`FORMULAS` says each rule in words; where a rule counts otherwise for one way of paying, the name
of that way stands behind the rule's.
"""

from __future__ import annotations

from collections.abc import Mapping

SCHEME_NAMES: Mapping[str, tuple[str, str]] = {
    "voluntary_si": ("Bảo hiểm xã hội tự nguyện", "Voluntary social insurance"),
    "household_hi": ("Bảo hiểm y tế hộ gia đình", "Household health insurance"),
    "si_refund": (
        "Hoàn trả tiền đóng bảo hiểm xã hội tự nguyện",
        "Refund of voluntary social insurance",
    ),
    "pension": ("Lương hưu", "Pension"),
    "lump_sum": ("Bảo hiểm xã hội một lần", "Lump-sum social insurance"),
    "maternity": ("Trợ cấp thai sản", "Maternity allowance"),
    "funeral": ("Trợ cấp mai táng", "Funeral allowance"),
    "survivor": ("Trợ cấp tuất", "Survivors' benefit"),
    "social_pension": ("Trợ cấp hưu trí xã hội", "Social pension"),
    "monthly_allowance": (
        "Trợ cấp hằng tháng trước tuổi hưu trí xã hội",
        "Monthly allowance before the social pension",
    ),
    "hi_benefits": ("Quyền lợi bảo hiểm y tế", "Benefits of health insurance"),
    "hi_validity": ("Thời hạn thẻ bảo hiểm y tế", "Validity of the health-insurance card"),
}

PAYERS: Mapping[str, str] = {
    "citizen": "anh/chị",
    "state": "Nhà nước",
    "province": "tỉnh",
    "fund": "quỹ bảo hiểm",
}

TOTALS: Mapping[str, str] = {
    "contribution_vnd": "Tổng số tiền đóng",
    "state_vnd": "Nhà nước hỗ trợ",
    "province_vnd": "Tỉnh hỗ trợ thêm",
    "payable_vnd": "Anh/chị đóng",
    "refund_vnd": "Được hoàn trả",
    "pension_monthly_vnd": "Lương hưu mỗi tháng",
    "average_income_vnd": "Thu nhập bình quân",
    "retirement_lump_sum_vnd": "Trợ cấp một lần khi nghỉ hưu",
    "lump_sum_vnd": "Mức hưởng một lần",
    "state_supported_vnd": "Trừ phần Nhà nước đã hỗ trợ",
    "allowance_vnd": "Mức trợ cấp",
    "money_vnd": "Số tiền để trả trợ cấp",
    "small_visit_limit_vnd": "Một lần khám được trả hết nếu dưới",
    "copayment_limit_vnd": "Ngưỡng cùng chi trả trong năm",
    "fund_pays_vnd": "Quỹ bảo hiểm y tế trả",
    "citizen_pays_vnd": "Anh/chị trả",
}
# Totals that mean something else in one scheme: there the fund pays the person.
OWN_TOTALS: Mapping[tuple[str, str], str] = {
    ("lump_sum", "payable_vnd"): "Anh/chị được nhận",
}

INPUTS: Mapping[str, str] = {
    "adjusted_total_vnd": "tổng thu nhập đã điều chỉnh",
    "age": "tuổi",
    "age_needed": "tuổi cần có",
    "allowance_vnd": "mức trợ cấp",
    "average_income_vnd": "thu nhập bình quân",
    "benefit": "mức hưởng của nhóm",
    "birth": "ngày sinh",
    "children": "số con",
    "exact_vnd": "số tiền trước khi làm tròn",
    "household_form_vnd": "đóng theo hộ gia đình",
    "income_vnd": "thu nhập làm căn cứ đóng mỗi tháng",
    "investment_rate": "lãi suất đầu tư quỹ bình quân tháng",
    "lump_sum_vnd": "mức hưởng một lần",
    "money_vnd": "số tiền để trả trợ cấp",
    "months": "số tháng",
    "months_left": "số tháng chưa dùng đến",
    "months_paid": "số tháng đã đóng",
    "months_received": "số tháng đã nhận",
    "multiple": "số lần",
    "paid_on": "ngày đóng",
    "paid_vnd": "tiền đóng của những tháng chưa dùng đến",
    "pension_monthly_vnd": "lương hưu mỗi tháng",
    "people": "số người",
    "premium": "mức đóng đầy đủ",
    "rate": "tỷ lệ",
    "reference_level": "mức tham chiếu (lương cơ sở)",
    "route": "tỷ lệ theo nơi khám",
    "rural_poverty_line": "mức chuẩn hộ nghèo nông thôn",
    "sex": "giới tính",
    "share": "phần trăm",
    "supported_vnd": "đóng khi giữ phần hỗ trợ",
    "state_supported_vnd": "tiền Nhà nước đã hỗ trợ",
    "times": "số lần",
    "visit_cost_vnd": "chi phí trong phạm vi được hưởng",
    "waiting_days": "số ngày chờ",
    "years": "số năm",
    "years_after_age": "số năm đóng sau tuổi nghỉ hưu",
    "years_before_2014": "số năm đóng trước 2014",
    "years_from_2014": "số năm đóng từ 2014",
}
# Inputs whose name ends in a number: the number is part of what is said.
NUMBERED_INPUTS: Mapping[str, str] = {
    "coefficient_": "hệ số điều chỉnh năm",
    "months_at_": "số tháng theo mức",
}

FORMULAS: Mapping[str, str] = {
    "voluntary_si.contribution": "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ × số tháng",
    "voluntary_si.contribution.advance": (
        "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ, mỗi tháng đóng trước được giảm theo lãi suất: "
        "× tổng của 1/(1+r)^(i-1) với i = 1 … số tháng, r là lãi suất đầu tư quỹ"
    ),
    "voluntary_si.contribution.missing": (
        "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ, mỗi tháng còn thiếu cộng thêm lãi: "
        "× tổng của (1+r)^i với i = 1 … số tháng, r là lãi suất đầu tư quỹ"
    ),
    "voluntary_si.contribution.late": (
        "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ × số tháng, cộng thêm lãi của thời gian chậm: "
        "× (1+r)^(số tháng chậm), r là lãi suất đầu tư quỹ"
    ),
    "voluntary_si.state_support": (
        "phần trăm hỗ trợ × tỷ lệ × mức chuẩn hộ nghèo nông thôn × số tháng được hỗ trợ, không "
        "tùy thu nhập đã chọn"
    ),
    "voluntary_si.state_support.missing": (
        "phần trăm hỗ trợ × tỷ lệ × mức chuẩn hộ nghèo nông thôn, không tùy thu nhập đã chọn, "
        "× tổng của (1+r)^i với i = 1 … số tháng được hỗ trợ, r là lãi suất đầu tư quỹ"
    ),
    "voluntary_si.province_support": (
        "như phần Nhà nước, với phần trăm của tỉnh, và không quá số còn lại"
    ),
    "voluntary_si.refund": (
        "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ × số tháng chưa dùng đến, trừ tiền Nhà nước "
        "đã hỗ trợ cho những tháng đó"
    ),
    "voluntary_si.refund.advance": (
        "thu nhập làm căn cứ đóng mỗi tháng × tỷ lệ × tổng của 1/(1+r)^(i-1) của những tháng cuối "
        "chưa dùng đến, trừ tiền Nhà nước đã hỗ trợ cho những tháng đó; r là lãi suất đầu tư quỹ"
    ),
    "household_hi.premium": "tỷ lệ × mức tham chiếu = mức đóng đầy đủ của một tháng",
    "household_hi.full_premium": "mức đóng đầy đủ của một tháng × số tháng",
    "household_hi.position": (
        "mức đóng đầy đủ của một tháng × số tháng × phần trăm theo thứ tự trong hộ"
    ),
    "household_hi.full_premium_following_base": (
        "tỷ lệ × mức tham chiếu của từng tháng, cộng lại (chỉ cho người được Nhà nước đóng toàn bộ)"
    ),
    "household_hi.state_support": (
        "mức đóng đầy đủ của tất cả các tháng × phần trăm Nhà nước hỗ trợ"
    ),
    "household_hi.province_support": (
        "mức đóng đầy đủ của tất cả các tháng × phần trăm tỉnh hỗ trợ thêm"
    ),
    "household_hi.choice": (
        "cách rẻ hơn trong hai cách: giữ phần được hỗ trợ, hoặc mức đóng đầy đủ × phần trăm theo "
        "các thứ tự tiếp theo trong hộ, cộng lại"
    ),
    "benefits.retirement_age": "tuổi nghỉ hưu theo bảng của năm sinh, nam và nữ",
    "benefits.revaluation": (
        "thu nhập mỗi tháng × số tháng của từng năm × hệ số điều chỉnh của năm đó, cộng lại"
    ),
    "benefits.average_income": "tổng thu nhập đã điều chỉnh : số tháng",
    "benefits.whole_average": "bỏ phần lẻ dưới một đồng của thu nhập bình quân",
    "benefits.amount_paid": "thu nhập mỗi tháng × tỷ lệ × số tháng",
    "benefits.state_supported": (
        "phần trăm hỗ trợ × tỷ lệ × mức chuẩn hộ nghèo nông thôn × số tháng được hỗ trợ"
    ),
    "pension.rate": "tỷ lệ của số năm đầu, cộng thêm cho mỗi năm đóng sau đó, đến mức cao nhất",
    "pension.monthly": "thu nhập bình quân × tỷ lệ hưởng",
    "pension.retirement_lump_sum": (
        "thu nhập bình quân × số lần cho mỗi năm đóng vượt quá số năm của tỷ lệ cao nhất"
    ),
    "lump_sum.by_years": (
        "thu nhập bình quân × (số năm đóng trước 2014 × số lần trước 2014 + số năm đóng từ 2014 × "
        "số lần từ 2014)"
    ),
    "lump_sum.payable": "mức hưởng một lần - tiền Nhà nước đã hỗ trợ",
    "maternity.allowance": "mức trợ cấp × số con",
    "funeral.allowance": "số lần × mức tham chiếu",
    "survivor.by_years": (
        "thu nhập bình quân × (số năm đóng trước 2014 × số lần trước 2014 + số năm đóng từ 2014 × "
        "số lần từ 2014)"
    ),
    "survivor.mixed_least": "thu nhập bình quân × số lần ít nhất",
    "survivor.pension_months": "số tháng lương hưu của hai tháng đầu, bớt dần mỗi tháng đã nhận",
    "survivor.lump_sum": "làm tròn số tiền của bước trước",
    "social_pension.allowance": "mức trợ cấp, khi đủ tuổi",
    "monthly_allowance.money": "thu nhập bình quân × số lần × số năm",
    "monthly_allowance.months": "số tiền để trả trợ cấp : mức trợ cấp",
    "hi_benefits.share": "mức hưởng của nhóm × tỷ lệ theo nơi khám",
    "hi_benefits.small_visit": "phần trăm × mức tham chiếu",
    "hi_benefits.copayment_limit": "số lần × mức tham chiếu",
    "hi_benefits.visit": "chi phí trong phạm vi được hưởng × phần trăm",
    "hi_validity.first_day": "ngày đóng đủ, cộng số ngày chờ",
    "hi_validity.child_card": (
        "sinh đến hết ngày 30/9: đến 30/9 của năm đủ 72 tháng tuổi; sinh sau đó: đến hết tháng đủ "
        "72 tháng tuổi"
    ),
}
# What the value of a rule is where it is no amount of money.
RESULTS: Mapping[str, str] = {
    "benefits.retirement_age": "months",
    "pension.rate": "share",
    "hi_benefits.share": "share",
    "monthly_allowance.months": "months",
    "survivor.pension_months": "months",
    "hi_validity.first_day": "days",
    "hi_validity.child_card": "months",
}

ROUNDINGS: Mapping[str, str] = {
    "half_up": "làm tròn đến đồng, từ nửa đồng thì lên",
    "down": "bỏ phần lẻ dưới một đồng",
}

CONFIDENCES: Mapping[str, str] = {
    "primary": "đọc ở văn bản gốc",
    "secondary": "đọc ở bài viết dẫn văn bản",
    "unconfirmed": "chưa được xác nhận",
}

WORDS: Mapping[str, str] = {"male": "nam", "female": "nữ", "registering": "ngay khi đăng ký"}

# Facts that no step explains, each with a place for what it is.
FACTS: Mapping[str, str] = {
    "pay_within_months": "Hạn đóng: trong {} tháng, tính từ tháng đầu của kỳ đóng",
    "pay_when": "Lúc đóng: {}",
    "earliest_months_before_age": "Sớm nhất: {} tháng trước tháng đủ tuổi nghỉ hưu",
}


def total_label(scheme: str, name: str) -> str:
    """Return how a total of a scheme is called in Vietnamese."""
    return OWN_TOTALS.get((scheme, name), TOTALS[name])
