"""Read parameter files strictly: whatever is not exactly right is one clear error.

A folder of parameters holds one folder per scope (`national`, or a province slug), and that one
file per parameter, named after its id, and `documents.yml`, which says once for each document the
values cite who issued it, when, and where it can be read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .errors import ParameterError
from .kinds import Kind, kind_of
from .parameter import NATIONAL, Dated, Parameter, Source
from .units import parse_value
from .yaml import YAML_ERRORS, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOCUMENTS = "documents.yml"
CONFIDENCES = ("primary", "secondary", "unconfirmed")
PARAMETER_KEYS = frozenset({"id", "label", "unit", "scope", "values"})
VALUE_KEYS = frozenset({"from", "to", "value", "source", "confidence"})
OPTIONAL_VALUE_KEYS = frozenset({"review_by", "note"})
DOCUMENT_KEYS = frozenset({"issuer", "date", "url"})
ONE_DAY = timedelta(days=1)
UNKNOWN = "unknown"
ARTICLE = ", article "
NO_SOURCE = Source(document=None, article=None, issuer=None, date=None, url=None)

Documents = dict[str, Source]


class _File:
    """One YAML file; its checks raise `ParameterError` with the file's name in front."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, key: str, reason: str) -> ParameterError:
        return ParameterError(self.path, key, reason)

    def load(self) -> dict[str, Any]:
        try:
            content = read_yaml(self.path.read_text(encoding="utf-8"))
        except YAML_ERRORS as error:
            raise self.fail("file", f"is not readable YAML: {error}") from error
        return self.mapping(content, "file")

    def mapping(self, raw: object, key: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self.fail(key, "is not a mapping of keys to values")
        return raw

    def keys(
        self,
        raw: Mapping[str, Any],
        key: str,
        needed: frozenset[str],
        allowed: frozenset[str] = frozenset(),
    ) -> None:
        place = "" if key == "file" else f"{key}."
        for name in sorted(needed - set(raw)):
            raise self.fail(f"{place}{name}", "is missing")
        for name in raw:
            if name not in needed and name not in allowed:
                raise self.fail(f"{place}{name}", "is not a key of this format")

    def day(self, raw: object, key: str) -> date:
        if not isinstance(raw, date) or isinstance(raw, datetime):
            raise self.fail(key, f"{raw!r} is not a date such as 2026-07-01")
        return raw

    def text(self, raw: object, key: str) -> str:
        if not isinstance(raw, str) or not raw.strip():
            raise self.fail(key, f"{raw!r} is not a text")
        return raw

    def text_or_unknown(self, raw: object, key: str) -> str | None:
        text = self.text(raw, key)
        return None if text == UNKNOWN else text


def read_folder(root: Path) -> dict[Path, Parameter]:
    """Return every parameter of a folder by its file.

    Raises `ParameterError` for the first thing that is not exactly right.
    """
    parameters: dict[Path, Parameter] = {}
    for scope in scopes(root):
        documents = read_documents(scope)
        for path in parameter_files(scope):
            parameters[path] = read_parameter(path, documents)
    return parameters


def scopes(root: Path) -> list[Path]:
    """Return the folders of a folder of parameters: the nation's and one for each province."""
    return sorted(path for path in root.iterdir() if path.is_dir())


def parameter_files(scope: Path) -> list[Path]:
    """Return the parameter files of one scope."""
    return sorted(path for path in scope.glob("*.yml") if path.name != DOCUMENTS)


def read_proposal(path: Path, root: Path) -> Parameter:
    """Return the parameter of a file that may lie anywhere and have any name.

    It cites the documents of its scope in the folder `root`. Raises `ParameterError`.
    """
    scope = _File(path).load().get("scope")
    documents = read_documents(root / scope) if isinstance(scope, str) else {}
    return read_parameter(path, documents, filed=False)


def read_documents(scope: Path) -> Documents:
    """Return the documents of one scope by name; none where the scope has no such file."""
    path = scope / DOCUMENTS
    file = _File(path)
    documents: Documents = {}
    if not path.exists():
        return documents
    for name, raw in file.load().items():
        entry = file.mapping(raw, str(name))
        file.keys(entry, str(name), DOCUMENT_KEYS)
        when = entry["date"]
        documents[file.text(name, "file")] = Source(
            document=name,
            article=None,
            issuer=file.text_or_unknown(entry["issuer"], f"{name}.issuer"),
            date=None if when == UNKNOWN else file.day(when, f"{name}.date"),
            url=file.text_or_unknown(entry["url"], f"{name}.url"),
        )
    return documents


def read_parameter(path: Path, documents: Documents, *, filed: bool = True) -> Parameter:
    """Return the parameter of a file; where it is `filed`, id and scope are its name and folder.

    Raises `ParameterError`.
    """
    file = _File(path)
    content = file.load()
    file.keys(content, "file", PARAMETER_KEYS)
    parameter_id = file.text(content["id"], "id")
    if filed and parameter_id != path.stem:
        raise file.fail("id", f"{parameter_id!r} is not the file's name {path.stem!r}")
    scope = file.text(content["scope"], "scope")
    if filed and scope != path.parent.name:
        raise file.fail("scope", f"{scope!r} is not the folder's name {path.parent.name!r}")
    kind = kind_of(parameter_id)
    if kind is None:
        raise file.fail("id", f"no rule reads a parameter {parameter_id!r}")
    if scope != NATIONAL and not kind.provincial:
        raise file.fail("scope", f"{parameter_id} is a national parameter")
    if content["unit"] != kind.unit:
        raise file.fail("unit", f"{content['unit']!r} is not {kind.unit!r}, as the rules need it")
    values = content["values"]
    if not isinstance(values, list) or not values:
        raise file.fail("values", "is not a list of dated values")
    dated = tuple(
        _read_dated(file, f"values[{place}]", raw, kind, documents)
        for place, raw in enumerate(values)
    )
    _check_continuity(file, dated)
    return Parameter(
        id=parameter_id,
        label=file.text(content["label"], "label"),
        unit=kind.unit,
        scope=scope,
        values=dated,
        starts=tuple(value.start for value in dated),
    )


def _read_dated(file: _File, key: str, raw: object, kind: Kind, documents: Documents) -> Dated:
    entry = file.mapping(raw, key)
    file.keys(entry, key, VALUE_KEYS, OPTIONAL_VALUE_KEYS)
    start = file.day(entry["from"], f"{key}.from")
    end = None if entry["to"] == "open" else file.day(entry["to"], f"{key}.to")
    if end is not None and end < start:
        raise file.fail(f"{key}.to", f"{end} lies before from {start}")
    if entry["confidence"] not in CONFIDENCES:
        raise file.fail(f"{key}.confidence", f"is not one of {', '.join(CONFIDENCES)}")
    if end is None and "review_by" not in entry:
        raise file.fail(f"{key}.review_by", "is missing; an open value needs a day of review")
    try:
        value = parse_value(kind, entry["value"])
    except ValueError as error:
        raise file.fail(f"{key}.value", str(error)) from error
    return Dated(
        start=start,
        end=end,
        value=value,
        source=_read_source(file, f"{key}.source", entry["source"], documents),
        confidence=entry["confidence"],
        review_by=(
            file.day(entry["review_by"], f"{key}.review_by") if "review_by" in entry else None
        ),
        note=file.text(entry["note"], f"{key}.note") if "note" in entry else None,
    )


def _read_source(file: _File, key: str, raw: object, documents: Documents) -> Source:
    """Read `188/2025/NĐ-CP, article 6`, or `unknown` where nothing is known."""
    name, separator, article = file.text(raw, key).partition(ARTICLE)
    if name == UNKNOWN and not separator:
        return NO_SOURCE
    if not article:
        raise file.fail(key, f"{raw!r} does not end with the article, or with ', article unknown'")
    if name not in documents:
        raise file.fail(key, f"{name!r} is not in {DOCUMENTS} of this folder")
    return replace(documents[name], article=file.text_or_unknown(article, key))


def _check_continuity(file: _File, values: tuple[Dated, ...]) -> None:
    for place in range(1, len(values)):
        before, value = values[place - 1], values[place]
        if before.end is None or value.start <= before.end:
            raise file.fail(f"values[{place}].from", f"{value.start} overlaps the value before")
        if value.start != before.end + ONE_DAY:
            raise file.fail(
                f"values[{place}].from",
                f"{value.start} leaves a gap after {before.end}",
            )
