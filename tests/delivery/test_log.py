"""What is kept of what was said, and that nobody can read it on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from bot.conversation.events import Contact, Location, Press, Text, Voice
from bot.conversation.replies import Reply
from bot.store import conversations, outbox
from bot.store.models import Base, Message


async def logged(bot: Any, direction: str) -> list[tuple[str, str]]:
    return [(row.kind, row.text) for row in await bot.rows(Message) if row.direction == direction]


async def test_what_a_citizen_said_is_logged_without_their_number(bot: Any) -> None:
    await bot.leaves_number("0912 345 678")
    assert await logged(bot, "in") == [
        ("text", "gọi lại cho tôi"),
        ("button", "Tôi đồng ý"),
        ("text", "[điện thoại ***678]"),
    ]


async def test_a_shared_contact_is_logged_without_the_number(bot: Any) -> None:
    await bot.hears(Contact("+84912345678", "Hoa"))
    assert await logged(bot, "in") == [("contact", "Hoa [điện thoại ***678]")]


async def test_a_press_without_a_known_label_is_logged_by_its_payload(bot: Any) -> None:
    await bot.hears(Press("flow:hi"))
    assert await logged(bot, "in") == [("button", "flow:hi")]


async def test_places_and_voice_leave_no_content(bot: Any) -> None:
    await bot.hears(Location(18.67, 105.69))
    await bot.hears(Voice("/recordings/1.ogg"))
    assert await logged(bot, "in") == [("location", ""), ("voice", "")]


async def test_what_we_said_is_delivered_when_it_arrived(bot: Any, clock: Any) -> None:
    await bot.receives(Text("xin chào"))
    await bot.works()
    [said] = [row for row in await bot.rows(Message) if row.direction == "out"]
    assert (said.delivered_at, said.position) == (None, None)
    clock.turn(seconds=5)
    await bot.sends()
    [said] = [row for row in await bot.rows(Message) if row.direction == "out"]
    assert said.delivered_at == clock()


async def test_a_reply_with_a_figure_names_its_quote(bot: Any) -> None:
    await bot.hears(Press("flow:hi"))
    await bot.hears(Press("hi:people_count=4"))
    rows = await bot.rows(Message)
    assert [row.quote_id for row in rows if row.quote_id]
    assert all(row.direction == "out" for row in rows if row.quote_id)


async def test_nothing_a_citizen_said_is_readable_on_the_disk(
    bot: Any, database_url: str, postgres_bytes: Callable[[], bytes]
) -> None:
    await bot.leaves_number("0912345678", chat="chat-of-hoa")
    await bot.hears(Text("Trần Thị Hoa"), chat="chat-of-hoa")
    await bot.receives(Text("cau chua ai doc, một câu"), chat="chat-of-hoa")
    async with bot.store.begin() as session:
        conversation_id = await conversations.ensure(session, "plain", "chat-of-hoa")
        await outbox.add(
            session, await conversations.lock(session, conversation_id), Reply("ba o xom 5")
        )
    on_disk = stored(database_url, postgres_bytes)
    assert b"chat-of-hoa" in on_disk
    # Without marks as well: JSON that is not encrypted may be written in ASCII only.
    for secret in ("912345678", "345 678", "Trần Thị Hoa", "gọi lại", "chua ai doc", "xom 5"):
        assert secret.encode() not in on_disk, secret


def stored(database_url: str, postgres_bytes: Callable[[], bytes]) -> bytes:
    """Return every byte of the database: the files of SQLite, a dump of PostgreSQL's tables."""
    if not database_url.startswith("sqlite"):
        return postgres_bytes()
    file = Path(database_url.removeprefix("sqlite+aiosqlite:///"))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.fixture
def postgres_bytes(database_url: str) -> Callable[[], bytes]:
    def dump() -> bytes:
        address = make_url(database_url).set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            tables = [
                connection.execute(
                    SQL("SELECT t::text FROM {} t").format(Identifier(name))
                ).fetchall()
                for name in Base.metadata.tables
            ]
        return str(tables).encode()

    return dump
