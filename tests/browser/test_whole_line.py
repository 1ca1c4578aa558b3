"""The main job from end to end: a question, a figure, consent, a number, the agent's lead."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.demo.seed import add_staff
from bot.settings import Settings
from bot.store.store import Store

pytestmark = pytest.mark.browser

PASSWORD = "mat khau de thu 2026"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def staffed(address: str, bot_settings: Settings) -> str:
    """Return the address of a bot whose office has staff and communes."""

    async def hire() -> None:
        async with Store.from_settings(bot_settings) as store:
            await add_staff(store, PASSWORD)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, hire()).result()
    return address


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def citizen(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """Return the phone of a citizen, once with JavaScript and once without."""
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=request.param, locale="vi-VN", device_scale_factor=2
    )
    yield context.new_page()
    context.close()


def test_question_becomes_a_lead_that_the_agent_sees(
    request: pytest.FixtureRequest,
    staffed: str,
    citizen: Page,
    chromium: Browser,
    screenshots: Path,
) -> None:
    way = request.node.callspec.id
    name = {"with-scripts": "Nguyễn Thị Hoa", "without-scripts": "Trần Văn Lộc"}[way]
    number = {"with-scripts": "0900 000 201", "without-scripts": "0900 000 202"}[way]

    citizen.goto(staffed)
    say(citizen, "toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu")
    figure = citizen.get_by_text("Cả nhà đóng: 3.825.360 đồng cho 12 tháng.")
    expect(figure).to_be_visible()
    for premium in ("1.366.200", "956.340", "819.720", "683.100"):
        expect(citizen.get_by_role("log")).to_contain_text(f"{premium} đồng")
    citizen.get_by_text("Người thứ 1").first.scroll_into_view_if_needed()
    citizen.screenshot(path=screenshots / f"whole-line-figure-{way}.png")

    choose(citizen, "Nhờ người gọi lại")
    expect(citizen.get_by_role("log")).to_contain_text("12 tháng rồi xóa")
    citizen.screenshot(path=screenshots / f"whole-line-consent-{way}.png")
    choose(citizen, "Tôi đồng ý")
    expect(citizen.get_by_role("log")).to_contain_text("cho em xin số điện thoại")
    say(citizen, number)
    expect(citizen.get_by_role("log")).to_contain_text("em đã ghi số điện thoại")
    say(citizen, name)
    expect(citizen.get_by_role("log")).to_contain_text("xã, phường nào")
    say(citizen, "xã Kim Liên")
    expect(citizen.get_by_role("log")).to_contain_text("em cảm ơn anh/chị")
    citizen.screenshot(path=screenshots / f"whole-line-thanks-{way}.png")

    desk = chromium.new_context(viewport=DESK, locale="vi-VN", device_scale_factor=2)
    agent = desk.new_page()
    agent.goto(f"{staffed}/console/")
    agent.locator("input[name=username]").fill("thuhoa")
    agent.locator("input[name=password]").fill(PASSWORD)
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("link", name=name)).to_be_visible()
    agent.screenshot(path=screenshots / f"whole-line-leads-{way}.png")
    agent.get_by_role("link", name=name).click()
    page = agent.locator("body")
    expect(page).to_contain_text("3.825.360")
    expect(page).to_contain_text("Kim Liên")
    shown = re.compile(r"\s?".join(number.replace(" ", "")))
    expect(page).not_to_contain_text(shown)
    expect(page).to_contain_text("toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu")
    agent.screenshot(path=screenshots / f"whole-line-lead-{way}.png", full_page=True)
    agent.get_by_role("button", name=re.compile("Hiện số")).click()
    expect(page).to_contain_text(shown)
    desk.close()


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def choose(page: Page, label: str) -> None:
    """Press the last button of that label, after a look at it: a second tap at once is none."""
    page.wait_for_timeout(600)
    page.get_by_role("button", name=label).last.click()
