"""The addresses at which platforms tell us of people. A platform's code is loaded if it is on."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from bot.channels import configured
from bot.channels.configured import Needs, is_on, value
from bot.channels.door import Read, door
from bot.delivery import take
from bot.delivery.answerer import Answerer
from bot.settings import Settings
from bot.store.store import Store


def hook_routes(settings: Settings, store: Store, answerer: Answerer | None = None) -> list[Route]:
    """Return the routes of the channels that are on; without `answerer` workers answer.

    Raises:
        IncompleteSettingsError: a channel is on, but not everything it needs is set.
    """
    receive = partial(take, store, answerer=answerer)
    return [
        Route(needs.hook, door(needs.channel, read, receive), methods=["POST"])
        for needs in configured.ALL
        if needs.hook and (read := _reader(needs, settings, store)) is not None
    ]


def _reader(needs: Needs, settings: Settings, store: Store) -> Read | None:
    if not is_on(settings, needs):
        return None
    if needs is configured.TELEGRAM:
        if not (secret := value(settings, "telegram_webhook_secret")):
            return None
        from bot.channels.telegram import hook

        return hook.reader(secret)
    if needs is configured.ZALO_OA:
        from bot.channels.zalo_oa import events

        return events.reader(
            settings.zalo_oa_app_id,
            value(settings, "zalo_oa_webhook_key"),
            settings.zalo_oa_id,
            store.clock,
        )
    if needs is configured.ZALO_BOT:
        from bot.channels.zalo_bot import events as bot_events

        return bot_events.reader(value(settings, "zalo_bot_webhook_secret"), store.clock)
    from bot.channels.webhook import events as partner_events

    return partner_events.reader(value(settings, "webhook_secret_in"), store.clock)
