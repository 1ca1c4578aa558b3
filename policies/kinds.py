"""Which parameters the rules read, and what each must look like.

A file whose id stands in no line here would change nothing, so it is an error and not a silence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """The unit of a parameter, its shape (`one`, `list`, `table`) and, for words, which ones."""

    unit: str
    shape: str = "one"
    words: frozenset[str] = frozenset()
    provincial: bool = False


ROUNDING = frozenset({"half_up"})
BENEFIT_ROUNDING = frozenset({"down"})
SUPPORT_RULES = frozenset({"per_month", "compounded"})

KINDS = {
    "provinces": Kind("name", "table"),
    "province_mergers": Kind("province", "table"),
    "reference_level": Kind("VND"),
    "rural_poverty_line": Kind("VND"),
    "voluntary_si.rate": Kind("percent"),
    "voluntary_si.ceiling_multiple": Kind("times"),
    "voluntary_si.income_step": Kind("VND"),
    "voluntary_si.investment_rate": Kind("percent"),
    "voluntary_si.supported_months": Kind("months"),
    "voluntary_si.rounding": Kind("rule", words=ROUNDING),
    "voluntary_si.method.monthly": Kind("months"),
    "voluntary_si.method.3m": Kind("months"),
    "voluntary_si.method.6m": Kind("months"),
    "voluntary_si.method.12m": Kind("months"),
    "voluntary_si.method.advance": Kind("years", "list"),
    "voluntary_si.method.missing": Kind("months"),
    "voluntary_si.method.late": Kind("rule", words=frozenset({"compounded"})),
    "voluntary_si.pay_within": Kind("months", "table"),
    "voluntary_si.pay_when": Kind("rule", words=frozenset({"registering"})),
    "voluntary_si.missing_before_age": Kind("months"),
    "voluntary_si.support.period": Kind("rule", words=SUPPORT_RULES),
    "voluntary_si.support.advance": Kind("rule", words=SUPPORT_RULES),
    "voluntary_si.support.missing": Kind("rule", words=SUPPORT_RULES),
    "voluntary_si.support.late": Kind("rule", words=SUPPORT_RULES),
    "voluntary_si.province_share": Kind("percent", "table", provincial=True),
    "household_hi.rate": Kind("percent"),
    "household_hi.position_shares": Kind("percent", "list"),
    "household_hi.periods": Kind("months", "list"),
    "household_hi.student_periods": Kind("months", "list"),
    "household_hi.rounding": Kind("rule", words=ROUNDING),
    "household_hi.state_paid_base": Kind("rule", words=frozenset({"follows_reference_level"})),
    "household_hi.left_area_months": Kind("months"),
    "household_hi.left_list_861": Kind(
        "rule", words=frozenset({"in_time", "expired"}), provincial=True
    ),
    "household_hi.province_share": Kind("percent", "table", provincial=True),
    "household_hi.province_age_share": Kind("share_by_age", "table", provincial=True),
    "voluntary_si.joining_age": Kind("years"),
    "pension.minimum_years": Kind("years"),
    "pension.retirement_age": Kind("months", "table"),
    "pension.joined_before_2021": Kind("months", "table"),
    "pension.rate": Kind("percent", "table"),
    "pension.rate_years": Kind("years", "table"),
    "pension.retirement_lump_sum": Kind("coefficient", "table"),
    "pension.half_year_months": Kind("months"),
    "pension.revaluation": Kind("coefficient", "table"),
    "pension.rounding": Kind("rule", words=BENEFIT_ROUNDING),
    "lump_sum.multiples": Kind("coefficient", "table"),
    "lump_sum.months": Kind("months", "table"),
    "lump_sum.capacity_loss": Kind("percent"),
    "lump_sum.average_rounding": Kind("rule", words=BENEFIT_ROUNDING),
    "maternity.allowance": Kind("VND"),
    "maternity.minimum_months": Kind("months"),
    "maternity.fetus_weeks": Kind("weeks"),
    "maternity.days": Kind("days", "table"),
    "funeral.multiple": Kind("times"),
    "funeral.minimum_months": Kind("months"),
    "survivor.minimum_months": Kind("months"),
    "survivor.multiples": Kind("coefficient", "table"),
    "survivor.monthly_share": Kind("percent", "table"),
    "survivor.monthly_relatives": Kind("people"),
    "social_pension.allowance": Kind("VND"),
    "social_pension.ages": Kind("years", "table"),
    "monthly_allowance.multiple": Kind("times"),
    "hi_benefits.share": Kind("percent", "table"),
    "hi_benefits.raised_share": Kind("percent", "table"),
    "hi_benefits.route_share": Kind("percent", "table"),
    "hi_benefits.specialised_inpatient_share": Kind("percent", "table"),
    "hi_benefits.small_visit_share": Kind("percent"),
    "hi_benefits.copayment_multiple": Kind("times"),
    "hi_benefits.continuous_years": Kind("years"),
    "hi_validity.days": Kind("days", "table"),
    "hi_validity.child_card": Kind("months", "table"),
}

FAMILIES = {
    "voluntary_si.category.": Kind("percent"),
    "household_hi.group.": Kind("membership"),
}

EVERYONE_ELSE = "everyone_else"


def kind_of(parameter_id: str) -> Kind | None:
    """Return what the parameter must look like, or None where no rule reads it."""
    kind = KINDS.get(parameter_id)
    if kind is None:
        for family, shared in FAMILIES.items():
            if parameter_id.startswith(family) and parameter_id != family:
                return shared
    return kind
