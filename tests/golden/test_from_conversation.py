"""A stored conversation becomes a golden one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet

from bot.channels.contract import InboundEvent
from bot.cli import main
from bot.commands.golden import golden_of, without_names
from bot.conversation.events import Contact, Event, Press, Returned, Start, Text
from bot.delivery.answerer import Answerer
from bot.delivery.intake import receive
from bot.play import ContextOf, perform, read_play
from bot.settings import Settings
from bot.store.store import Store
from bot.store.vault import Vault
from bot.understanding.contract import Understander
from bot.vietnam import VIETNAM
from tests.conftest import run_apart

AT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
HASH_KEY = "the key of the hash, long enough to be one"
TALK: Sequence[Event] = (
    Start(),
    Text("tôi tên là Trần Văn Bảy ở xóm Đình, nhà 4 người mua bảo hiểm y tế hết bao nhiêu"),
    Press("hi:show=more"),
    Press("hi:months=6"),
    Press("flow:lead"),
    Press("lead:consent=yes"),
    Text("0987 123 456"),
    Text("Trần Văn Bảy"),
    Text("Nam Đàn"),
    Press("lead:commune=17935"),
    Text("cảm ơn"),
)


@pytest.fixture(scope="module")
def key() -> str:
    return Fernet.generate_key().decode()


async def live(
    url: str, key: str, talk: Sequence[Event], understander: Understander, context_of: ContextOf
) -> None:
    """Hold a conversation through the inbox and a worker, a day a message from the fifth on."""
    now = AT
    async with Store(url, Vault([key], HASH_KEY), lambda: now) as store:
        answerer = Answerer(understander, context_of)
        for number, event in enumerate(talk):
            now = AT + timedelta(days=max(0, number - 4))
            inbound = InboundEvent("web", str(number), "chat", event, now)
            accepted = await receive(store, inbound, answerer=answerer)
            assert accepted.turn is not None


def settings_of(url: str, key: str) -> dict[str, str]:
    return {
        "database_url": url,
        "secret_key": "x" * 40,
        "phone_key": key,
        "phone_hash_key": HASH_KEY,
    }


def printed(url: str, key: str, *arguments: str) -> tuple[int, str]:
    variables = {f"ANSINH_{name.upper()}": value for name, value in settings_of(url, key).items()}
    done = CliRunner(env=variables).invoke(main, ["golden", "from-conversation", *arguments])
    return done.exit_code, done.output


async def kept(
    url: str, key: str, talk: Sequence[Event], understander: Understander, context_of: ContextOf
) -> str:
    await live(url, key, talk, understander, context_of)
    settings = Settings(_env_file=None, **settings_of(url, key))  # type: ignore[arg-type]
    async with Store.from_settings(settings) as store:
        return await golden_of(store, 1, "A lead", understander, settings)


async def test_stored_conversation_becomes_a_play_without_personal_data(
    sqlite_url: str, key: str, understander: Understander, context_of: ContextOf
) -> None:
    play = await kept(sqlite_url, key, TALK, understander, context_of)
    said = play[play.index("\n\n") :]
    for personal in ("0987", "123 456", "456]", "Trần", "Bảy", "Đình", "Nam Đàn", "17935"):
        assert personal not in said
    assert [line.said for line in read_play(play).lines] == [
        "(start)",
        "tôi tên là Hoa ở xóm 1, nhà 4 người mua bảo hiểm y tế hết bao nhiêu",
        "[Xem thêm]",
        "[6 tháng]",
        "[Nhờ người gọi lại]",
        "[Tôi đồng ý]",
        "0912345678",
        "Hoa",
        "Diễn Châu",
        "[Xã Hùng Châu]",
        "cảm ơn",
    ]
    assert "# flow: hi" in play
    assert "@ 2026-11-23" in play


async def test_what_is_made_plays_as_it_was_made(
    database_url: str, key: str, understander: Understander, context_of: ContextOf
) -> None:
    talk = (
        Text("gọi lại cho tôi"),
        Press("lead:consent=yes"),
        Contact("0987123456", "Bảy"),
        Text("xã Đô Lương"),
        Text("tôi ở xã Đô Lương thì đóng ở đâu"),
        Press("flow:gone"),
        Text("gặp người"),
        Returned(),
        Text("cảm ơn"),
    )
    play = await kept(database_url, key, talk, understander, context_of)
    assert "Đô Lương" not in play
    assert "(contact 0912345678 Hoa)" in play
    assert "(press flow:gone)" in play
    assert "(returned)" in play
    assert await perform(read_play(play), understander, context_of) == play


def test_conversation_is_printed_or_refused(
    sqlite_url: str, key: str, understander: Understander, context_of: ContextOf
) -> None:
    run_apart(live(sqlite_url, key, [Text("cảm ơn")], understander, context_of))
    status, play = printed(sqlite_url, key, "1", "--title", "Thanks")
    assert status == 0
    assert play.startswith("# Thanks\n# channel: web\n# flow: talk\n# date: 2026-11-22\n\n> cảm ơn")
    status, said = printed(sqlite_url, key, "7")
    assert status == 1
    assert "no conversation 7" in said


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("do Nguyễn Văn Tuấn Anh đóng", "do Nguyễn Thị Hoa đóng"),
        ("chị le thi hong muốn hỏi", "chị Nguyễn Thị Hoa hỏi"),
        ("số [điện thoại ***456] đó", "số 0912345678 đó"),
        ("Nghệ An hỗ trợ bao nhiêu", "Nghệ An hỗ trợ bao nhiêu"),
        ("Do nhà tôi nghèo", "Do nhà tôi nghèo"),
        ("em tên gì", "em tên gì"),
    ],
)
def test_names_are_replaced_and_other_words_are_not(text: str, masked: str) -> None:
    assert without_names(text) == masked


def test_plays_of_the_tests_hold_no_real_number() -> None:
    for path in (Path(__file__).parent / "plays").glob("*.txt"):
        numbers = [
            word
            for line in read_play(path.read_text("utf-8")).lines
            for word in line.said.replace("(", " ").split()
            if word.isdecimal() and len(word) == 10
        ]
        assert set(numbers) <= {"0912345678", "0987654321"}
