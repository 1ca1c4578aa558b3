"""Processes that begin at once, because another one has loaded for them: it forks one a request.

What a process loads at its start has nothing to lose yet; what it does afterwards is killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

READY = b"ready"
_MESSAGE = 64


@dataclass(frozen=True, slots=True)
class Child:
    """A process, and both ends of what it reads and writes."""

    pid: int
    reader: StreamReader
    writer: StreamWriter

    def kill(self) -> bool:
        """Kill it at once; return whether it still lived."""
        if self.reader.at_eof():
            return False
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
            return True
        return False

    async def line(self) -> str:
        """Return the next line that it writes; empty once it has ended."""
        try:
            return (await self.reader.readline()).decode().strip()
        except ConnectionError:
            return ""

    def write(self, lines: list[str]) -> None:
        """Let it read `lines`, unless it has ended."""
        if not self.writer.is_closing():
            self.writer.write("".join(lines).encode())

    async def end(self) -> None:
        """Kill it and wait until nothing of it is left to read."""
        self.kill()
        with suppress(ConnectionError):
            await self.reader.read()
        self.writer.close()


class Nursery:
    """A process of `module` that calls `nurse`, to be used as an async context manager."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = (sys.executable, "-m", module, *arguments)
        self._asking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._here, there = socket.socketpair()
        self._here.setblocking(False)
        with there:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, str(there.fileno()), pass_fds=[there.fileno()]
            )
        if await self._answer() != READY:
            raise RuntimeError("no process could be begun")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._here.close()
        await self._process.wait()

    async def begin(self, role: str) -> Child:
        """Return a new process that plays `role`."""
        ours, theirs = socket.socketpair()
        async with self._asking:
            with theirs:
                socket.send_fds(self._here, [role.encode()], [theirs.fileno()])
            pid = int(await self._answer())
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return Child(pid, reader, writer)

    async def _answer(self) -> bytes:
        return await asyncio.get_running_loop().sock_recv(self._here, _MESSAGE)


def nurse(asked_at: int, play: Callable[[str], None]) -> None:
    """Fork a process that plays a role, whenever one is asked for, until nobody can ask any more.

    Standard input and output of the new process are those that were sent along.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=asked_at) as asked:
        asked.send(READY)
        while True:
            role, files, _, _ = socket.recv_fds(asked, _MESSAGE, 1)
            if not role:
                return
            pid = os.fork()
            if pid == 0:
                _play(asked, files[0], role.decode(), play)
            os.close(files[0])
            asked.send(str(pid).encode())


def _play(asked: socket.socket, file: int, role: str, play: Callable[[str], None]) -> None:
    try:
        asked.close()
        os.dup2(file, 0)
        os.dup2(file, 1)
        os.close(file)
        sys.stdin, sys.stdout = os.fdopen(0, "r"), os.fdopen(1, "w")
        play(role)
    finally:
        os._exit(1)
