"""The channels that the settings ask for. A platform's code is loaded if it is on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bot.channels import configured
from bot.channels.configured import is_on, value
from bot.channels.contract import Channel
from bot.channels.web.channel import WebChannel
from bot.delivery import take
from bot.delivery.answerer import Answerer
from bot.delivery.loop import pause
from bot.delivery.receiving import receive_alone
from bot.settings import Settings
from bot.store.store import Store

HOUR_SECONDS = 3600
Chore: TypeAlias = Callable[[asyncio.Event], Awaitable[None]]
"""Work that ends when it is told to stop, or earlier: then it is begun anew."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of this process; the web is always one of them.

    `chores` is what they want done again and again beside sending, by name.
    """

    web: WebChannel
    others: tuple[Channel, ...]
    chores: Mapping[str, Chore]

    def by_name(self) -> Mapping[str, Channel]:
        """Return every channel by the name that conversations carry."""
        return {channel.name: channel for channel in (self.web, *self.others)}


@asynccontextmanager
async def open_channels(
    settings: Settings, web: WebChannel, store: Store, answerer: Answerer | None = None
) -> AsyncIterator[Channels]:
    """Open the connections of the channels that are on, and close them again.

    What they ask for themselves is answered by `answerer`, or left to workers.

    Raises:
        IncompleteSettingsError: a channel is on, but not everything it needs is set.
    """
    others: list[Channel] = []
    chores: dict[str, Chore] = {}
    async with AsyncExitStack() as stack:
        if is_on(settings, configured.TELEGRAM):
            from bot.channels.telegram.channel import TelegramChannel

            telegram = TelegramChannel(value(settings, "telegram_token"), settings.telegram_api)
            others.append(await stack.enter_async_context(telegram))
            if not value(settings, "telegram_webhook_secret"):
                poll = partial(telegram.poll, partial(take, store, answerer=answerer))
                chores["telegram"] = partial(
                    receive_alone, store, configured.TELEGRAM.channel, poll
                )
        if is_on(settings, configured.ZALO_OA):
            from bot.channels.zalo_oa.opening import open_zalo_oa

            account = await stack.enter_async_context(open_zalo_oa(settings, store))
            others += [account.people, account.guests]
            chores["zalo tokens"] = partial(_hourly, account.tokens.look_after)
        if is_on(settings, configured.ZALO_BOT):
            from bot.channels.zalo_bot.channel import ZaloBotChannel

            zalo_bot = ZaloBotChannel(value(settings, "zalo_bot_token"), settings.zalo_bot_api)
            others.append(await stack.enter_async_context(zalo_bot))
        if is_on(settings, configured.WEBHOOK):
            from bot.channels.webhook.channel import WebhookChannel

            partner = WebhookChannel(
                settings.webhook_url,
                value(settings, "webhook_secret_out"),
                store.clock,
                max_text=settings.webhook_max_text,
                max_buttons=settings.webhook_max_buttons,
                voice=settings.webhook_voice,
            )
            others.append(await stack.enter_async_context(partner))
        yield Channels(web, tuple(others), chores)


async def _hourly(look_after: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    await look_after()
    await pause(stop, HOUR_SECONDS)
