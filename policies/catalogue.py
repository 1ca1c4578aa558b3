"""What may be chosen on a day, with Vietnamese labels from the parameters, for menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .household_hi.members import GROUP
from .voluntary_si.payment import METHOD
from .voluntary_si.support import CATEGORY

if TYPE_CHECKING:
    from datetime import date

    from .ruleset import Ruleset


def hi_groups(ruleset: Ruleset, on: date) -> dict[str, str]:
    """Return the groups of health insurance that a day's law knows: id to label."""
    return _offered(ruleset, GROUP, on)


def si_categories(ruleset: Ruleset, on: date) -> dict[str, str]:
    """Return the categories of voluntary social insurance on a day: id to label."""
    return _offered(ruleset, CATEGORY, on)


def si_methods(ruleset: Ruleset, on: date) -> dict[str, str]:
    """Return the ways to pay voluntary social insurance on a day: id to label."""
    return _offered(ruleset, METHOD, on)


def province_names(ruleset: Ruleset, on: date) -> dict[str, str]:
    """Return the provinces of a day: slug to name. Raises `NoRuleForDate` before 2016."""
    return dict(ruleset.value("provinces", on).value)


def _offered(ruleset: Ruleset, prefix: str, on: date) -> dict[str, str]:
    family = ruleset.family(prefix)
    return {name: one.label for name, one in family.items() if one.at(on) is not None}
