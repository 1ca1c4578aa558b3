"""Sheets on their way: a reference in the outbox, a file or an address where they arrive."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.channels.contract import Capabilities, File, Outcome, Pictures
from bot.content.types import Content
from bot.conversation.events import Press, Text
from bot.conversation.replies import SHEET
from bot.delivery.sheets import Sheets
from bot.settings import Settings
from bot.sheets.codes import Codes
from bot.store import conversations, erase, quotes
from bot.store.models import Message, Outbox, Quote
from tests.delivery.conftest import Bot, Postbox
from tests.delivery.tools import fails, statuses

ADDRESS = "https://hoi.example.vn"
CODE = re.compile(r"^Mã tính: (\S+)$", re.MULTILINE)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one database: what is tested here is the same on both."""
    return sqlite_url


class Filebox(Postbox):
    """A channel that takes files too, and fails as it is told to."""

    def __init__(self, name: str, capabilities: Capabilities) -> None:
        super().__init__(name, capabilities)
        self.files: list[File] = []

    async def send_file(self, chat: str, file: File, key: str = "") -> str | None:
        outcome = self.outcomes.pop(0) if self.outcomes else None
        self.keys.append(key)
        if outcome is not None:
            raise outcome
        self.files.append(file)
        return f"{self.name}-file-{len(self.files)}"


def settings(public_url: str) -> Settings:
    return Settings(
        secret_key="s" * 40,
        phone_key="x" * 44,
        phone_hash_key="y" * 40,
        public_url=public_url,
        _env_file=None,
    )


@pytest.fixture
def line(bot: Bot, content: Content) -> Any:
    """Return a function that puts a channel of a kind in front of the bot."""

    def make(pictures: Pictures, *, public_url: str = ADDRESS, files: bool = True) -> Filebox:
        can = Capabilities(4096, 5, 60, pictures=pictures, files=files)
        box = Filebox("rich", can)
        bot.channels["rich"] = box
        bot.sender = bot.new_sender(sheets=Sheets(settings(public_url), bot.store, lambda: content))
        return box

    return make


async def shares(bot: Bot) -> str:
    """Calculate for four people and press "send"; return the text that arrived for it."""
    await bot.hears(Press("hi:people_count=4"), channel="rich")
    (said,) = await bot.hears(Press("share:of=hi"), channel="rich")
    return said


async def quote_id(bot: Bot) -> int:
    return int((await bot.rows(Quote))[-1].id)


async def test_picture_and_page_follow_the_text_with_one_code_on_all(bot: Bot, line: Any) -> None:
    box = line(Pictures.SENT)

    said = await shares(bot)

    (code,) = CODE.findall(said)
    assert Codes.from_settings(settings(ADDRESS)).quote_id(code) == await quote_id(bot)
    assert "https://" not in said, "what is sent needs no address"
    picture, page = box.files
    assert (picture.media_type, page.media_type) == ("image/png", "application/pdf")
    assert picture.name == f"bang-tinh-{code}.png"
    assert picture.caption == page.caption == f"Mã tính: {code}"
    assert Image.open(BytesIO(picture.body)).format == "PNG"
    text = PdfReader(BytesIO(page.body)).pages[0].extract_text()
    assert code in text
    assert "3.825.360 đồng" in text
    assert await statuses(bot) == ["sent", "sent"]


async def test_outbox_and_log_hold_a_reference_and_never_the_file(bot: Bot, line: Any) -> None:
    line(Pictures.SENT)
    await bot.hears(Press("hi:people_count=4"), channel="rich")
    await bot.receives(Press("share:of=hi"), channel="rich")
    await bot.works()

    owed = (await bot.rows(Outbox))[-1].body
    (kept,) = (await bot.rows(Message))[-1].attachments

    assert owed["attachments"] == [kept]
    assert (kept["kind"], kept["quote_id"]) == (SHEET, await quote_id(bot))
    assert len(json.dumps(owed, ensure_ascii=False)) < 2_000


