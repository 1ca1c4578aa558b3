"""An installation with every channel on, and doubles of the platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.hooks import hook_routes
from bot.channels.web import WebChannel, web_routes
from bot.settings import Settings
from bot.store.store import Store
from bot.store.vault import Vault, fresh_keys
from tests.channels.requests import TELEGRAM_SECRET, WEB_SECRET, ZALO_BOT_SECRET
from tests.channels.telegram.double import TOKEN as TELEGRAM_TOKEN
from tests.channels.webhook.double import SECRET_IN, SECRET_OUT
from tests.channels.zalo_bot.double import TOKEN as ZALO_BOT_TOKEN
from tests.channels.zalo_oa.double import APP_ID, APP_SECRET, OA_ID, WEBHOOK_KEY


@pytest.fixture
async def own_store(vault: Vault, clock: Any) -> AsyncIterator[Store]:
    """Return a store in memory: for what does not ask for a database of each kind."""
    async with Store("sqlite+aiosqlite://", vault, clock) as opened:
        await opened.create_tables()
        yield opened


@pytest.fixture
def settings_with() -> Callable[..., Settings]:
    """Return a maker of settings in which every channel is on, with changes."""
    keys = fresh_keys()

    def make(**changed: Any) -> Settings:
        fields = {
            "secret_key": WEB_SECRET,
            "phone_key": keys["ANSINH_PHONE_KEY"],
            "phone_hash_key": keys["ANSINH_PHONE_HASH_KEY"],
            "public_url": "https://hoi.example.vn",
            "telegram_token": TELEGRAM_TOKEN,
            "telegram_webhook_secret": TELEGRAM_SECRET,
            "zalo_oa_id": OA_ID,
            "zalo_oa_app_id": APP_ID,
            "zalo_oa_app_secret": APP_SECRET,
            "zalo_oa_webhook_key": WEBHOOK_KEY,
            "zalo_bot_token": ZALO_BOT_TOKEN,
            "zalo_bot_webhook_secret": ZALO_BOT_SECRET,
            "webhook_url": "https://partner.example.vn/inbox",
            "webhook_secret_in": SECRET_IN,
            "webhook_secret_out": SECRET_OUT,
            **changed,
        }
        return Settings.model_validate(fields)

    return make


@pytest.fixture
async def platform(
    own_store: Store, settings_with: Callable[..., Settings], loaded: Any, clock: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that makes requests at our doors."""
    settings = settings_with()
    app = FastAPI()
    app.router.routes.extend(hook_routes(settings, own_store))
    app.include_router(web_routes(settings, own_store, lambda: loaded.content, WebChannel(), clock))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ours") as client:
        yield client
