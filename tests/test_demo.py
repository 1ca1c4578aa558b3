"""`make demo` as a newcomer meets it: a real process, from nothing to a stop with Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


class Demo:
    """A running demonstration: what it printed, and where it is."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed = ""
        assert process.stdout is not None
        for line in process.stdout:
            self.printed += line
            if "Ctrl-C" in line:
                break
        address = re.search(r"http://127\.0\.0\.1:\d+", self.printed)
        assert address, self.printed
        self.address = address[0]
        self.password = self.printed.split("password: ")[1].split()[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Return a demonstration on a free port, with data of its own."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {key: value for key, value in os.environ.items() if "ANSINH" not in key}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("ansinh"), "demo", "--port", "0", "--folder", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    yield Demo(process)
    process.send_signal(signal.SIGINT)
    left, _ = process.communicate(timeout=20)
    assert process.returncode == 0, left
    assert left.strip() == "Stopped."


def test_chat_and_widget_are_served(demo: Demo) -> None:
    assert "An Sinh" in demo.printed
    for path in ("/", "/widget-demo", "/widget.js"):
        assert httpx.get(demo.address + path).status_code == 200


def test_printed_login_opens_the_console_with_leads_of_real_conversations(demo: Demo) -> None:
    with httpx.Client(base_url=demo.address, follow_redirects=True) as browser:
        page = browser.get("/console/login")
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page.text))
        login = {**fields, "username": "canbo", "password": demo.password}
        origin = {"Origin": demo.address}
        leads = browser.post("/console/login", data=login, headers=origin)
        assert leads.status_code == 200
        for name in ("Nguyễn Thị Hoa", "Lương Văn Pánh", "Cao Thị Ba", "Đặng Anh Tuấn"):
            assert name in leads.text
        assert "0900000101" not in leads.text


def test_citizen_gets_the_figure_over_the_interface(demo: Demo) -> None:
    with httpx.Client(base_url=demo.address, headers={"Origin": demo.address}) as browser:
        browser.get("/")
        text = "toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu"
        sent = browser.post("/chat", data={**_form(browser), "text": text}, follow_redirects=True)
        assert sent.status_code == 200
        assert "3.825.360 đồng" in sent.text


def _form(browser: httpx.Client) -> dict[str, str]:
    page = browser.get("/").text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
