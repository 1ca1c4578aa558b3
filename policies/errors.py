"""What can go wrong in `policies`.

- `PoliciesError`: the base of all
    - `ParameterError`: a parameter file is wrong; English, for the operator
    - `NoRuleForDate`: no value of a parameter covers the date
    - `PolicyError`: a request cannot be answered; Vietnamese, for the citizen
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class PoliciesError(Exception):
    """The base of every error of this package."""


class ParameterError(PoliciesError):
    """A parameter file breaks a rule of the format.

    `path` is the file, `key` the place in it (`values[2].to`), `reason` what is wrong.
    """

    def __init__(self, path: Path, key: str, reason: str) -> None:
        super().__init__(f"{path}: {key}: {reason}")
        self.path = path
        self.key = key
        self.reason = reason


class NoRuleForDate(PoliciesError):  # noqa: N818 - a fact of the field, not a slip
    """No dated value of `parameter_id` covers the day `on` (in `province`, where one was named)."""

    def __init__(self, parameter_id: str, on: date, province: str | None = None) -> None:
        where = f" in {province}" if province else ""
        super().__init__(f"no value of {parameter_id}{where} on {on.isoformat()}")
        self.parameter_id = parameter_id
        self.on = on
        self.province = province


class PolicyError(PoliciesError):
    """A request that cannot be answered, with a Vietnamese message for the person who asked.

    `code` is one of `CODES`; `field` names the input (`members[0].group`); `limit` is the amount
    or count (VND, months, years, people) that the input broke, where there is one.
    """

    CODES = frozenset(
        {
            "unknown_field",
            "missing_field",
            "bad_value",
            "income_below_floor",
            "income_above_ceiling",
            "period_not_offered",
            "not_eligible",
            "no_rule_for_date",
            "unknown_province",
        }
    )

    def __init__(self, code: str, field: str, message: str, limit: int | None = None) -> None:
        super().__init__(f"{code} ({field}): {message}")
        self.code = code
        self.field = field
        self.message = message
        self.limit = limit

    def as_json(self) -> dict[str, object]:
        """Return the `error` object of an answer; `limit` only where there is one."""
        body: dict[str, object] = {
            "code": self.code,
            "field": self.field,
            "message": self.message,
        }
        if self.limit is not None:
            body["limit"] = self.limit
        return body
