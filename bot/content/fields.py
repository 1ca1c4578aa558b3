"""Taking the keys of a YAML mapping one by one, so that none is missing, left over or misread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.errors import ContentError
from policies.yaml import YAML_ERRORS, read_yaml


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file; raises `ContentError` where there is none."""
    try:
        with path.open("rb") as file:
            loaded = read_yaml(file)
    except FileNotFoundError as error:
        raise ContentError(path, "", "there is no such file") from error
    except YAML_ERRORS as error:
        raise ContentError(path, "", f"is not readable YAML: {error}") from error
    return _mapping(path, "", loaded)


def _mapping(path: Path, key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ContentError(path, key, "is not a mapping")
    for name in value:
        if not isinstance(name, str):
            raise ContentError(path, f"{key}.{name}".strip("."), "is not a text; quote it")
    return value


class Fields:
    """The keys of a mapping; `done` complains of those that nobody took.

    `place` is where in the file the mapping stands. Every method raises `ContentError`.
    """

    def __init__(self, path: Path, mapping: Mapping[str, Any], place: str = "") -> None:
        self._path = path
        self._place = place
        self._left = dict(mapping)

    def wrong(self, key: str, reason: str) -> ContentError:
        """Return the error that says what is wrong at `key`."""
        return ContentError(self._path, ".".join(filter(None, (self._place, key))), reason)

    def done(self) -> None:
        """Raise for the first key that nobody took."""
        for key in self._left:
            raise self.wrong(key, "is not a known key")

    def _take(self, key: str) -> Any:
        if key not in self._left:
            raise self.wrong(key, "is missing")
        return self._left.pop(key)

    def text(self, key: str) -> str:
        """Take a text that is not empty."""
        return self._text(key, self._take(key))

    def optional_text(self, key: str) -> str | None:
        """Take a text, or return None where the key is absent."""
        return self.text(key) if key in self._left else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        listed = self._list(key)
        return tuple(self._text(f"{key}[{place}]", item) for place, item in enumerate(listed))

    def day(self, key: str) -> date:
        """Take a date, written `2027-06-30`."""
        value = self._take(key)
        if type(value) is not date:
            raise self.wrong(key, f"{value!r} is not a date such as 2027-06-30")
        return value

    def entries(self, key: str) -> list[Fields]:
        """Take a list of mappings."""
        return [self._part(f"{key}[{place}]", item) for place, item in enumerate(self._list(key))]

    def optional_mapping(self, key: str) -> dict[str, Any] | None:
        """Take a mapping as it is, or return None where the key is absent."""
        if key not in self._left:
            return None
        return _mapping(self._path, self.wrong(key, "").key, self._take(key))

    def optional_parts(self, key: str) -> dict[str, Fields]:
        """Take a mapping of mappings; empty where the key is absent."""
        parts = self.optional_mapping(key) or {}
        return {name: self._part(f"{key}.{name}", part) for name, part in parts.items()}

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f"{value!r} is not a text; write one, in quotes where YAML asks")
        return value

    def _part(self, key: str, value: object) -> Fields:
        place = self.wrong(key, "").key
        return Fields(self._path, _mapping(self._path, place, value), place)

    def _list(self, key: str) -> list[Any]:
        value = self._take(key)
        if not isinstance(value, list):
            raise self.wrong(key, "is not a list")
        return value
