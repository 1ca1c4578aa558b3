"""What can be wrong with content.

ContentError   a file of `content/` breaks the format
FigureError    a number that an answer names cannot be filled in
"""

from __future__ import annotations

from pathlib import Path

from bot.errors import OperatorError


class ContentError(OperatorError):
    """A file breaks the format: `file` is its path, `key` the place in it, `reason` what is wrong.

    `key` is dotted (`figures.base_salary.times`); empty where the whole file is wrong.
    """

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key + ': ' if key else ''}{reason}")
        self.file = file
        self.key = key
        self.reason = reason


class FigureError(Exception):
    """The figure `name` has no definition, or no value on the day; `reason` says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{{{name}}}: {reason}")
        self.name = name
        self.reason = reason
