"""One row of a table, as a request without a day and a province.

A row is a person or a household: for voluntary social insurance the inputs of `ansinh quote`, for
health insurance those of a household (`household_size`, or `members`: groups with spaces between)
or of a single person (`group`, with `position` in the household counted from 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..household_hi.members import LEFT_AREA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNT = "count"
WHOLE = frozenset(
    {
        "income_vnd",
        "years",
        "months",
        "months_late",
        "supported_months_used",
        "household_size",
        "paid_positions",
    }
)
WORDS = frozenset({"scheme", "method", "of", "investment_rate_monthly"})
OWN = frozenset({"category", "members", "group", "position", "age", "left_on", "left_list", COUNT})
COLUMNS = WHOLE | WORDS | OWN


def read_row(columns: Sequence[str], cells: Sequence[str]) -> tuple[dict[str, object], int]:
    """Return the request that a row stands for, and how many such people or households.

    A cell that is no number where one is due stays a text, for the rules to refuse. Raises
    ValueError, with an English reason, for a count or a position that cannot be.
    """
    row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
    count = _whole(row.pop(COUNT, "1"), COUNT)
    request: dict[str, object] = {}
    for name, cell in row.items():
        if name in WHOLE:
            request[name] = _number(cell)
        elif name in WORDS:
            request[name] = cell
    if "category" in row:
        request["category"] = row["category"].split()
    if "members" in row:
        request["members"] = [{"group": group} for group in row["members"].split()]
    if "group" in row:
        request |= _person(row)
    return request, count


def _person(row: Mapping[str, str]) -> dict[str, object]:
    member: dict[str, object] = {"group": row["group"]}
    if "age" in row:
        member["age"] = _number(row["age"])
    if row["group"] == LEFT_AREA:
        member |= {name: row[name] for name in ("left_on", "left_list") if name in row}
    request: dict[str, object] = {"members": [member]}
    if "position" in row:
        position = _whole(row["position"], "position")
        if position < 1:
            raise ValueError("position counts from 1")
        request["paid_positions"] = position - 1
    return request


def _number(cell: str) -> int | str:
    return int(cell) if _is_whole(cell) else cell


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal()


def _whole(cell: str, name: str) -> int:
    if not _is_whole(cell):
        raise ValueError(f"{name} {cell!r} is not a whole number")
    return int(cell)
