"""Read a table of people or households and count its different rows, in little memory."""

from __future__ import annotations

import csv
from collections import Counter
from importlib import import_module
from io import TextIOWrapper
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from policies.simulate import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Advance = Callable[[int], object]

CHUNK = 100_000
PARQUET = ".parquet"


class TableError(Exception):
    """The table cannot be read; the message is English, for the operator."""


class Table:
    """The different rows of a file: the cells of the columns that the simulation knows.

    `rows` says how often each row stands in the file; `ignored` names the other columns.
    """

    def __init__(self, columns: list[str]) -> None:
        self.columns = tuple(name for name in columns if name in COLUMNS)
        self.ignored = tuple(name for name in columns if name not in COLUMNS)
        self.rows: Counter[tuple[str, ...]] = Counter()
        if not self.columns:
            raise TableError(f"no column of the table is one of {', '.join(sorted(COLUMNS))}")
        if len(set(self.columns)) < len(self.columns):
            raise TableError("a column stands twice in the table")


def read_table(path: Path, advance: Advance) -> Table:
    """Return the rows of a CSV (comma or semicolon) or a Parquet file, counted.

    `advance` is told the bytes read so far. Raises `TableError`.
    """
    if path.suffix == PARQUET:
        return _read_parquet(path, advance)
    try:
        return _read_csv(path, advance)
    except UnicodeDecodeError as error:
        raise TableError(f"the file is not UTF-8: {error}") from error


def _read_csv(path: Path, advance: Advance) -> Table:
    with path.open("rb") as file, TextIOWrapper(file, "utf-8-sig", newline="") as text:
        heading = text.readline()
        delimiter = ";" if heading.count(";") > heading.count(",") else ","
        (names,) = csv.reader([heading], delimiter=delimiter)
        columns = [name.strip() for name in names]
        table = Table(columns)
        pick = _picker([columns.index(name) for name in table.columns])
        reader = csv.reader(text, delimiter=delimiter)
        rows: Iterator[list[str]] = filter(None, reader)
        before = -1
        try:
            while reader.line_num != before:
                before = reader.line_num
                table.rows.update(map(pick, islice(rows, CHUNK)))
                advance(file.tell())
        except IndexError:
            raise TableError(
                f"line {reader.line_num + 1} has fewer cells than the heading"
            ) from None
        except csv.Error as error:
            raise TableError(f"after line {reader.line_num + 1}: {error}") from error
    return table


def _picker(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)


def _read_parquet(path: Path, advance: Advance) -> Table:
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise TableError("Parquet needs the package pyarrow; a CSV file needs nothing") from error
    try:
        file = parquet.ParquetFile(path)
    except arrow.ArrowInvalid as error:
        raise TableError(str(error)) from error
    table = Table(file.schema_arrow.names)
    size, read = path.stat().st_size, 0
    for batch in file.iter_batches(batch_size=CHUNK, columns=list(table.columns)):
        counted = arrow.Table.from_batches([batch]).group_by(list(table.columns))
        for row in counted.aggregate([([], "count_all")]).to_pylist():
            cells = tuple(_cell(row[name]) for name in table.columns)
            table.rows[cells] += row["count_all"]
        read += batch.num_rows
        advance(size * read // file.metadata.num_rows)
    return table


def _cell(item: object) -> str:
    """Return what a CSV file would hold; whole numbers that a gap made floats are whole again."""
    if item is None:
        return ""
    if isinstance(item, float) and item.is_integer():
        return f"{item:.0f}"
    return str(item)
