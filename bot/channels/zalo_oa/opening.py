"""The account's channels with their connections, from the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.channels.configured import value
from bot.channels.outward import client
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.channel import ZaloGuestChannel, ZaloOaChannel
from bot.channels.zalo_oa.tokens import Tokens
from bot.settings import Settings
from bot.store.store import Store

GUESTS_PART = 5
"""One request in so many is kept for guests: both channels share the account's rate."""


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """An account that is connected."""

    people: ZaloOaChannel
    guests: ZaloGuestChannel
    tokens: Tokens
    api: Api


@asynccontextmanager
async def open_zalo_oa(settings: Settings, store: Store) -> AsyncIterator[ZaloOa]:
    """Open the connections of the account; close them once a renewal under way is stored."""
    async with client(settings.zalo_oa_api) as api, client(settings.zalo_oa_signin) as signin:
        tokens = Tokens(
            store,
            signin,
            settings.zalo_oa_id,
            settings.zalo_oa_app_id,
            value(settings, "zalo_oa_app_secret"),
        )
        a_minute = settings.zalo_oa_requests_per_minute
        for_guests = a_minute // GUESTS_PART
        most_charged = settings.zalo_oa_charged_per_month
        calls = Api(api, tokens)
        try:
            yield ZaloOa(
                ZaloOaChannel(
                    calls,
                    store,
                    requests_per_minute=a_minute - for_guests,
                    most_charged=most_charged,
                    image_url=settings.zalo_oa_image_url,
                    button_template=settings.zalo_oa_button_template,
                ),
                ZaloGuestChannel(
                    calls,
                    store,
                    requests_per_minute=for_guests,
                    most_charged=most_charged,
                ),
                tokens,
                calls,
            )
        finally:
            await tokens.close()
