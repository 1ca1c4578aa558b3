"""Write the place tables anew from VietnamAdminUnits 1.0.4 (MIT, see `NOTICE`).

The package is a source of data, not a dependency: `ansinh nlu places` asks for it where it is not
installed.
"""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE: Final = Path(__file__).parent


def generate(province: str, folder: Path) -> int:
    """Write both tables into a folder, and return how many former communes the province has.

    `communes.csv` holds the communes before 2025-07-01 of all that is the province (`Nghệ An`)
    today, the district of each, and the commune it became part of; `provinces.csv` the 63 provinces
    before that day and the 34 they became. Raises ModuleNotFoundError without the package, and
    ValueError where there is no such province.
    """
    import vietnamadminunits  # type: ignore[import-not-found]

    convert = vietnamadminunits.convert_address
    data = Path(vietnamadminunits.__file__).parent / "data" / "dataset.db"
    with sqlite3.connect(data) as base:
        provinces = [
            (short, convert(full).short_province)
            for short, full in base.execute(
                "SELECT DISTINCT provinceShort, province FROM admin_units_legacy"
                " ORDER BY provinceCode"
            )
        ]
        former = [short for short, today in provinces if today == province]
        if not former:
            listed = ", ".join(sorted({today for _, today in provinces}))
            raise ValueError(f"no province {province!r}; there are {listed}")
        units = [
            unit
            for name in former
            for unit in base.execute(
                "SELECT wardShort, wardType, districtShort, districtType, ward, district, province"
                " FROM admin_units_legacy WHERE provinceShort = ? ORDER BY districtCode, wardCode",
                (name,),
            )
        ]
        codes = dict(
            base.execute(
                "SELECT ward, wardCode FROM admin_units WHERE provinceShort = ?", (province,)
            ).fetchall()
        )
    rows = [
        (name, kind, district, district_kind, *_commune(convert(", ".join(address)), codes))
        for name, kind, district, district_kind, *address in units
        if name
    ]
    header = ("former", "former_type", "district", "district_type", "commune", "commune_type")
    _write(folder / "communes.csv", (*header, "code"), rows)
    _write(folder / "provinces.csv", ("former", "province"), provinces)
    return len(rows)


def _commune(unit: Any, codes: dict[str, str]) -> tuple[str, str, str]:
    return unit.short_ward, unit.ward_type, codes[unit.ward]


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
