"""The bot as it runs, for the Telegrams that others wrote; they live in `.venv-telegram`."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Installation
from bot.store.store import Store

TOKEN = "4200042:TEST-of-an-emulator"
collect_ignore_glob = [] if find_spec("telemelya") and find_spec("tg_auto_test") else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here."""
    for item in items:
        if item.path.parent.name == "emulators":
            item.add_marker(pytest.mark.telegram)


@pytest.fixture
def installation(sqlite_url: str, loaded: Installation) -> Any:
    """Return a maker of installations that talk with Telegram only, with settings."""

    def make(**changed: Any) -> Installation:
        settings = loaded.settings.model_copy(
            update={
                "database_url": sqlite_url,
                "public_url": "https://hoi.example.vn",
                "telegram_token": SecretStr(TOKEN),
                **changed,
            }
        )
        return replace(loaded, settings=settings, store=Store.from_settings(settings))

    return make
