"""The whole bot behind a port of this machine, and Chromium in front of it."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from bot.app import Installation, web_app
from bot.serving import Server
from bot.settings import Settings
from bot.store import schema
from bot.store.vault import fresh_keys

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def office_port() -> int:
    """Return the port of the office's own site."""
    return free_port()


@pytest.fixture(scope="module")
def bot_settings(tmp_path_factory: pytest.TempPathFactory, office_port: int) -> Settings:
    """Return settings as in production; Chromium keeps secure cookies of this machine too."""
    keys = fresh_keys()
    return Settings.model_validate(
        {
            "database_url": f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('bot')}/ansinh.db",
            "secret_key": keys["ANSINH_SECRET_KEY"],
            "phone_key": keys["ANSINH_PHONE_KEY"],
            "phone_hash_key": keys["ANSINH_PHONE_HASH_KEY"],
            "web_port": free_port(),
            # Another site than 127.0.0.1 as browsers see it.
            "widget_origins": [f"http://localhost:{office_port}"],
            "telegram_token": None,
            "nlu_url": "",
        }
    )


@pytest.fixture(scope="module")
def address(bot_settings: Settings) -> Iterator[str]:
    """Return where the bot is served: web chat, console, workers, all of it."""
    app = web_app(Installation.load(bot_settings), deliver_here=True)
    server = Server(app, "127.0.0.1", bot_settings.web_port, "")

    def serve() -> None:
        asyncio.run(schema.upgrade(bot_settings.database_url))
        server.run()

    thread = threading.Thread(target=serve)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{bot_settings.web_port}"
    server.should_exit = True
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def office_site(address: str, office_port: int) -> Iterator[str]:
    """Return a page of the office's own site, with the widget and a policy as strict as ours."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = f"default-src 'none'; script-src {address}; frame-src {address}"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(
                '<!doctype html><html lang="vi"><title>Cơ quan</title><main><h1>Cơ quan</h1></main>'
                f'<script src="{address}/widget.js" defer></script></html>'.encode()
            )

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", office_port), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{office_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Return what drives browsers; no test with a loop of its own may run beside it."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return the system's Chromium."""
    path = shutil.which("chromium")
    assert path is not None, "the browser tests need Chromium: apt-get install chromium"
    browser = playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Return the folder in which the tests leave what they saw."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script that finds what shuts people out of a page (axe-core)."""
    from axe_playwright_python.base import AXE_SCRIPT

    script: str = AXE_SCRIPT
    return script
