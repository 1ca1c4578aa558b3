"""The communes an office serves, from the generated table of places."""

from __future__ import annotations

from collections.abc import Iterator

from bot.store import communes
from bot.store.communes import CommuneData
from bot.store.store import Store
from nlu.places.table import HOME, table


def home_communes() -> Iterator[CommuneData]:
    """Yield the communes of Nghệ An of today, each with the names it had before 2025-07-01."""
    former: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for unit in table().communes:
        names[unit.code] = f"{unit.kind} {unit.name}"
        if unit.former is not None:
            former.setdefault(unit.code, []).append(unit.former)
    for code, name in names.items():
        yield CommuneData(code, name, HOME, tuple(former.get(code, ())))


async def load_communes(store: Store) -> int:
    """Add the communes to the store or bring them up to date; return how many there are."""
    async with store.begin() as session:
        return await communes.load(session, home_communes())
