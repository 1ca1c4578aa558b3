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
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
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


class _Timed(Worker):
    """A worker that notes when the transaction of each event was committed."""

    def expect(self, count: int) -> None:
        self.ended: dict[int, float] = {}
        self._count = count
        self.all_ended = asyncio.Event()

    def committed(self, inbox_id: int) -> None:
        self.ended[inbox_id] = time.perf_counter()
        if len(self.ended) == self._count:
            self.all_ended.set()


async def put(store: Store, number: int, chats: int) -> int:
    """Receive one event, the next thing that one of `chats` citizens says; return its id."""
    inbound = InboundEvent(
        channel=CHANNEL,
        external_id=f"event-{number}",
        chat=f"chat-{number % chats}",
        event=Text(SAID[number // chats % len(SAID)]),
        received_at=store.clock(),
    )
    accepted = await receive(store, inbound, limit=None)
    if accepted.inbox_id is None:
        raise RuntimeError("an event was refused without a limit")
    return accepted.inbox_id


def _worker(store: Store, mind: Mind, count: int) -> _Timed:
    worker = _Timed(store, mind.understander, mind.context, slots=4, instant=True)
    worker.expect(count)
    return worker


async def turns_a_second(store: Store, mind: Mind, count: int, first: int = 0) -> float:
    """Return how many events a second go from receipt to a durable reply, all sent at once."""
    worker, stop = _worker(store, mind, count), asyncio.Event()
    begun = time.perf_counter()
    running = asyncio.create_task(worker.run(stop))
    for number in range(first, first + count):
        await put(store, number, chats=100)
    await worker.all_ended.wait()
    took = max(worker.ended.values()) - begun
    await _end(store, running, stop)
    return count / took


async def latency(store: Store, mind: Mind, a_second: float, seconds: float, first: int) -> Latency:
    """Return how soon a reply is queued after receipt begins, with `a_second` events a second."""
    count = int(a_second * seconds)
    worker, stop = _worker(store, mind, count), asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    begun: dict[int, float] = {}

    async def one(number: int) -> None:
        at = time.perf_counter()
        begun[await put(store, number, chats=100)] = at

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(start + number / a_second - time.perf_counter(), 0))
            group.create_task(one(first + number))
    await worker.all_ended.wait()
    await _end(store, running, stop)
    return Latency.of([worker.ended[event] - at for event, at in begun.items()])


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
    sender = Sender(store, {platform.name: platform}, slots=8, reserved=4)
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
