"""The web chat as people meet it: on a phone, with a keyboard, without scripts, without network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GREETING = "Em là trợ lý tự động của BHXH tỉnh Nghệ An"
FOUR_PEOPLE = "Cả nhà đóng: 3.825.360 đồng"
THREE_MONTHS = "Cả nhà đóng: 956.340 đồng"

Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Return a function that opens the chat as somebody new; it fails on any script error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def visit(size: Any = PHONE, path: str = "/", **options: Any) -> Page:
        context = chromium.new_context(viewport=size, locale="vi-VN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert errors == []


def answers(page: Page) -> Locator:
    """Return what the assistant said."""
    return page.locator("#log .assistant .text")


def said(page: Page) -> list[str]:
    """Return what the citizen said."""
    return page.locator("#log .citizen .text").all_inner_texts()


def say(page: Page, text: str) -> None:
    """Type and send."""
    page.get_by_label("Nhập tin nhắn").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def press(page: Page, label: str) -> None:
    """Press a choice, as slowly as a person: two presses at once are taken for one."""
    page.wait_for_timeout(500)
    page.get_by_role("button", name=label).click()


def wait_for_the_greeting(page: Page) -> None:
    """Wait until the greeting on the page is the one that was said."""
    expect(page.locator("#m0")).to_have_count(0)
    expect(answers(page).first).to_contain_text(GREETING)


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds, as `rule (impact): where`."""
    page.evaluate(axe)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{broken['id']} ({broken['impact']}): {[node['target'] for node in broken['nodes']]}"
        for broken in found["violations"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_conversation_with_scripts(
    open_page: Open, axe: str, screenshots: Path, name: str, size: Any, scheme: str
) -> None:
    page = open_page(size, color_scheme=scheme)
    wait_for_the_greeting(page)
    expect(page.get_by_role("button", name="Tính bảo hiểm y tế")).to_be_in_viewport(ratio=1)
    page.screenshot(path=screenshots / f"chat-{name}-{scheme}-greeting.png")

    press(page, "Tính bảo hiểm y tế")
    expect(answers(page).last).to_contain_text("bao nhiêu người")
    say(page, "4")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    press(page, "Xem thêm")
    press(page, "3 tháng")
    expect(answers(page).last).to_contain_text(THREE_MONTHS)
    page.screenshot(path=screenshots / f"chat-{name}-{scheme}-answer.png")

    assert said(page) == ["Tính bảo hiểm y tế", "4", "Xem thêm", "3 tháng"]
    expect(page.locator("#log .echo")).to_have_count(0)
    page.get_by_text("Căn cứ pháp lý").last.click()
    expect(page.get_by_role("link", name="188/2025/NĐ-CP").last).to_be_visible()
    page.screenshot(path=screenshots / f"chat-{name}-{scheme}-sources.png", full_page=True)
    press(page, "Gửi cho gia đình")
    expect(page.get_by_role("link", name="Bản in (PDF)")).to_be_visible()
    page.screenshot(path=screenshots / f"chat-{name}-{scheme}-sheet.png")
    assert overflow(page) <= 0
    assert violations(page, axe) == []
    assert page.locator("[aria-live], [role=status], [role=log]").count() == 2


def test_button_pressed_twice_in_haste_is_pressed_once(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)

    page.get_by_role("button", name="Tính bảo hiểm y tế").dblclick()

    expect(answers(page)).to_have_count(2)
    page.wait_for_timeout(1_000)
    assert said(page) == ["Tính bảo hiểm y tế"]
    expect(page.get_by_role("button", name="Tính bảo hiểm y tế")).to_have_count(0)


def test_conversation_without_scripts(open_page: Open, screenshots: Path) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    expect(answers(page)).to_contain_text(GREETING)

    press(page, "Tính bảo hiểm y tế")
    expect(answers(page).last).to_contain_text("bao nhiêu người")
    assert page.url.endswith("/#cuoi")
    say(page, "4")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    press(page, "Xem thêm")
    press(page, "3 tháng")
    expect(answers(page).last).to_contain_text(THREE_MONTHS)
    page.screenshot(path=screenshots / "chat-phone-without-scripts.png")
    before = page.locator("#log > li").count()
    page.reload()

    assert page.locator("#log > li").count() == before
    assert said(page) == ["Tính bảo hiểm y tế", "4", "Xem thêm", "3 tháng"]
    expect(answers(page).first).to_contain_text(GREETING)
    expect(page.get_by_role("group", name="Chọn một mục")).to_have_count(1)


def test_conversation_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page(DESKTOP)
    wait_for_the_greeting(page)
    focused = page.locator(":focus")

    page.keyboard.press("Tab")
    expect(focused).to_have_text("Tới ô nhập tin nhắn")
    page.keyboard.press("Enter")
    page.keyboard.type("bhyt 4 nguoi")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("12 thang")
    page.keyboard.press("Enter")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    expect(focused).to_have_id("text")
    assert said(page) == ["bhyt 4 nguoi\n12 thang"]

    page.keyboard.press("Shift+Tab")
    expect(focused).to_have_text("Căn cứ pháp lý")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    page.wait_for_timeout(500)
    page.locator("button", has_text="Xem thêm").last.focus()
    page.keyboard.press("Enter")
    expect(answers(page).last).to_contain_text("chọn việc muốn làm tiếp")
    page.wait_for_timeout(500)
    page.locator("button", has_text="3 tháng").last.focus()
    page.keyboard.press("Enter")
    expect(focused).to_have_class("citizen")
    expect(answers(page).last).to_contain_text(THREE_MONTHS)
    page.keyboard.press("Tab")
    expect(focused).to_have_attribute("name", "payload")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.getBoundingClientRect().bottom"
            " <= document.getElementById('say').getBoundingClientRect().top"
        )


