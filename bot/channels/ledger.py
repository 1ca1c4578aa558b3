"""Whether a platform with a window takes a message now, and what it costs the office."""

from __future__ import annotations

from bot.channels.contract import DeliveryError, Outcome, Window
from bot.store import buckets, windows
from bot.store.store import Store
from bot.vietnam import VIETNAM


class Ledger:
    """Keeps to a channel's window, and to how many charged messages a month the office pays for.

    The channels of one `account` share the month. Senders of any number of processes never go over
    it: they note a charge one after the other, before they send.
    """

    def __init__(
        self,
        store: Store,
        channel: str,
        window: Window,
        most_charged: int,
        account: str | None = None,
    ) -> None:
        self._store = store
        self._channel = channel
        self._account = account or channel
        self._window = window
        self._most_charged = most_charged

    async def admit(self, chat: str) -> int | None:
        """Return None where a message is free, or the id of the charge that was noted for it.

        Raises:
            DeliveryError: the platform would refuse it, or the office does not pay for it.
        """
        at = self._store.clock()
        async with self._store.read() as session:
            known = await windows.interaction(session, self._channel, chat)
        if known is None or known[1] is None:
            raise DeliveryError(Outcome.DROP, "the person never wrote to us here")
        conversation_id, since = known[0], at - known[1]
        if since <= self._window.free:
            return None
        if since > self._window.closes:
            days = self._window.closes.days
            raise DeliveryError(Outcome.DROP, f"the person did not write for over {days} days")
        month = at.astimezone(VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        async with self._store.begin() as session:
            await buckets.hold_account(session, self._account)
            if await windows.charged(session, self._account, month) >= self._most_charged:
                raise DeliveryError(
                    Outcome.DROP, "the free time is over and the month's charged messages are used"
                )
            return await windows.charge(session, self._account, conversation_id)

    async def settle(self, charged_id: int | None, error: DeliveryError) -> None:
        """Take a charge back where the message certainly did not arrive."""
        if charged_id is not None and error.outcome is not Outcome.IN_DOUBT:
            async with self._store.begin() as session:
                await windows.take_back(session, charged_id)
