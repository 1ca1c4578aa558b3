"""Provinces (*tỉnh, thành phố*) before and after the mergers of 2025-07-01."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import PolicyError
from .worksheet import Place

if TYPE_CHECKING:
    from datetime import date

    from .inputs import Inputs
    from .ruleset import Ruleset


def read_place(inputs: Inputs, ruleset: Ruleset, on: date) -> Place | None:
    """Return the province of a request as it is on the day, None where none is named.

    Raises `unknown_province` for a slug that no province has or had.
    """
    if not inputs.has("province"):
        return None
    raw = inputs.get("province")
    names = ruleset.value("provinces", on).value
    slug = ruleset.successor(raw, on) if isinstance(raw, str) else ""
    if slug not in names:
        raise PolicyError("unknown_province", "province", "Em không biết tỉnh, thành phố này.")
    return Place(slug, names[slug])
