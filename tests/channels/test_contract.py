"""What holds for every channel, and that each double refuses what its platform refuses."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from bot.channels.contract import (
    ButtonKind,
    Channel,
    DeliveryError,
    File,
    FileChannel,
    Outcome,
    Pictures,
)
from bot.channels.registry import open_channels
from bot.channels.terminal import TerminalChannel
from bot.channels.web.channel import WebChannel
from bot.channels.zalo_oa.tokens import account_name
from bot.conversation.replies import PAYLOAD_BYTES, REQUEST_PHONE, Button, Reply, Source
from bot.delivery.render import render
from bot.settings import Settings
from bot.store import conversations, token_pairs, windows
from bot.store.store import Store
from tests.channels.serving import serving
from tests.channels.telegram.double import TOKEN as TELEGRAM_TOKEN
from tests.channels.telegram.double import TelegramDouble
from tests.channels.webhook.double import PartnerDouble
from tests.channels.zalo_bot.double import TOKEN as ZALO_BOT_TOKEN
from tests.channels.zalo_bot.double import ZaloBotDouble
from tests.channels.zalo_bot.double import refusal as zalo_bot_refusal
from tests.channels.zalo_oa.double import LIFE, OA_ID, ZaloDouble
from tests.channels.zalo_oa.double import refusal as zalo_refusal

CHATS = {
    "web": "w1",
    "telegram": "5550001",
    "zalo_oa": "u1",
    "zalo_guest": "g1:c-77",
    "zalo_bot": "a1b2",
    "webhook": "sms-x:u-1",
    "terminal": "here",
}
REMOTE = [name for name in CHATS if name not in {"web", "terminal"}]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "channels" / "README.md"


@dataclass
class Line:
    """A channel, what stands at its other end, and how to let that end fail."""

    channel: Channel
    double: Any = None
    texts: Callable[[], list[str]] = list
    failures: Mapping[Outcome, Any] = field(default_factory=dict)

    @property
    def chat(self) -> str:
        return CHATS[self.channel.name]

    async def send(self, reply: Reply, key: str = "") -> str | None:
        return await self.channel.send(self.chat, reply, key)

    async def fails(self, reply: Reply) -> DeliveryError:
        with pytest.raises(DeliveryError) as failure:
            await self.send(reply)
        return failure.value


PICTURE = File(
    "bang-tinh.png", "Mã tính: 7KQ-2MD-9PX", "image/png", "https://hoi.example.vn/q/x.png", b"PNG"
)
PAGE_FILE = File("bang-tinh.pdf", "Mã tính: 7KQ-2MD-9PX", "application/pdf", "", b"%PDF")
OFF = {"telegram_token": "", "zalo_oa_id": "", "zalo_bot_token": "", "webhook_url": ""}
"""The tests of one channel start one double."""


def settings_at(name: str, address: str) -> dict[str, Any]:
    """Return the settings in which one channel is on, with its double at an address."""
    match name:
        case "telegram":
            return {**OFF, "telegram_token": TELEGRAM_TOKEN, "telegram_api": address}
        case "zalo_oa" | "zalo_guest":
            return {
                **OFF,
                "zalo_oa_id": OA_ID,
                "zalo_oa_api": address,
                "zalo_oa_signin": address,
                "zalo_oa_image_url": "https://hoi.example.vn/cover.png",
            }
        case "zalo_bot":
            return {**OFF, "zalo_bot_token": ZALO_BOT_TOKEN, "zalo_bot_api": address}
        case _:
            where = {"webhook_url": f"{address}/inbox"}
            return {**OFF, **where, "webhook_max_text": 500, "webhook_max_buttons": 3}


def failures_of(name: str) -> Mapping[Outcome, Any]:
    """Return what the double of a channel answers for each outcome."""

    def telegram(status: int, **more: Any) -> tuple[int, dict[str, Any]]:
        return status, {"description": "as the test wants it", **more}

    match name:
        case "telegram":
            retry = telegram(429, parameters={"retry_after": 7})
            return _by_outcome(retry, telegram(502), telegram(401), telegram(403))
        case "zalo_oa" | "zalo_guest":
            broken = Response(status_code=502)
            return _by_outcome(zalo_refusal(-32), broken, zalo_refusal(-101), zalo_refusal(-213))
        case "zalo_bot":
            return _by_outcome(*(zalo_bot_refusal(code, "…") for code in (429, 500, 401, 403)))
        case _:
            slow = Response(status_code=429, headers={"retry-after": "7"})
            return _by_outcome(slow, *(Response(status_code=code) for code in (503, 404, 410)))


def _by_outcome(retry: Any, in_doubt: Any, hold: Any, drop: Any) -> Mapping[Outcome, Any]:
    return {
        Outcome.RETRY: retry,
        Outcome.IN_DOUBT: in_doubt,
        Outcome.HOLD: hold,
        Outcome.DROP: drop,
    }


def texts_of(name: str, double: Any) -> list[str]:
    """Return the texts that a double was sent."""
    match name:
        case "zalo_oa" | "zalo_guest":
            return [one["message"].get("text", "") for one in double.sent]
        case "webhook":
            return [part["text"] for one in double.sent for part in one["parts"]]
        case _:
            return [one["text"] for one in double.sent]


async def zalo_knows_us(store: Store, double: ZaloDouble) -> None:
    """Set the tokens of the account, and let its chats have written just now."""
    access, refresh = double.issue()
    async with store.begin() as session:
        until = store.clock() + LIFE
        await token_pairs.put(session, account_name(OA_ID), access, refresh, until)
        for name in ("zalo_oa", "zalo_guest"):
            double.interacted[CHATS[name]] = store.clock()
            talk = await conversations.ensure(session, name, CHATS[name])
            windows.opened(await conversations.lock(session, talk), store.clock())


@pytest.fixture
async def line(
    own_store: Store, clock: Any, settings_with: Callable[..., Settings], request: Any
) -> AsyncIterator[Line]:
    """Return a channel as the settings open it, in front of its double."""
    name = request.param
    if name == "web":
        yield Line(WebChannel())
        return
    if name == "terminal":
        printed: list[str] = []
        yield Line(TerminalChannel(printed.append), texts=lambda: printed)
        return
    doubles: dict[str, Callable[[], Any]] = {
        "telegram": TelegramDouble,
        "zalo_bot": ZaloBotDouble,
        "webhook": PartnerDouble,
    }
    double = doubles.get(name, lambda: ZaloDouble(clock, per_minute=1000))()
    if isinstance(double, ZaloDouble):
        await zalo_knows_us(own_store, double)
    async with serving(double) as address:
        settings = settings_with(**settings_at(name, address))
        async with open_channels(settings, WebChannel(), own_store) as opened:
            channel = opened.by_name()[name]
            yield Line(channel, double, lambda: texts_of(name, double), failures_of(name))


@pytest.mark.parametrize("line", CHATS, indirect=True)
class TestEveryChannel:
    async def test_its_record_agrees_with_itself(self, line: Line) -> None:
        can = line.channel.capabilities
        assert (can.buttons == 0) == (can.button_kind is ButtonKind.NUMBERED)
        assert (can.buttons == 0) == (can.max_button_label == 0)
        assert can.max_payload_bytes >= PAYLOAD_BYTES
        assert can.max_text >= 100
        assert can.window is None or can.window.free <= can.window.closes

    async def test_the_longest_text_arrives_whole(self, line: Line) -> None:
        text = "ệ" * line.channel.capabilities.max_text
        await line.send(Reply(text))
        if line.channel.name != "web":
            assert [one.strip() for one in line.texts()] == [text]

    async def test_the_most_buttons_with_the_longest_labels_are_taken(self, line: Line) -> None:
        can = line.channel.capabilities
        buttons = tuple(
            Button("ệ" * can.max_button_label, f"{number:02}" + "x" * (PAYLOAD_BYTES - 2))
            for number in range(can.buttons)
        )
        await line.send(Reply("Chọn giúp em ạ.", buttons))

    async def test_files_are_taken_where_the_record_says_so(self, line: Line) -> None:
        can, channel = line.channel.capabilities, line.channel
        takes = can.pictures in {Pictures.SENT, Pictures.FETCHED}
        assert isinstance(channel, FileChannel) is takes
        if not isinstance(channel, FileChannel):
            return
        assert await channel.send_file(line.chat, PICTURE, "9.1") is not None
        if can.files:
            assert await channel.send_file(line.chat, PAGE_FILE, "9.2") is not None
        if can.pictures is Pictures.FETCHED:
            assert line.double.files == [PICTURE.address]
            return
        picture, page = line.double.files
        assert (picture.name, picture.caption, picture.body) == (
            PICTURE.name,
            PICTURE.caption,
            PICTURE.body,
        )
        assert (page.name, page.media_type, page.body) == (
            PAGE_FILE.name,
            PAGE_FILE.media_type,
            PAGE_FILE.body,
        )

    async def test_a_request_for_a_number_is_taken(self, line: Line) -> None:
        ask = ({"kind": REQUEST_PHONE, "label": "Gửi số điện thoại"},)
        await line.send(Reply("Anh/chị cho em xin số ạ.", attachments=ask))

    async def test_whatever_is_rendered_for_it_is_taken(self, line: Line) -> None:
        can = line.channel.capabilities
        reply = Reply(
            "Một đoạn khá dài về bảo hiểm. " * (can.max_text // 10),
            tuple(Button("nhãn rất dài " * 30, f"a:{number}") for number in range(25)),
            (Source("159/2025/NĐ-CP", "5"),),
            ({"kind": REQUEST_PHONE, "label": "Gửi số"},),
        )
        parts = render(reply, can).parts
        assert len(parts) > 1
        for part in parts:
            await line.send(part)
        if line.channel.name != "web":
            assert sum(len(text.strip()) for text in line.texts()) > can.max_text


@pytest.mark.parametrize("line", REMOTE, indirect=True)
class TestEveryPlatform:
    async def test_a_text_that_is_too_long_is_refused(self, line: Line) -> None:
        error = await line.fails(Reply("ệ" * (line.channel.capabilities.max_text + 1)))
        assert error.outcome is Outcome.DROP
        assert line.texts() == []

    @pytest.mark.parametrize("outcome", [*Outcome])
    async def test_each_failure_of_a_file_is_told_apart(self, line: Line, outcome: Outcome) -> None:
        if not isinstance(line.channel, FileChannel):
            return
        line.double.failures.append(line.failures[outcome])
        with pytest.raises(DeliveryError) as failure:
            await line.channel.send_file(line.chat, PICTURE)
        uploads = line.channel.name == "zalo_oa"
        # What was uploaded has not been shown to anybody: it may always be tried again.
        expected = Outcome.RETRY if uploads and outcome is Outcome.IN_DOUBT else outcome
        assert failure.value.outcome is expected
        assert await line.channel.send_file(line.chat, PICTURE) is not None

    @pytest.mark.parametrize("outcome", [*Outcome])
    async def test_each_failure_is_told_apart(self, line: Line, outcome: Outcome) -> None:
        line.double.failures.append(line.failures[outcome])
        error = await line.fails(Reply("xin chào"))
        # A partner drops what it has already: nothing sent to it is ever in doubt.
        repeats = line.channel.name == "webhook" and outcome is Outcome.IN_DOUBT
        assert error.outcome is (Outcome.RETRY if repeats else outcome)
        assert (error.retry_after_seconds is not None) == (outcome is Outcome.RETRY)
        for secret in ("TEST-double", "access-", "whsec_"):
            assert secret not in error.staff_message
        assert await line.send(Reply("lần sau")) is not None


@pytest.mark.parametrize("line", ["zalo_oa", "zalo_guest", "zalo_bot"], indirect=True)
class TestZalo:
    async def test_an_answer_that_is_no_json_leaves_it_in_doubt(self, line: Line) -> None:
        line.double.failures.append(JSONResponse([]))
        assert (await line.fails(Reply("xin chào"))).outcome is Outcome.IN_DOUBT


async def test_a_platform_that_cannot_be_reached_is_tried_again(
    own_store: Store, clock: Any, settings_with: Callable[..., Settings]
) -> None:
    double = ZaloDouble(clock)
    async with serving(double) as gone:
        pass
    await zalo_knows_us(own_store, double)
    settings = settings_with(
        telegram_api=gone, zalo_oa_api=gone, zalo_bot_api=gone, webhook_url=f"{gone}/inbox"
    )
    async with open_channels(settings, WebChannel(), own_store) as opened:
        for name in ("telegram", "zalo_oa", "zalo_bot", "webhook"):
            with pytest.raises(DeliveryError) as failure:
                await opened.by_name()[name].send(CHATS[name], Reply("xin chào"))
            assert failure.value.outcome is Outcome.RETRY, name


@pytest.mark.parametrize("line", ["webhook"], indirect=True)
async def test_a_partner_drops_what_is_sent_again(line: Line) -> None:
    partner = line
    partner.double.failures.append(Response(status_code=503))
    await partner.fails(Reply("xin chào"))
    first = await partner.send(Reply("xin chào"), "7.0")
    assert await partner.send(Reply("xin chào"), "7.0") == first
    assert await partner.send(Reply("xin chào"), "7.1") != first
    assert partner.double.repeats == 1


async def test_the_page_shows_the_capabilities_as_they_are(
    own_store: Store, settings_with: Callable[..., Settings]
) -> None:
    settings = settings_with(zalo_oa_image_url="https://hoi.example.vn/cover.png")
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE.read_text("utf-8"), re.MULTILINE))
    async with open_channels(settings, WebChannel(), own_store) as opened:
        channels = {**opened.by_name(), "terminal": TerminalChannel(print)}
    assert rows.keys() == channels.keys()
    for name, channel in channels.items():
        can = channel.capabilities
        window = "always"
        if can.window is not None:
            free, closes = (
                span.total_seconds() / 3600 for span in (can.window.free, can.window.closes)
            )
            window = f"{free:.0f} h free, {closes:.0f} h in all"
        shown = [
            str(can.max_text),
            str(can.buttons),
            can.button_kind.value,
            "yes" if can.voice_in else "no",
            "yes" if can.phone_share else "no",
            can.pictures.value,
            window,
        ]
        assert [cell.strip() for cell in rows[name].split("|")] == shown, name
