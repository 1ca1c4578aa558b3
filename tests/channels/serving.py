"""A double of a platform on a port of this machine, and a clock's moment in its requests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import uvicorn
from fastapi import FastAPI


class Double(Protocol):
    """What stands in for a platform."""

    app: FastAPI


@asynccontextmanager
async def serving(double: Double) -> AsyncIterator[str]:
    """Serve a double over HTTP; give its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        # Who is faster than the server waits at the door instead of being turned away.
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(double.app, log_level="error", lifespan="off"))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task
