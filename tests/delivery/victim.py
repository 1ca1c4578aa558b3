"""A process that handles events and sends messages until it is killed.

Usage: victim.py DATABASE_URL PHONE_KEY HASH_KEY FILE; what is sent becomes lines of FILE.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from bot.channels.contract import Capabilities
from bot.content.load import load_content
from bot.conversation.replies import Reply
from bot.conversation.turn import Context
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.store.store import Store
from bot.store.vault import Vault
from policies import load_ruleset

HERE = Path(__file__).parent
LEASE = timedelta(seconds=2)


class Lines:
    """A channel whose messages are lines of a file, written whole."""

    name = "plain"
    capabilities = Capabilities(max_text=4000, buttons=0, max_button_label=0)

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, chat: str, part: Reply, key: str = "") -> str | None:
        os.write(self._file, f"{json.dumps([chat, part.text])}\n".encode())
        return None


def phrasebook() -> Any:
    """Return the understander of the other tests."""
    spec = spec_from_file_location("delivery_conftest", HERE / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.Phrasebook()


async def live(url: str, phone_key: str, hash_key: str, path: str) -> None:
    ruleset, content = load_ruleset(), load_content(HERE.parents[1] / "content" / "vi")

    def context(at: datetime, channel: str) -> Context:
        return Context(at=at, channel=channel, ruleset=ruleset, content=content, province="nghe-an")

    store, channels, never = (
        Store(url, Vault([phone_key], hash_key)),
        {"plain": Lines(path)},
        asyncio.Event(),
    )
    understander = phrasebook()
    print("alive", flush=True)  # noqa: T201 - the test waits for it
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            worker = Worker(store, understander, context, lease=LEASE, poll_seconds=0.1)
            sender = Sender(store, channels, lease=LEASE, poll_seconds=0.1)
            group.create_task(worker.run(never))
            group.create_task(sender.run(never))


if __name__ == "__main__":
    asyncio.run(live(*sys.argv[1:]))
