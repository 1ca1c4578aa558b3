"""The history of scores on the project's own test set, one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

    from nlu.training.report import Report

SCORES: Final = Path(__file__).parents[1] / "scores.jsonl"
TOLERANCE: Final = 0.015
"""By how much a share may fall below the best one recorded on the same messages: a new fit moves a
message in a hundred by chance."""
KEPT: Final = ("right", "first", "values")
"""The shares, 0 to 1, that may not fall further."""


def fingerprint_of(messages: Path) -> str:
    """Return a hash of a test set: scores on different ones do not compare."""
    return hashlib.sha256(messages.read_bytes()).hexdigest()[:16]


def score(report: Report, model: str, messages: Path, on: date) -> dict[str, Any]:
    """Return the record of a report: shares from 0 to 1, of the model of that fingerprint."""
    return {
        "date": on.isoformat(),
        "model": model,
        "messages": fingerprint_of(messages),
        "number": report.total,
        "right": _share(report.right, report.total),
        "first": _share(report.first, report.total),
        "values": _share(report.values_right, len(report.valued)),
        "out_of_scope_answered": _share(report.out_of_scope_answered, len(report.out_of_scope)),
        "calibration_error": round(report.calibration_error, 4),
    }


def read_scores(path: Path = SCORES) -> list[dict[str, Any]]:
    """Return the records, oldest first; none where there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def record(entry: dict[str, Any], path: Path = SCORES) -> None:
    """Append a record."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(entry)}\n")


def fallen(entry: dict[str, Any], earlier: list[dict[str, Any]]) -> list[str]:
    """Return the shares that are more than `TOLERANCE` below the best on the same messages."""
    same = [each for each in earlier if each["messages"] == entry["messages"]]
    return [
        key for key in KEPT if same and entry[key] < max(each[key] for each in same) - TOLERANCE
    ]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
