"""All parameters together, looked up by id, day and province."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import NoRuleForDate, ParameterError
from .kinds import EVERYONE_ELSE, FAMILIES, KINDS
from .loading import read_folder, read_proposal
from .parameter import NATIONAL, Parameter, Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from .worksheet import Worked

PACKAGE = Path(__file__).parent
PACKAGED_PARAMETERS = PACKAGE / "parameters"
# Looked-up values, and pieces of work, kept in mind; a day of one province needs about a hundred.
REMEMBERED = 10_000
# Tables of a province whose names are groups or categories of the scheme.
SHARE_TABLES = (".province_share", ".province_age_share")


class Ruleset:
    """Every parameter of a folder. Immutable; safe to share between threads.

    `hash` names the parameters and the rules that read them: equal hashes give equal quotes.
    """

    def __init__(self, parameters: Iterable[Parameter], digest: str) -> None:
        self.parameters = tuple(sorted(parameters, key=lambda one: (one.scope, one.id)))
        self.hash = digest
        self._by_place = {(one.scope, one.id): one for one in self.parameters}
        self._families: dict[str, dict[str, Parameter]] = {}
        self._values: dict[tuple[str, str, date, bool], Value] = {}
        self._remembered: dict[tuple[str, date, str | None], Value | None] = {}
        self.worked: dict[Hashable, Worked] = {}

    def value(self, parameter_id: str, on: date, province: str | None = None) -> Value:
        """Return the parameter's value on a day.

        A value of the province (of the one it was merged into, from that day) goes before the
        national one. Raises `NoRuleForDate` where neither covers the day.
        """
        value = self.find(parameter_id, on, province)
        if value is None:
            raise NoRuleForDate(parameter_id, on, province)
        return value

    def find(self, parameter_id: str, on: date, province: str | None = None) -> Value | None:
        """Return the parameter's value as `value` does, None where nothing covers the day."""
        key = (parameter_id, on, province)
        try:
            return self._remembered[key]
        except KeyError:
            value = self._find(parameter_id, on, province)
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = value
            return value

    def remember(self, key: Hashable, worked: Worked) -> None:
        """Keep a piece of work that comes out the same whenever these rules do it again."""
        if len(self.worked) >= REMEMBERED:
            self.worked.clear()
        self.worked[key] = worked

    def family(self, prefix: str) -> Mapping[str, Parameter]:
        """Return the national parameters that share a prefix, by the rest of their id."""
        family = self._families.get(prefix)
        if family is None:
            family = self._families[prefix] = {
                one.id.removeprefix(prefix): one
                for one in self.parameters
                if one.scope == NATIONAL and one.id.startswith(prefix)
            }
        return family

    def successor(self, province: str, on: date) -> str:
        """Return the slug that the province's area has on a day (its own where it still is)."""
        mergers = self.value("province_mergers", on).value
        successor: str = mergers.get(province, province)
        return successor

    def _find(self, parameter_id: str, on: date, province: str | None) -> Value | None:
        if province is not None:
            here = self._at(self.successor(province, on), parameter_id, on)
            if here is not None:
                return here
        return self._at(NATIONAL, parameter_id, on)

    def _at(self, scope: str, parameter_id: str, on: date) -> Value | None:
        parameter = self._by_place.get((scope, parameter_id))
        dated = parameter.at(on) if parameter is not None else None
        if parameter is None or dated is None:
            return None
        overdue = dated.review_by is not None and on > dated.review_by
        key = (scope, parameter_id, dated.start, overdue)
        value = self._values.get(key)
        if value is None:
            value = self._values[key] = Value(
                id=parameter_id,
                label=parameter.label,
                unit=parameter.unit,
                value=dated.value,
                source=dated.source,
                confidence=dated.confidence,
                valid_from=dated.start,
                valid_to=dated.end,
                overdue=overdue,
                note=dated.note,
            )
        return value


def load_ruleset(folder: Path | None = None, proposals: Iterable[Path] = ()) -> Ruleset:
    """Read a folder of parameters (the packaged one by default).

    Each of `proposals` is a parameter file that stands in for the one of its id and scope.
    Raises `ParameterError`, naming file, key and reason, for the first thing that is wrong.
    """
    root = PACKAGED_PARAMETERS if folder is None else folder
    parameters = read_folder(root)
    for path in proposals:
        proposal = read_proposal(path, root)
        parameters.pop(root / proposal.scope / f"{proposal.id}.yml", None)
        parameters[path] = proposal
    _check_together(root, parameters)
    return Ruleset(parameters.values(), _digest(parameters.values()))


def _check_together(root: Path, parameters: Mapping[Path, Parameter]) -> None:
    national = {one.id: one for one in parameters.values() if one.scope == NATIONAL}
    for needed, kind in KINDS.items():
        if needed not in national and not kind.provincial:
            raise ParameterError(root / NATIONAL / f"{needed}.yml", "file", "is missing")
    slugs = {slug for dated in national["provinces"].values for slug in dated.value}
    for path, parameter in parameters.items():
        if parameter.scope != NATIONAL and parameter.scope not in slugs:
            raise ParameterError(path, "scope", f"{parameter.scope!r} is not a province")
        if parameter.id.endswith(SHARE_TABLES):
            _check_shares(path, parameter, national)


def _check_shares(path: Path, parameter: Parameter, national: Mapping[str, Parameter]) -> None:
    scheme = parameter.id.partition(".")[0]
    families = tuple(family for family in FAMILIES if family.startswith(f"{scheme}."))
    for place, dated in enumerate(parameter.values):
        for name in dated.value:
            if name != EVERYONE_ELSE and not any(f"{one}{name}" in national for one in families):
                raise ParameterError(
                    path, f"values[{place}].value.{name}", f"is not a group of {scheme}"
                )


def _digest(parameters: Iterable[Parameter]) -> str:
    """Hash what the files mean, not how they are laid out, and the code that applies it."""
    digest = hashlib.sha256()
    for text in sorted(repr(parameter) for parameter in parameters):
        digest.update(text.encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()[:16]
