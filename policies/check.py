"""Everything that is wrong with a folder of parameters, or should be looked at, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .errors import ParameterError
from .loading import Documents, parameter_files, read_documents, read_parameter, scopes
from .ruleset import PACKAGED_PARAMETERS, load_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from .parameter import Dated, Parameter

ERROR = "error"
WARNING = "warning"
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: `error` must be put right, `warning` should be looked at; English.

    `code` is `broken` (a key, gap, overlap, missing source: what the loader refuses), `overdue`,
    `review_soon`, `ends_soon`, `no_source` or `unconfirmed`.
    """

    level: str
    code: str
    file: str
    key: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """Return the finding as JSON values."""
        return {
            "level": self.level,
            "code": self.code,
            "file": self.file,
            "key": self.key,
            "reason": self.reason,
        }

    def __str__(self) -> str:
        """Return the finding on one line."""
        return f"{self.level}: {self.file}: {self.key}: {self.reason}"


def check_parameters(on: date, folder: Path | None = None) -> list[Finding]:
    """Return what is wrong, file by file, and what is due on a day; errors first.

    The rules are not loaded where a file is broken, so its other mistakes show one by one.
    """
    root = PACKAGED_PARAMETERS if folder is None else folder
    findings: list[Finding] = []
    for scope in scopes(root):
        findings += _check_scope(root, scope, on)
    if all(finding.code != "broken" for finding in findings):
        try:
            load_ruleset(root)
        except ParameterError as error:
            findings.append(_broken(root, error))
    return sorted(findings, key=lambda finding: finding.level)


def _check_scope(root: Path, scope: Path, on: date) -> Iterator[Finding]:
    try:
        documents = read_documents(scope)
    except ParameterError as error:
        yield _broken(root, error)
        return
    for path in parameter_files(scope):
        yield from _check_file(root, path, documents, on)


def _check_file(root: Path, path: Path, documents: Documents, on: date) -> Iterator[Finding]:
    try:
        parameter = read_parameter(path, documents)
    except ParameterError as error:
        yield _broken(root, error)
    else:
        yield from _due(parameter, path.relative_to(root).as_posix(), on)


def _broken(root: Path, error: ParameterError) -> Finding:
    file = error.path.relative_to(root).as_posix()
    return Finding(ERROR, "broken", file, error.key, error.reason)


def _due(parameter: Parameter, file: str, on: date) -> Iterator[Finding]:
    """Yield what is due about the value in force on the day, and about the one to come soon."""
    for place, dated in enumerate(parameter.values):
        if dated.start - SOON <= on and (dated.end is None or on <= dated.end):
            for level, code, key, reason in _due_of(dated, on):
                yield Finding(level, code, file, f"values[{place}].{key}", reason)
    last = parameter.values[-1].end
    if last is not None and on <= last <= on + SOON:
        reason = f"the last value ends on {last}; no rule is known after it"
        yield Finding(WARNING, "ends_soon", file, f"values[{len(parameter.values) - 1}].to", reason)


def _due_of(dated: Dated, on: date) -> Iterator[tuple[str, str, str, str]]:
    review = dated.review_by
    if review is not None and review < on:
        yield ERROR, "overdue", "review_by", f"{review} has gone by; quotes are provisional"
    elif review is not None and review <= on + SOON:
        yield WARNING, "review_soon", "review_by", f"to be looked at until {review}"
    if dated.source.document is None:
        yield WARNING, "no_source", "source", "no document is known"
    if dated.confidence == "unconfirmed":
        yield WARNING, "unconfirmed", "confidence", "not confirmed; quotes are provisional"
