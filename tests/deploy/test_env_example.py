""".env.example names every setting, with the default that the code has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings

from .files import ROOT, env_example

EXAMPLE = env_example()
FIELDS = {f"ANSINH_{name.upper()}": field for name, field in Settings.model_fields.items()}
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "WEB_PUBLISH"}


def _written(default: Any) -> str:
    if default is None:
        return ""
    if isinstance(default, Path):
        return str(default.relative_to(ROOT))
    return default if isinstance(default, str) else json.dumps(default)


def test_the_example_names_every_setting_and_no_other():
    assert set(EXAMPLE) == set(FIELDS) | COMPOSE_ONLY


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_with_a_default_shows_it(name):
    value, active = EXAMPLE[name]
    field = FIELDS[name]
    if field.is_required():
        assert (value, active) == ("", True)
    else:
        assert value == _written(field.get_default(call_default_factory=True))


def test_only_what_must_be_filled_in_is_active():
    active = {name for name, (_, is_active) in EXAMPLE.items() if is_active}
    required = {name for name, field in FIELDS.items() if field.is_required()}
    assert active == required | {"POSTGRES_PASSWORD", "ANSINH_NLU_TOKEN"}


def test_the_example_holds_no_secret():
    assert {value for value, active in EXAMPLE.values() if active} == {""}
