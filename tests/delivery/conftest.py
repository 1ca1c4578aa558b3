"""A bot to talk with: the real rules, texts and flows, a real store, a channel in this process."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.contract import Capabilities, InboundEvent, Rate
from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.events import Event, Press, Text
from bot.conversation.replies import Reply
from bot.conversation.turn import Context
from bot.delivery.answerer import Answerer
from bot.delivery.intake import Accepted, receive
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.leads.phones import BadPhoneError, parse_phone
from bot.store.store import Store
from nlu import Meaning
from policies import Ruleset, load_ruleset

INTENTS = {
    "xin chào": "greet",
    "cảm ơn": "thanks",
    "gặp người": "talk_to_human",
    "đồng ý": "affirm",
    "xóa thông tin của tôi": "delete_my_data",
    "gọi lại cho tôi": "leave_contact",
}


class Phrasebook:
    """Understands the phrases of `INTENTS`, phone numbers, and nothing else.

    `heard` are the sentences it was asked about, with what was awaited, and `days` when they were
    written. A sentence in `broken` raises.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []
        self.days: list[date | None] = []
        self.broken: set[str] = set()

    async def understand(
        self, text: str, awaiting: str | None, today: date | None = None
    ) -> Meaning:
        self.heard.append((text, awaiting))
        self.days.append(today)
        if text in self.broken:
            raise RuntimeError(f"cannot understand {text}")
        try:
            return Meaning("inform", 0.9, values={"phone": parse_phone(text)})
        except BadPhoneError:
            return Meaning(INTENTS.get(text.casefold(), "inform"), 0.9)


class Postbox:
    """A channel that keeps what arrives. `outcomes` are raised, one a send, until none is left."""

    def __init__(self, name: str, capabilities: Capabilities) -> None:
        self.name = name
        self.capabilities = capabilities
        self.arrived: list[tuple[str, Reply]] = []
        self.keys: list[str] = []
        self.outcomes: list[BaseException | None] = []
        self.while_sending: Callable[[], Any] | None = None

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:
        if self.while_sending is not None:
            await self.while_sending()
        self.keys.append(key)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is not None:
            raise outcome
        self.arrived.append((chat, part))
        return f"{self.name}-{len(self.arrived)}"

    def texts(self, chat: str) -> list[str]:
        return [part.text for to, part in self.arrived if to == chat]


class Bot:
    """A store, a worker and a sender, worked by hand."""

    def __init__(
        self,
        store: Store,
        context_factory: Callable[[datetime, str], Context],
        phrasebook: Phrasebook,
        channels: Sequence[Postbox],
    ) -> None:
        self.store = store
        self.context_factory = context_factory
        self.phrasebook = phrasebook
        self.answerer = Answerer(phrasebook, context_factory)
        self.channels = {channel.name: channel for channel in channels}
        self.worker = self.new_worker()
        self.sender = self.new_sender()
        self._numbers = itertools.count()
        self.limit: Rate | None = None
        self.at_once = False

    def new_worker(self, **options: Any) -> Worker:
        return Worker(self.store, self.answerer, **options)

    def new_sender(self, **options: Any) -> Sender:
        return Sender(self.store, self.channels, **options)

    async def receives(
        self,
        event: Event,
        chat: str = "lan",
        channel: str = "plain",
        key: str | None = None,
        answerer: Answerer | None = None,
    ) -> Accepted:
        """Receive an event; who answers it `at_once`, or else a worker, is `answerer`."""
        inbound = InboundEvent(
            channel=channel,
            external_id=key or f"event-{next(self._numbers)}",
            chat=chat,
            event=event,
            received_at=self.store.clock(),
        )
        return await receive(
            self.store,
            inbound,
            limit=self.limit,
            answerer=answerer or (self.answerer if self.at_once else None),
        )

    async def works(self) -> None:
        while await self.worker.step():
            pass

    async def sends(self) -> None:
        while await self.sender.step():
            pass

    async def hears(self, event: Event, chat: str = "lan", channel: str = "plain") -> list[str]:
        """Take an event all the way; return the texts that arrived for it."""
        before = len(self.channels[channel].texts(chat))
        await self.receives(event, chat, channel)
        await self.works()
        await self.sends()
        return self.channels[channel].texts(chat)[before:]

    async def leaves_number(
        self, phone: str = "0912 345 678", chat: str = "lan", channel: str = "plain"
    ) -> None:
        """Go through the flow of a lead up to the phone number."""
        await self.hears(Text("gọi lại cho tôi"), chat, channel)
        await self.hears(Press("lead:consent=yes"), chat, channel)
        await self.hears(Text(phone), chat, channel)

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.store.read() as session:
            return list((await session.scalars(select(table).order_by(table.id))).all())


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return load_ruleset()


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(Path(__file__).resolve().parents[2] / "content" / "vi")


@pytest.fixture
def phrasebook() -> Phrasebook:
    return Phrasebook()


@pytest.fixture
def context_factory(ruleset: Ruleset, content: Content) -> Callable[[datetime, str], Context]:
    def make(at: datetime, channel: str) -> Context:
        return Context(at=at, channel=channel, ruleset=ruleset, content=content, province="nghe-an")

    return make


@pytest.fixture
def plain() -> Postbox:
    """Return a channel with text only, as short as an SMS of four parts."""
    return Postbox("plain", Capabilities(max_text=600, buttons=0, max_button_label=0))


@pytest.fixture
def rich() -> Postbox:
    """Return a channel with buttons and sources."""
    capabilities = Capabilities(max_text=4096, buttons=10, max_button_label=40, shows_sources=True)
    return Postbox("rich", capabilities)


@pytest.fixture
def bot(
    store: Store,
    context_factory: Callable[[datetime, str], Context],
    phrasebook: Phrasebook,
    plain: Postbox,
    rich: Postbox,
) -> Bot:
    return Bot(store, context_factory, phrasebook, [plain, rich])