def test_everything_to_touch_is_large_enough(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    say(page, "bhyt 4 nguoi 12 thang")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)

    for target in page.locator("button, summary, textarea, .ways a").all():
        box = target.bounding_box()
        if box is not None:
            assert box["height"] >= 44, target.inner_text()
            assert box["width"] >= 44, target.inner_text()


def test_page_can_be_enlarged_four_times(open_page: Open, screenshots: Path) -> None:
    page = open_page({"width": 320, "height": 256})
    wait_for_the_greeting(page)
    say(page, "bhyt 4 nguoi 12 thang")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    page.screenshot(path=screenshots / "chat-enlarged.png")

    assert overflow(page) <= 0
    assert page.evaluate("getComputedStyle(document.getElementById('say')).position") == "static"


def test_lost_network_loses_no_message(open_page: Open, screenshots: Path) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)

    page.context.set_offline(True)
    say(page, "bhyt 4 nguoi 12 thang")
    expect(page.get_by_role("status")).to_contain_text("mất kết nối mạng")
    say(page, "cam on em")
    expect(page.locator("#log .echo")).to_have_count(2)
    page.screenshot(path=screenshots / "chat-phone-offline.png")
    page.context.set_offline(False)

    expect(answers(page).last).to_contain_text("Dạ không có gì", timeout=20_000)
    expect(page.locator("#log .echo")).to_have_count(0)
    assert said(page) == ["bhyt 4 nguoi 12 thang", "cam on em"]
    expect(page.get_by_role("status")).to_be_empty()


def test_answer_that_was_lost_on_its_way_is_not_asked_for_twice(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    lost = []

    def lose(route: Any) -> None:
        # The message arrives, the browser does not hear of it.
        lost.append(route.fetch())
        route.abort()

    page.route("**/api/chat", lose, times=1)
    say(page, "bhyt 4 nguoi 12 thang")

    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    page.wait_for_timeout(2_500)
    assert len(lost) == 1
    page.reload()
    assert said(page) == ["bhyt 4 nguoi 12 thang"]
    expect(answers(page)).to_have_count(2)


def test_message_outlives_a_page_that_was_thrown_away(open_page: Open, address: str) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    page.route("**/api/chat", lambda route: route.abort())
    say(page, "bhyt 4 nguoi 12 thang")
    expect(page.get_by_role("status")).to_contain_text("mất kết nối mạng")
    page.unroute("**/api/chat")

    page.goto(address + "/")

    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    assert said(page) == ["bhyt 4 nguoi 12 thang"]


def test_lost_cookie_opens_a_new_chat_and_loses_no_message(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    page.context.clear_cookies()

    say(page, "bhyt 4 nguoi 12 thang")

    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)
    page.reload()
    assert said(page) == ["bhyt 4 nguoi 12 thang"]


def test_browser_that_keeps_no_cookie_is_told(open_page: Open, address: str) -> None:
    page = open_page(PHONE)
    page.context.clear_cookies()

    def without_cookies(route: Any) -> None:
        answer = route.fetch(headers={**route.request.headers, "cookie": ""})
        kept = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        route.fulfill(response=answer, headers=kept)

    page.route("**/*", without_cookies)
    page.goto(address + "/")
    say(page, "bhyt 4 nguoi 12 thang")

    expect(page.get_by_role("status")).to_contain_text("cookie")
    expect(page.get_by_label("Nhập tin nhắn")).to_have_value("bhyt 4 nguoi 12 thang")
    expect(answers(page)).to_contain_text(GREETING)


def test_while_a_person_answers_nobody_waits_for_the_assistant(
    open_page: Open, screenshots: Path
) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    press(page, "Gặp người của cơ quan")
    expect(answers(page).last).to_contain_text("em đã chuyển cuộc trò chuyện")

    say(page, "tôi muốn hỏi về thẻ của mẹ tôi")

    expect(page.get_by_role("status")).to_contain_text("Người của cơ quan đang giữ")
    page.screenshot(path=screenshots / "chat-phone-person.png")
    press(page, "Quay lại trợ lý tự động")
    expect(answers(page).last).to_contain_text("em tiếp tục giúp")
    expect(page.get_by_role("status")).to_be_empty()


def test_without_a_stream_answers_come_by_asking(open_page: Open, address: str) -> None:
    page = open_page(PHONE)
    page.route("**/api/chat/events*", lambda route: route.abort())
    page.goto(address + "/")
    wait_for_the_greeting(page)

    say(page, "bhyt 4 nguoi 12 thang")

    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)


