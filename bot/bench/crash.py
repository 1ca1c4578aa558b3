"""Kills web, worker and sender at random instants, while a platform sends and repeats."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
from collections import Counter
from pathlib import Path

from cryptography.fernet import Fernet

from bot.bench.ledger import Found, look, settled
from bot.bench.nursery import Child, Nursery
from bot.bench.victim import ALIVE
from bot.conversation.events import Event, Press, Text, event_to_json
from bot.store.store import Store
from bot.store.vault import Vault

EVENTS_OF_A_CHAT = 10
_IN_FLIGHT = 40
_REPEATED = 0.2
_LONGEST_LIFE_SECONDS = 2.0
_KILLS_AT_LEAST = 3


def story(number: int) -> list[Event]:
    """Return what one citizen does: ask to be called, agree, leave a number, then talk on."""
    talk: list[Event] = [Text(f"cảm ơn lần {turn}") for turn in range(EVENTS_OF_A_CHAT - 5)]
    return [
        Text("gọi lại cho tôi"),
        Press("lead:consent=yes"),
        Text(f"0912{number:06}"),
        Press("lead:skip=name"),
        Press("lead:skip=place"),
        *talk,
    ]


class Platform:
    """Sends each event until it is acknowledged; some again later, some chats out of order."""

    def __init__(self, turns: int, chance: random.Random) -> None:
        self._chance = chance
        self._rest: dict[str, list[tuple[str, Event]]] = {}
        for number in range(max(turns // EVENTS_OF_A_CHAT, 1)):
            events = [(f"{number}:{step}", event) for step, event in enumerate(story(number))]
            if number % 2:
                chance.shuffle(events)
            self._rest[f"chat-{number}"] = events
        self.events = {key: event for rest in self._rest.values() for key, event in rest}
        self.in_order = {chat for number, chat in enumerate(self._rest) if number % 2 == 0}
        self.acknowledged: dict[str, str] = {}
        self._flying: dict[str, str] = {}

    def done(self) -> bool:
        """Whether every event was acknowledged."""
        return len(self.acknowledged) == len(self.events)

    def lines(self) -> list[str]:
        """Return what a web process that has just begun is sent: all that nobody acknowledged."""
        waiting = [chat for chat, rest in self._rest.items() if rest]
        flying = {chat for chat in waiting if self._rest[chat][0][0] in self._flying}
        for chat in waiting:
            if len(flying) < _IN_FLIGHT:
                flying.add(chat)
        for chat in flying:
            self._fly(chat)
        lines = list(self._flying.values())
        self._chance.shuffle(lines)
        return lines

    def acknowledge(self, key: str) -> list[str]:
        """Take an acknowledgement; return what is sent next, repeats among it."""
        if key not in self._flying:
            return []
        line = self._flying.pop(key)
        chat = f"chat-{key.partition(':')[0]}"
        self._rest[chat].pop(0)
        self.acknowledged[key] = line
        ready = [one for one, rest in self._rest.items() if rest and rest[0][0] not in self._flying]
        sent = [self._fly(self._chance.choice(ready))] if ready else []
        if self._chance.random() < _REPEATED:
            sent.append(self._chance.choice(list(self.acknowledged.values())))
        return sent

    def _fly(self, chat: str) -> str:
        key, event = self._rest[chat][0]
        line = json.dumps({"id": key, "chat": chat, "event": event_to_json(event)}) + "\n"
        self._flying[key] = line
        return line


class Crash:
    """One run. `kills` counts the processes killed, by role."""

    def __init__(self, url: str, turns: int, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.platform = Platform(turns, self._chance)
        self.kills: Counter[str] = Counter()
        self._url = url
        self._key = Fernet.generate_key().decode()
        self._settled = asyncio.Event()

    async def run(self) -> Found:
        """Play until everything is handled and sent; return what is found then.

        Raises:
            RuntimeError: a process ended by itself.
        """
        async with Store(self._url, Vault([self._key], "crash")) as store:
            with tempfile.TemporaryDirectory(prefix="ansinh-crash-") as folder:
                arrived = Path(folder) / "arrived"
                arrived.touch()
                victims = Nursery("bot.bench.victim", self._url, str(arrived), self._key)
                async with victims, asyncio.TaskGroup() as group:
                    group.create_task(self._web(victims))
                    for role in ("worker", "sender"):
                        group.create_task(self._again_and_again(role, victims))
                    group.create_task(self._watch(store))
                return await look(store, self.platform, _read(arrived))

    async def _web(self, victims: Nursery) -> None:
        while not self.platform.done():
            child = await _begun(victims, self._chance.choice(("web", "web-that-answers")))
            killing = asyncio.create_task(self._kill(child, "web"))
            child.write(self.platform.lines())
            while key := await child.line():
                child.write(self.platform.acknowledge(key))
                if self.platform.done():
                    break
            killing.cancel()
            await child.end()

    async def _again_and_again(self, role: str, victims: Nursery) -> None:
        while not self._settled.is_set():
            child = await _begun(victims, role)
            killing = asyncio.create_task(self._kill(child, role))
            over = asyncio.create_task(self._settled.wait())
            await asyncio.wait({killing, over}, return_when=asyncio.FIRST_COMPLETED)
            over.cancel()
            killing.cancel()
            await child.end()

    async def _kill(self, child: Child, role: str) -> None:
        # The first of a kind dies before it can have done everything.
        life = _LONGEST_LIFE_SECONDS if self.kills[role] else 0.3
        await asyncio.sleep(self._chance.uniform(0.05, life))
        if self.platform.done() and self.kills[role] >= _KILLS_AT_LEAST:
            # What is left is little, and every kill makes it wait for a lease to run out.
            await self._settled.wait()
        elif child.kill():
            self.kills[role] += 1

    async def _watch(self, store: Store) -> None:
        while not self._settled.is_set():
            await asyncio.sleep(0.2)
            if self.platform.done() and await settled(store):
                self._settled.set()


async def _begun(victims: Nursery, role: str) -> Child:
    child = await victims.begin(role)
    if await child.line() != ALIVE:
        raise RuntimeError(f"a {role} did not begin")
    return child


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
