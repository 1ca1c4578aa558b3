"""Finds the communes that a named place may be, so that a lead reaches the agent who serves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from bot.understanding.contract import Understander
from nlu import Meaning
from nlu.places.table import EARLIER_DISTRICTS, Commune, candidates, table


class Locating:
    """Adds `communes` to the place of a meaning: `{"code", "name", "former"?, "district"?}` each.

    One is sure; several have to be asked about; none is a place outside the table.
    """

    def __init__(self, understander: Understander) -> None:
        self._understander = understander

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        """Return the meaning, its place located."""
        meaning = await self._understander.understand(text, awaiting, today)
        place = meaning.values.get("place")
        if not isinstance(place, dict):
            return meaning
        located = {**place, "communes": locate(place.get("commune"), place.get("district"))}
        return dataclasses.replace(meaning, values={**meaning.values, "place": located})


def locate(commune: str | None, district: str | None) -> list[dict[str, str]]:
    """Return the communes of today that a name may be, or those of a former district."""
    if commune is not None:
        return _of_today(candidates(commune, district))
    if district is None:
        return []
    wanted = EARLIER_DISTRICTS.get(district, district)
    inside = (unit for unit in table().communes if unit.district == wanted)
    return _of_today(dataclasses.replace(unit, former=None, district=None) for unit in inside)


def _of_today(units: Iterable[Commune]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for unit in units:
        entry = {"code": unit.code, "name": f"{unit.kind} {unit.name}"}
        if unit.former is not None and unit.former != unit.name and unit.district is not None:
            entry |= {"former": unit.former, "district": unit.district}
        found.setdefault(unit.code, entry)
    return list(found.values())
