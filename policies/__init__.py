"""What the law says: dated parameters and exact rules.

    ruleset = load_ruleset()
    quote(ruleset, {"scheme": "household_hi", "on": "2026-11-22", "household_size": 4,
                    "months": 12, "province": "nghe-an"}).totals

Pure once loaded: no clock, no environment, no network. Money is int VND, rates are `Fraction`.
"""

from .benefits.retirement import RetirementAge, retirement_age
from .catalogue import hi_groups, province_names, si_categories, si_methods
from .compare import Comparison, Way, compare
from .errors import NoRuleForDate, ParameterError, PoliciesError, PolicyError
from .hi_benefits.validity import CardValidity, card_validity
from .household_hi.months import hi_periods
from .parameter import Membership, Parameter, Source, Value
from .quotation import Line, Notice, Quote, Step
from .replay import Replay, replay
from .ruleset import Ruleset, load_ruleset
from .schemes import quote
from .voluntary_si.income import IncomeBounds, income_bounds

__all__ = [
    "CardValidity",
    "Comparison",
    "IncomeBounds",
    "Line",
    "Membership",
    "NoRuleForDate",
    "Notice",
    "Parameter",
    "ParameterError",
    "PoliciesError",
    "PolicyError",
    "Quote",
    "Replay",
    "RetirementAge",
    "Ruleset",
    "Source",
    "Step",
    "Value",
    "Way",
    "card_validity",
    "compare",
    "hi_groups",
    "hi_periods",
    "income_bounds",
    "load_ruleset",
    "province_names",
    "quote",
    "replay",
    "retirement_age",
    "si_categories",
    "si_methods",
]
