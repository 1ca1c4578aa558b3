"""Write the place tables anew from VietnamAdminUnits 1.0.4 (MIT, see `NOTICE`).

The package is a source of data, not a dependency: install it in an environment of its own and run

    python nlu/places/generate.py

with that environment's Python. It writes `communes.csv` (the communes of Nghệ An before
2025-07-01, the district of each, and the commune it became part of) and `provinces.csv` (the 63
provinces before that day and the 34 they became).
"""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import Any

PROVINCE = "Nghệ An"
HERE = Path(__file__).parent


def main() -> None:
    """Write both tables beside this file."""
    import vietnamadminunits  # type: ignore[import-not-found]

    data = Path(vietnamadminunits.__file__).parent / "data" / "dataset.db"
    with sqlite3.connect(data) as base:
        former = base.execute(
            "SELECT wardShort, wardType, districtShort, districtType, ward, district, province"
            " FROM admin_units_legacy WHERE provinceShort = ? ORDER BY districtCode, wardCode",
            (PROVINCE,),
        ).fetchall()
        codes = dict(
            base.execute(
                "SELECT ward, wardCode FROM admin_units WHERE provinceShort = ?", (PROVINCE,)
            ).fetchall()
        )
        provinces = base.execute(
            "SELECT DISTINCT provinceShort, province FROM admin_units_legacy ORDER BY provinceCode"
        ).fetchall()
    convert = vietnamadminunits.convert_address
    _write(
        HERE / "communes.csv",
        ("former", "former_type", "district", "district_type", "commune", "commune_type", "code"),
        [
            (name, kind, district, district_kind, *_commune(convert(", ".join(address)), codes))
            for name, kind, district, district_kind, *address in former
            if name
        ],
    )
    _write(
        HERE / "provinces.csv",
        ("former", "province"),
        [(short, convert(full).short_province) for short, full in provinces],
    )


def _commune(unit: Any, codes: dict[str, str]) -> tuple[str, str, str]:
    return unit.short_ward, unit.ward_type, codes[unit.ward]


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
