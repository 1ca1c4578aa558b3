"""A platform over real HTTP that fails in the ways platforms and the networks before them do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from fastapi import FastAPI

HTML = b"<!doctype html><html><title>Just a moment</title></html>"


class Double(Protocol):
    """What the platform does while it is well."""

    app: FastAPI


@dataclass(frozen=True)
class Fault:
    """One way to fail.

    `answer` is what is written before the connection ends; without one, the platform keeps the
    connection and never answers, or `closes` it. With `takes` it has taken the message before.
    """

    name: str
    answer: bytes | None = None
    closes: bool = False
    takes: bool = False

    def __str__(self) -> str:
        return self.name


def answer(
    status: int, body: bytes, kind: str = "application/json", *, cut: int = 0, **headers: str
) -> bytes:
    """Return the bytes of an answer; with `cut`, its length promises so many bytes more."""
    lines = [
        f"HTTP/1.1 {status} Said",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body) + cut}",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def html(status: int, **headers: str) -> bytes:
    """Return what something before the platform answers in its place."""
    return answer(status, HTML, "text/html", **headers)


class Faulty:
    """A double on a port of this machine; it behaves as it does until there is a `fault`."""

    def __init__(self, double: Double) -> None:
        self.fault: Fault | None = None
        self.asked: list[str] = []
        """The addresses that were asked for, in order."""
        self._double = httpx.AsyncClient(
            transport=httpx.ASGITransport(double.app), base_url="http://platform"
        )
        self._open: set[asyncio.StreamWriter] = set()
        self._under_way: set[asyncio.Task[Any]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the one request of a connection."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        self._open.add(writer)
        try:
            await self._converse(reader, writer)
        finally:
            self._open.discard(writer)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._under_way.discard(task)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            method, path, _ = first.split(" ")
            headers = {
                name.lower(): one for name, _, one in (line.partition(": ") for line in lines)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append(path)
            fault = self.fault
            if fault is None or fault.takes:
                told = await self._double.request(method, path, headers=headers, content=body)
            if fault is None:
                writer.write(answer(told.status_code, told.content, **_more(told)))
            elif fault.answer is not None:
                writer.write(fault.answer)
            elif not fault.closes:
                await reader.read()
            await writer.drain()

    def hang_up(self) -> None:
        """Close every connection."""
        for writer in self._open:
            writer.close()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Give the platform's address while it is up."""
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        try:
            yield f"http://{host}:{port}"
        finally:
            server.close()
            self.hang_up()
            if self._under_way:
                await asyncio.wait(self._under_way)
            await server.wait_closed()
            await self._double.aclose()


def _more(told: httpx.Response) -> dict[str, str]:
    wait = told.headers.get("retry-after")
    return {} if wait is None else {"Retry_After": wait}


def json_of(value: Any) -> bytes:
    """Return the bytes of an answer that is JSON, of whatever shape."""
    return answer(200, json.dumps(value).encode())


SLOW_DOWN = Fault("429 of a proxy", html(429, Retry_After="7"))
SLOW_FOR_EVER = Fault("429 for ever", html(429, Retry_After="9" * 30))
FAILED = Fault("500", html(500))
GATEWAY = Fault("502 after it was taken", html(502), takes=True)
REDIRECT = Fault("redirect", html(302, Location="/elsewhere"))
FIREWALL = Fault("403 of a firewall", html(403))
PAGE = Fault("a page", html(200))
EMPTY = Fault("an empty answer", answer(200, b""))
TRUNCATED = Fault(
    "truncated JSON", answer(200, '{"ok":true,"result":{"text":"Bà Hoa 0912345678'.encode())
)
CUT = Fault("an answer cut off", answer(200, b'{"ok":tr', cut=500), takes=True)
LIST = Fault("a list", json_of([]))
WRONG_RESULT = Fault("a result of another shape", json_of({"ok": True, "result": [1]}))
WRONG_CODE = Fault("a code that is none", json_of({"ok": "yes", "error": {}, "error_code": []}))
DEEP = Fault("JSON without end", answer(200, b"[" * 100_000))
SILENT = Fault("no answer")
SILENT_BUT_TOOK = Fault("no answer after it was taken", takes=True)
CLOSES = Fault("a closed connection", closes=True)
CLOSES_BUT_TOOK = Fault("a connection closed after it was taken", closes=True, takes=True)
FAULTS = [
    SLOW_DOWN,
    SLOW_FOR_EVER,
    FAILED,
    GATEWAY,
    REDIRECT,
    FIREWALL,
    PAGE,
    EMPTY,
    TRUNCATED,
    CUT,
    LIST,
    WRONG_RESULT,
    WRONG_CODE,
    DEEP,
    SILENT,
    SILENT_BUT_TOOK,
    CLOSES,
    CLOSES_BUT_TOOK,
]
