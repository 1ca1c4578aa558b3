"""How many turns a second are durable, and how soon after receipt a reply is queued."""

from __future__ import annotations

import asyncio
import dataclasses
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.bench.ground import CHANNEL, SHOWS, Mind
from bot.channels.contract import Capabilities, InboundEvent, Rate
from bot.conversation.events import Text
from bot.conversation.replies import Reply
from bot.delivery import receive
from bot.delivery.answerer import Answerer
from bot.delivery.sender import Sender
from bot.delivery.service import SENDING
from bot.store import consents, conversations, outbox
from bot.store.models import Priority
from bot.store.store import Store

SAID = (
    "xin chào",
    "bảo hiểm y tế hộ gia đình đóng bao nhiêu",
    "nhà em có 4 người",
    "cảm ơn",
    "toi muon mua bao hiem xa hoi tu nguyen",
)
CHATS = 100
SIDE_BY_SIDE = 8
_WHOEVER = Rate(burst=1_000_000, seconds_each=0.001)
"""A limit that is kept, as anybody's is, and never reached."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long things took, in milliseconds."""

    median: float
    p99: float
    longest: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Latency:
        """Return the median, the 99th percentile and the longest of `seconds`."""
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        return cls(cuts[49] * 1000, cuts[98] * 1000, max(seconds) * 1000)


async def put(store: Store, answerer: Answerer, number: int) -> None:
    """Receive one event, the next thing that one of `CHATS` citizens says, and answer it."""
    inbound = InboundEvent(
        channel=CHANNEL,
        external_id=f"event-{number}",
        chat=f"chat-{number % CHATS}",
        event=Text(SAID[number // CHATS % len(SAID)]),
        received_at=store.clock(),
    )
    accepted = await receive(store, inbound, limit=_WHOEVER, answerer=answerer)
    if accepted.turn is None:
        raise RuntimeError("an event was not answered at once")


async def turns_a_second(store: Store, mind: Mind, count: int, first: int = 0) -> float:
    """Return how many events a second go from receipt to a durable reply, sent `SIDE_BY_SIDE`."""
    numbers, answerer = iter(range(first, first + count)), mind.answerer()

    async def go_on() -> None:
        for number in numbers:
            await put(store, answerer, number)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(SIDE_BY_SIDE):
            group.create_task(go_on())
    return count / (time.perf_counter() - begun)


async def latency(store: Store, mind: Mind, a_second: float, seconds: float, first: int) -> Latency:
    """Return how soon a reply is queued after receipt begins, with `a_second` events a second."""
    took: list[float] = []
    answerer = mind.answerer()

    async def one(number: int) -> None:
        at = time.perf_counter()
        await put(store, answerer, number)
        took.append(time.perf_counter() - at)

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(a_second * seconds)):
            await asyncio.sleep(max(start + number / a_second - time.perf_counter(), 0))
            group.create_task(one(first + number))
    return Latency.of(took)


class _Instant:
    """A channel that takes messages at once and counts them."""

    name: str = CHANNEL
    capabilities: Capabilities = SHOWS

    def __init__(self, expected: int) -> None:
        self._left = expected
        self.all_arrived = asyncio.Event()

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        self._left -= 1
        if not self._left:
            self.all_arrived.set()
        return None


async def sends_a_second(store: Store, owed: int) -> float:
    """Return how many messages a second are taken from the outbox, sent and durably marked.

    `owed` is how many the turns before have left there.
    """
    channel, stop = _Instant(owed), asyncio.Event()
    sender = Sender(store, {CHANNEL: channel}, slots=SENDING, reserved=SENDING // 2)
    begun = time.perf_counter()
    running = asyncio.create_task(sender.run(stop))
    await channel.all_arrived.wait()
    await _end(store, running, stop)
    return owed / (time.perf_counter() - begun)


class _Platform:
    """A channel as quick as a platform on the net, which notes when what arrived.

    It is not the channel of the turns, whose unsent replies would all go before a broadcast.
    """

    name: str = f"{CHANNEL}-net"
    capabilities: Capabilities = dataclasses.replace(
        SHOWS, account_rate=Rate(burst=2, seconds_each=1 / 30)
    )

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.news = asyncio.Event()

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        await asyncio.sleep(0.1)
        self.arrived[chat] = time.perf_counter()
        self.news.set()
        return None


async def beside_a_broadcast(store: Store, seconds: float) -> tuple[Latency, float]:
    """Return how soon replies arrive while a broadcast goes out, and how fast that goes.

    The platform takes 30 messages a second, two of them replies, and a tenth of a second for each.
    """
    platform, stop = _Platform(), asyncio.Event()
    for number in range(int(30 * seconds) + 60):
        await _owe(store, platform.name, f"broadcast-{number}", Priority.BROADCAST)
    sender = Sender(store, {platform.name: platform}, slots=SENDING, reserved=SENDING // 2)
    start = time.perf_counter()
    running = asyncio.create_task(sender.run(stop))
    owed: dict[str, float] = {}
    while (at := time.perf_counter()) < start + seconds:
        chat = f"reply-{len(owed)}"
        await _owe(store, platform.name, chat, Priority.REPLY)
        owed[chat] = at
        await asyncio.sleep(0.5)
    took = time.perf_counter() - min(platform.arrived.values(), default=start)
    broadcast = sum(chat.startswith("broadcast") for chat in platform.arrived) / took
    while not owed.keys() <= platform.arrived.keys():
        platform.news.clear()
        await platform.news.wait()
    await _end(store, running, stop)
    return Latency.of([platform.arrived[chat] - at for chat, at in owed.items()]), broadcast


async def _owe(store: Store, channel: str, chat: str, priority: Priority) -> None:
    async with store.begin() as session:
        conversation_id = await conversations.ensure(session, channel, chat)
        conversation = await conversations.lock(session, conversation_id)
        if priority is Priority.BROADCAST:
            await consents.opt_in(session, conversation_id)
        await outbox.add(session, conversation, Reply("Dạ, em chào anh/chị."), priority=priority)


async def _end(store: Store, running: asyncio.Task[None], stop: asyncio.Event) -> None:
    stop.set()
    store.wake.touch(["inbox", "outbox"])
    await running