def test_second_window_sees_the_same_conversation(open_page: Open, address: str) -> None:
    page = open_page(DESKTOP)
    wait_for_the_greeting(page)
    other = page.context.new_page()
    other.goto(address + "/")

    say(page, "bhyt 4 nguoi 12 thang")

    expect(answers(other).last).to_contain_text(FOUR_PEOPLE)
    assert said(other) == ["bhyt 4 nguoi 12 thang"]


def test_refused_message_comes_back_into_the_field(open_page: Open, screenshots: Path) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)

    say(page, "rất dài " * 700)

    expect(page.get_by_role("status")).to_contain_text("tối đa 5000 chữ cái")
    expect(page.get_by_label("Nhập tin nhắn")).to_have_value("rất dài " * 700)
    assert said(page) == []
    page.screenshot(path=screenshots / "chat-phone-too-long.png")


def test_typed_markup_is_shown_as_text(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)

    say(page, "<img src=x onerror=alert(1)><b>đậm</b>")

    expect(answers(page)).to_have_count(2)
    assert said(page) == ["<img src=x onerror=alert(1)><b>đậm</b>"]
    page.reload()
    assert said(page) == ["<img src=x onerror=alert(1)><b>đậm</b>"]


def test_browser_loads_nothing_foreign_and_refuses_nothing(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complaints.append(line.text))
    for path in ("/", "/widget-demo"):
        page.goto(address + path)
        page.wait_for_timeout(500)
    context.close()

    assert asked
    assert all(url.startswith(address) for url in asked)
    assert complaints == []


def test_leaving_shows_the_page_of_somebody_new(open_page: Open) -> None:
    page = open_page(PHONE)
    wait_for_the_greeting(page)
    say(page, "bhyt 4 nguoi 12 thang")
    expect(answers(page).last).to_contain_text(FOUR_PEOPLE)

    page.get_by_role("button", name="Xóa cuộc trò chuyện khỏi máy này").click()

    wait_for_the_greeting(page)
    assert said(page) == []


def test_widget_talks_on_the_site_of_the_office(
    chromium: Browser, office_site: str, axe: str, screenshots: Path
) -> None:
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))
    page.goto(office_site)
    opener = page.get_by_role("button", name="Hỏi trợ lý bảo hiểm")
    expect(opener).to_have_attribute("aria-expanded", "false")
    page.screenshot(path=screenshots / "widget-closed.png")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#m0")).to_have_count(0)
    frame.get_by_label("Nhập tin nhắn").fill("bhyt 4 nguoi 12 thang")
    frame.get_by_role("button", name="Gửi", exact=True).click()
    expect(frame.locator("#log .assistant .text").last).to_contain_text(FOUR_PEOPLE)
    page.screenshot(path=screenshots / "widget-open.png")
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.screenshot(path=screenshots / "widget-open-phone.png")

    page.reload()
    expect(frame.locator("#log .assistant .text").last).to_contain_text(FOUR_PEOPLE)
    frame.get_by_label("Nhập tin nhắn").focus()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.reload()
    expect(page.locator("iframe")).to_have_count(0)
    context.close()
    assert complaints == []


def test_widget_is_refused_on_a_site_that_was_not_named(
    chromium: Browser, office_site: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))

    page.goto(office_site.replace("localhost", "127.0.0.1"))
    page.get_by_role("button", name="Hỏi trợ lý bảo hiểm").click()
    page.wait_for_timeout(500)
    context.close()

    assert any("frame-ancestors" in line for line in complaints)
