"""The console in a real browser, as an agent on a phone and an officer at a desk use it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from starlette.applications import Starlette

from bot.console.opening import mount_console
from bot.settings import Settings
from bot.store.store import Store
from bot.store.vault import Vault
from policies import load_ruleset
from tests.console.office import PASSWORD, Office, furnish

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Running(threading.Thread):
    """The console on a port of its own, with an office in it."""

    def __init__(self, url: str, vault: Vault) -> None:
        super().__init__(daemon=True)
        self._url, self._vault = url, vault
        self._ready = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/console"
        self.office: Office
        self._server: uvicorn.Server

    def run(self) -> None:
        """Serve until `stop`."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        settings = Settings(
            secret_key="s" * 40,
            phone_key="x" * 44,
            phone_hash_key="y" * 40,
            secure_cookies=False,
            _env_file=None,
        )
        async with Store(self._url, self._vault) as store:
            self.office = await furnish(store)
            app = Starlette()
            mount_console(app, settings, store, load_ruleset())
            self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
            self._ready.set()
            await self._server.serve([self._socket])

    def wait(self) -> None:
        """Return once it serves."""
        assert self._ready.wait(30)

    def stop(self) -> None:
        """End it."""
        self._server.should_exit = True
        self.join(30)
        self._socket.close()


@pytest.fixture
def console(sqlite_url: str, vault: Vault) -> Iterator[Running]:
    """Return a running console."""
    running = Running(sqlite_url, vault)
    running.start()
    running.wait()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


class Watch:
    """What a page asked for from elsewhere, and what its console complained of."""

    def __init__(self, page: Page, home: str) -> None:
        self._home = home
        self.complaints: list[str] = []
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self._home, "data:", "blob:")):
            self.complaints.append(f"asked {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


def open_as(browser: Browser, console: Running, login: str, size: dict[str, int]) -> Page:
    """Return a page of a browser in which `login` signed in."""
    page = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        has_touch=size is PHONE,
        locale="vi-VN",
    ).new_page()
    page.set_default_timeout(15_000)
    page.goto(console.address)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Người cần gọi lại")).to_be_visible()
    return page


def shoot(page: Page, name: str) -> None:
    """Keep a picture to look at, and see that nothing is wider than the screen."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"console-{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"


def test_an_agent_on_a_phone_calls_somebody(browser: Browser, console: Running) -> None:
    page = open_as(browser, console, "an", PHONE)
    watch = Watch(page, console.address)
    shoot(page, "phone-leads")
    page.get_by_role("link", name="Lê Thị Hoa").click()
    expect(page.get_by_text("091••••678")).to_be_visible()
    shoot(page, "phone-lead")
    page.get_by_role("button", name="Hiện số").click()
    call = page.get_by_role("link", name="0912 345 678")
    expect(call).to_have_attribute("href", "tel:+84912345678")
    page.get_by_label("Ghi chú").fill("Hẹn gọi lại ngày mai")
    page.get_by_role("button", name="Đã liên hệ").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã chuyển sang: Đã liên hệ.")
    expect(page.get_by_text("“Hẹn gọi lại ngày mai”")).to_be_visible()
    shoot(page, "phone-lead-contacted")
    assert watch.complaints == []


def test_the_menu_of_a_phone_opens(browser: Browser, console: Running) -> None:
    page = open_as(browser, console, "admin", PHONE)
    page.get_by_role("button", name="Mở danh mục").click()
    expect(page.get_by_role("link", name="Nhật ký")).to_be_visible()
    page.wait_for_timeout(400)
    shoot(page, "phone-menu")


def test_an_officer_at_a_desk_answers_for_the_assistant(browser: Browser, console: Running) -> None:
    page = open_as(browser, console, "officer", DESK)
    watch = Watch(page, console.address)
    shoot(page, "desk-leads")
    page.get_by_role("link", name="Lê Thị Hoa").click()
    shoot(page, "desk-lead")
    page.get_by_role("button", name="Em trả lời thay trợ lý").click()
    page.get_by_label("Trả lời người dân").fill("Em là Bình, em gọi anh/chị chiều nay ạ.")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator(".said.staff")).to_contain_text("Em là Bình")
    shoot(page, "desk-lead-replied")
    page.get_by_role("link", name="Chờ cán bộ trả lời").click()
    expect(page.get_by_text("Người dân xin gặp cán bộ")).to_be_visible()
    shoot(page, "desk-conversations")
    assert watch.complaints == []


def test_an_admin_looks_things_up(browser: Browser, console: Running) -> None:
    page = open_as(browser, console, "admin", DESK)
    watch = Watch(page, console.address)
    for name in ("Tài khoản", "Nhật ký", "Câu chưa trả lời được"):
        page.get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        shoot(page, f"desk-{name}")
    assert watch.complaints == []
