from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from policies import PolicyError, Quote, Ruleset, load_ruleset
from policies import quote as quote_request
from policies.ruleset import PACKAGED_PARAMETERS

DAY = "2026-11-22"

Ask = Callable[..., Quote]
Refuse = Callable[..., PolicyError]


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    """Return the packaged rules, read once."""
    return load_ruleset()


@pytest.fixture(scope="session")
def hi(ruleset: Ruleset) -> Ask:
    """Return a function that quotes health insurance in Nghệ An on 2026-11-22 unless told."""

    def ask(*groups: str | Mapping[str, Any], **request: object) -> Quote:
        return quote_request(ruleset, _hi_request(groups, request))

    return ask


@pytest.fixture(scope="session")
def si(ruleset: Ruleset) -> Ask:
    """Return a function that quotes voluntary social insurance, at 1,500,000 VND unless told."""

    def ask(**request: object) -> Quote:
        return quote_request(ruleset, _si_request(request))

    return ask


@pytest.fixture(scope="session")
def refused(ruleset: Ruleset) -> Refuse:
    """Return a function that asks for a quote and returns the error it must meet."""

    def ask(**request: object) -> PolicyError:
        with pytest.raises(PolicyError) as caught:
            quote_request(ruleset, request)
        return caught.value

    return ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the packaged parameters, to break."""
    copy = tmp_path / "parameters"
    shutil.copytree(PACKAGED_PARAMETERS, copy)
    return copy


def has_no_float(item: object) -> bool:
    """Whether an answer, with all that is in it, is made without floats."""
    if isinstance(item, Mapping):
        return all(has_no_float(one) for one in item.values())
    if isinstance(item, list | tuple):
        return all(has_no_float(one) for one in item)
    return not isinstance(item, float)


def _hi_request(
    groups: tuple[str | Mapping[str, Any], ...], changes: Mapping[str, object]
) -> dict[str, object]:
    request: dict[str, object] = {
        "scheme": "household_hi",
        "on": DAY,
        "province": "nghe-an",
        "months": 12,
    }
    if groups:
        request["members"] = [
            {"group": one} if isinstance(one, str) else dict(one) for one in groups
        ]
    return {**request, **changes}


def _si_request(changes: Mapping[str, object]) -> dict[str, object]:
    return {
        "scheme": "voluntary_si",
        "on": DAY,
        "category": "other",
        "income_vnd": 1_500_000,
        "method": "monthly",
        **changes,
    }
