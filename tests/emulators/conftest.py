"""The bot as it runs, for the Telegrams that others wrote; they live in `.venv-telegram`."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest

from bot.app import Installation
from bot.settings import Settings
from bot.store.store import Store
from bot.store.vault import fresh_keys

TOKEN = "4200042:TEST-of-an-emulator"
collect_ignore_glob = [] if find_spec("telemelya") and find_spec("tg_auto_test") else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here."""
    for item in items:
        if item.path.parent.name == "emulators":
            item.add_marker(pytest.mark.telegram)


@pytest.fixture(scope="session")
def loaded() -> Installation:
    """Return an installation of which the rules, words and understanding are used again."""
    return Installation.load(_settings())


@pytest.fixture
def installation(sqlite_url: str, loaded: Installation) -> Any:
    """Return a maker of installations that talk with Telegram only, with settings."""

    def make(**changed: Any) -> Installation:
        settings = _settings(database_url=sqlite_url, **changed)
        return replace(loaded, settings=settings, store=Store.from_settings(settings))

    return make


def _settings(**changed: Any) -> Settings:
    keys = fresh_keys()
    fields = {
        "secret_key": keys["ANSINH_SECRET_KEY"],
        "phone_key": keys["ANSINH_PHONE_KEY"],
        "phone_hash_key": keys["ANSINH_PHONE_HASH_KEY"],
        "public_url": "https://hoi.example.vn",
        "telegram_token": TOKEN,
        "nlu_url": "",
    }
    return Settings.model_validate({**fields, **changed})
