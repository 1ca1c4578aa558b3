"""A small HTTP server that stands where the Rasa service would, and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Call"], None]


@dataclass
class RasaDouble:
    """Where it listens, what it was asked, and what it does next."""

    url: str
    behave: Behaviour
    paths: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Call(BaseHTTPRequestHandler):
    """One request, which the behaviour of the moment answers."""

    protocol_version = "HTTP/1.1"
    double: RasaDouble
    text: str

    def do_POST(self) -> None:
        """Note the request and let the behaviour answer it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.text = json.loads(body)["text"]
        self.double.paths.append(self.path)
        self.double.texts.append(self.text)
        self.double.behave(self)

    def answer(self, body: bytes, status: int = 200) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep standard error clean."""


@contextmanager
def rasa_double(behave: Behaviour) -> Iterator[RasaDouble]:
    """Serve on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Call)
    server.daemon_threads = True
    double = RasaDouble(f"http://127.0.0.1:{server.server_port}", behave)
    server.RequestHandlerClass = type("BoundCall", (Call,), {"double": double})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
