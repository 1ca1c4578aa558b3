"""The place tables, and the communes a name may stand for."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nlu.text.fold import fold
from nlu.text.syllables import respell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOME: Final = "Nghệ An"
"""The province whose communes are known one by one."""

EARLIER_DISTRICTS: Final = {"Cửa Lò": "Vinh"}
"""Districts gone before the table's date that people still name (Cửa Lò joined Vinh in 2024)."""


@dataclass(frozen=True)
class Commune:
    """A commune (xã, phường) of today, and how it was found."""

    name: str
    kind: str
    """`Xã` or `Phường`."""
    code: str
    """Five digits, the national statistics code."""
    former: str | None = None
    """The commune before 2025-07-01 that was named, where it was that one."""
    district: str | None = None
    """Of the former commune."""


@dataclass(frozen=True)
class Table:
    """Names by their lower-case classic spelling and without accents."""

    communes: tuple[Commune, ...]
    """One for each former commune, and one for each of today."""
    commune_names: Mapping[str, tuple[str, ...]]
    """Key (accented or folded) to official names, today's and former."""
    district_names: Mapping[str, tuple[str, ...]]
    province_names: Mapping[str, tuple[str, ...]]
    spellings: frozenset[str]
    """All names, folded."""
    openings: Mapping[str, tuple[int, ...]]
    """The first words of all names, folded, to how many words such names have, most first: most
    words of a message are none of them."""


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the tables, read once."""
    former = tuple(
        Commune(row["commune"], row["commune_type"], row["code"], row["former"], row["district"])
        for row in _rows("communes.csv")
    )
    today = dict.fromkeys(Commune(unit.name, unit.kind, unit.code) for unit in former)
    provinces = {name for row in _rows("provinces.csv") for name in row.values()}
    districts = {unit.district for unit in former if unit.district} | EARLIER_DISTRICTS.keys()
    names = {unit.former or unit.name for unit in (*today, *former)}
    spellings = frozenset(fold(name) for name in names | districts | provinces)
    return Table(
        communes=(*today, *former),
        commune_names=_keyed(names),
        district_names=_keyed(districts),
        province_names=_keyed(provinces),
        spellings=spellings,
        openings=_openings(spellings),
    )


def key(name: str) -> str:
    """Return the accented key of a name: lower case, every tone in its classic place."""
    return " ".join(respell(word) for word in name.lower().split())


def candidates(name: str, district: str | None = None) -> list[Commune]:
    """Return the communes a name may mean, today's first; more than one has to be asked about.

    Accents are used if the name has them. A district keeps only its former communes, and today's
    communes that some of its former ones became part of.
    """
    accented, folded = key(name), fold(name)
    found = [
        unit
        for unit in table().communes
        if (accented == key(unit.former or unit.name) if accented != folded else False)
        or (accented == folded and folded == fold(unit.former or unit.name))
    ]
    if district is None:
        return found
    wanted = EARLIER_DISTRICTS.get(district, district)
    inside = {unit.code for unit in table().communes if unit.district == wanted}
    return [
        unit
        for unit in found
        if unit.district == wanted or (unit.former is None and unit.code in inside)
    ]


def suggest(text: str, limit: int = 5) -> list[tuple[str, float]]:
    """Return the official commune and district names most like a text, with a score of 0 to 100."""
    # Most places are spelt right, and it is as big as the tables are small.
    from rapidfuzz import fuzz, process

    named = {
        name: fold(name)
        for names in (table().commune_names, table().district_names)
        for group in names.values()
        for name in group
    }
    matches = process.extract(fold(text), named, scorer=fuzz.ratio, limit=limit)
    return [(name, round(score, 1)) for _, score, name in matches]


def _keyed(names: set[str]) -> dict[str, tuple[str, ...]]:
    keyed: dict[str, dict[str, None]] = defaultdict(dict)
    for name in sorted(names):
        keyed[key(name)][name] = None
        keyed[fold(name)][name] = None
    return {spelling: tuple(group) for spelling, group in keyed.items()}


def _openings(spellings: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for words in map(str.split, spellings):
        sizes[words[0]].add(len(words))
    return {word: tuple(sorted(each, reverse=True)) for word, each in sizes.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
