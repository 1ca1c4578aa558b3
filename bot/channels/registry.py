"""The channels that the settings ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.channels.contract import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of this process; the web is always one of them."""

    web: WebChannel
    telegram: TelegramChannel | None

    def by_name(self) -> Mapping[str, Channel]:
        """Return every channel by the name that conversations carry."""
        channels: list[Channel] = [self.web]
        if self.telegram is not None:
            channels.append(self.telegram)
        return {channel.name: channel for channel in channels}


@asynccontextmanager
async def open_channels(settings: Settings, web: WebChannel) -> AsyncIterator[Channels]:
    """Open the connections of the channels that have a token, and close them again."""
    async with AsyncExitStack() as stack:
        telegram = None
        if settings.telegram_token is not None:
            telegram = await stack.enter_async_context(
                TelegramChannel(settings.telegram_token.get_secret_value(), settings.telegram_api)
            )
        yield Channels(web, telegram)
