"""An account with its tokens set, in front of the double."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest

from bot.channels.zalo_oa.opening import ZaloOa, open_zalo_oa
from bot.channels.zalo_oa.tokens import account_name
from bot.settings import Settings
from bot.store import conversations, token_pairs, windows
from bot.store.store import Store
from tests.channels.serving import serving
from tests.channels.zalo_oa.double import LIFE, OA_ID, ZaloDouble


class Account:
    """Both sides of an account: our channels and Zalo's double."""

    def __init__(self, double: ZaloDouble, ours: ZaloOa, store: Store) -> None:
        self.double = double
        self.ours = ours
        self.store = store

    async def set_tokens(self) -> None:
        access, refresh = self.double.issue()
        async with self.store.begin() as session:
            until = self.store.clock() + LIFE
            await token_pairs.put(session, account_name(OA_ID), access, refresh, until)

    async def wrote(self, person: str = "u1", channel: str = "zalo_oa") -> None:
        """Let a person have written just now, as both sides know."""
        at: datetime = self.store.clock()
        self.double.interacted[person] = at
        async with self.store.begin() as session:
            talk = await conversations.ensure(session, channel, person)
            windows.opened(await conversations.lock(session, talk), at)

    def texts(self) -> list[str]:
        return [body["message"].get("text", "") for body in self.double.sent]


@pytest.fixture
async def account(
    own_store: Store, clock: Any, settings_with: Callable[..., Settings]
) -> AsyncIterator[Account]:
    """Return an account whose tokens are set and to whom `u1` wrote."""
    double = ZaloDouble(clock)
    async with serving(double) as address:
        settings = settings_with(
            zalo_oa_api=address,
            zalo_oa_signin=address,
            zalo_oa_image_url="https://hoi.example.vn/cover.png",
            zalo_oa_charged_per_month=2,
        )
        async with open_zalo_oa(settings, own_store) as ours:
            opened = Account(double, ours, own_store)
            await opened.set_tokens()
            await opened.wrote()
            yield opened
