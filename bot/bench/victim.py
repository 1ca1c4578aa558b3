"""A process that is going to be killed: it receives, handles or sends, and nothing else.

What it sends becomes lines of a file, each written whole, so that they survive it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import timedelta

from bot.bench.ground import CHANNEL, SHOWS, Mind
from bot.bench.nursery import nurse
from bot.channels.contract import Capabilities, InboundEvent
from bot.conversation.events import event_from_json
from bot.conversation.replies import Reply
from bot.delivery import receive
from bot.delivery.answerer import Answerer
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.store.store import Store
from bot.store.vault import Vault

ALIVE = "alive"
LEASE = timedelta(seconds=2)
_POLL_SECONDS = 0.1


class Lines:
    """A channel whose messages are lines of a file: chat and key."""

    name: str = CHANNEL
    capabilities: Capabilities = SHOWS

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:  # noqa: ARG002
        """Write the line."""
        os.write(self._file, f"{json.dumps([chat, key])}\n".encode())
        # A platform takes a moment to answer: the moment in which nobody knows.
        await asyncio.sleep(0.005)
        return None


async def receive_lines(store: Store, answerer: Answerer | None = None) -> None:
    """Receive the events on standard input and answer each with its id, once it is safe.

    Without an `answerer` they are left to workers.
    """
    _say(ALIVE)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        told = json.loads(line)
        inbound = InboundEvent(
            channel=CHANNEL,
            external_id=told["id"],
            chat=told["chat"],
            event=event_from_json(told["event"]),
            received_at=store.clock(),
        )
        await receive(store, inbound, limit=None, answerer=answerer)
        _say(told["id"])


async def work(store: Store, mind: Mind) -> None:
    """Handle events until killed."""
    worker = Worker(store, mind.answerer(), slots=3, lease=LEASE, poll_seconds=_POLL_SECONDS)
    _say(ALIVE)
    await worker.run(asyncio.Event())


async def send(store: Store, path: str) -> None:
    """Send messages until killed."""
    sender = Sender(store, {CHANNEL: Lines(path)}, slots=4, lease=LEASE, poll_seconds=_POLL_SECONDS)
    _say(ALIVE)
    await sender.run(asyncio.Event())


def _say(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - the process that kills this one reads it


async def live(role: str, mind: Mind, url: str, path: str, phone_key: str) -> None:
    """Do one kind of work for ever."""
    store = Store(url, Vault([phone_key], "crash"))
    match role:
        case "web":
            await receive_lines(store)
        case "web-that-answers":
            await receive_lines(store, mind.answerer())
        case "worker":
            await work(store, mind)
        case _:
            await send(store, path)


def main(url: str, path: str, phone_key: str, asked_at: str) -> None:
    """Load what all roles need, and fork one for each that is asked for."""
    mind = Mind.load()
    nurse(int(asked_at), lambda role: asyncio.run(live(role, mind, url, path, phone_key)))


if __name__ == "__main__":
    main(*sys.argv[1:])