async def test_file_that_failed_is_tried_again_alone(bot: Bot, line: Any, clock: Any) -> None:
    box = line(Pictures.SENT)
    await bot.hears(Press("hi:people_count=4"), channel="rich")
    box.outcomes = [None, None, fails(Outcome.RETRY)]

    await bot.hears(Press("share:of=hi"), channel="rich")
    assert [file.media_type for file in box.files] == ["image/png"]
    clock.turn(minutes=1)
    await bot.sends()

    assert [file.media_type for file in box.files] == ["image/png", "application/pdf"]
    texts = [text for text in box.texts("lan") if "Mã tính" in text]
    assert len(texts) == 1
    assert await statuses(bot) == ["sent", "sent"]
    assert len(set(box.keys[1:])) == 3, "each part has a key of its own, the same when repeated"


async def test_sheet_that_was_deleted_meanwhile_is_not_sent(bot: Bot, line: Any) -> None:
    box = line(Pictures.SENT)
    await bot.hears(Press("hi:people_count=4"), channel="rich")

    async def forget() -> None:
        async with bot.store.begin() as session:
            (found,) = {row.conversation_id for row in await bot.rows(Quote)}
            conversation = await conversations.lock(session, found)
            await erase._erase_talk(session, conversation)

    await bot.receives(Press("share:of=hi"), channel="rich")
    await bot.works()
    await forget()
    await bot.sends()

    assert box.files == []
    assert (await statuses(bot))[-1] == "sent"


async def test_channel_that_takes_no_documents_gets_the_page_by_its_address(
    bot: Bot, line: Any
) -> None:
    box = line(Pictures.SENT, files=False)
    said = await shares(bot)
    assert [file.media_type for file in box.files] == ["image/png"]
    assert re.search(rf"^Bản in \(PDF\): {ADDRESS}/q/\S+\.pdf$", said, re.MULTILINE)
    assert ".png" not in said


async def test_platform_fetches_the_picture_from_its_address(bot: Bot, line: Any) -> None:
    box = line(Pictures.FETCHED)
    said = await shares(bot)
    (picture,) = box.files
    assert re.fullmatch(rf"{ADDRESS}/q/\S+\.png", picture.address)
    assert picture.body == b"", "nobody draws what is fetched later"
    assert ".pdf" in said


async def test_text_names_both_addresses(bot: Bot, line: Any) -> None:
    box = line(Pictures.NAMED)
    said = await shares(bot)
    assert re.search(rf"^Ảnh để gửi: {ADDRESS}/q/\S+\.png$", said, re.MULTILINE)
    assert re.search(rf"^Bản in \(PDF\): {ADDRESS}/q/\S+\.pdf$", said, re.MULTILINE)
    assert box.files == []


@pytest.mark.parametrize("pictures", [Pictures.NAMED, Pictures.FETCHED, Pictures.PASSED])
async def test_without_a_public_address_it_is_said_honestly(
    bot: Bot, line: Any, pictures: Pictures
) -> None:
    box = line(pictures, public_url="")
    said = await shares(bot)
    assert CODE.search(said)
    assert "chưa gửi được ảnh" in said
    assert "/q/" not in said
    assert box.files == []


async def test_program_is_told_code_and_addresses(bot: Bot, line: Any) -> None:
    box = line(Pictures.PASSED)
    said = await shares(bot)
    (sheet,) = box.arrived[-1][1].attachments
    assert sheet["code"] in said
    assert [file["type"] for file in sheet["files"]] == ["image/png", "application/pdf"]
    assert all(file["url"].startswith(f"{ADDRESS}/q/") for file in sheet["files"])


async def test_other_replies_are_left_as_they_are(bot: Bot, line: Any) -> None:
    box = line(Pictures.SENT)
    (said,) = await bot.hears(Text("xin chào"), channel="rich")
    assert "Mã tính" not in said
    assert box.files == []


async def test_code_that_was_sent_finds_the_figures_that_were_told(bot: Bot, line: Any) -> None:
    line(Pictures.NAMED)
    (code,) = CODE.findall(await shares(bot))
    number = Codes.from_settings(settings("")).quote_id(code)
    assert number is not None
    async with bot.store.read() as session:
        kept = await quotes.get(session, number)
    assert kept is not None
    assert kept.answer["totals"]["payable_vnd"] == 3_825_360
