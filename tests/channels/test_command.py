"""`ansinh channels`, against doubles of the platforms."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.channels.zalo_oa.tokens import account_name
from bot.cli import main
from bot.settings import Settings
from bot.store import token_pairs
from bot.store.store import Store, utc_now
from bot.vietnam import VIETNAM
from tests.channels.serving import Double, serving
from tests.channels.telegram.double import TelegramDouble
from tests.channels.zalo_bot.double import ZaloBotDouble
from tests.channels.zalo_oa.double import LIFE, OA_ID, ZaloDouble, refusal
from tests.conftest import run_apart


@contextmanager
def served(double: Double) -> Iterator[str]:
    """Serve a double beside the test: a command runs a loop of its own."""
    ready, done = threading.Event(), threading.Event()
    address: list[str] = []

    async def serve() -> None:
        async with serving(double) as url:
            address.append(url)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield address[0]
    finally:
        done.set()
        thread.join()


@pytest.fixture
def environment(
    settings_with: Callable[..., Settings],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    migrated_sqlite: Path,
) -> Callable[..., Settings]:
    """Return a setter of the environment in which every channel is on, with changes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ansinh.db").write_bytes(migrated_sqlite.read_bytes())

    def put(**changed: Any) -> Settings:
        url = f"sqlite+aiosqlite:///{tmp_path}/ansinh.db"
        settings = settings_with(**{"database_url": url, **changed})
        for name in Settings.model_fields:
            found = getattr(settings, name)
            secret = getattr(found, "get_secret_value", None)
            text = secret() if secret else found
            text = json.dumps(text) if isinstance(text, list) else text
            if name in {"widget_origins", "content_dir"} or text is None:
                continue
            monkeypatch.setenv(f"ANSINH_{name.upper()}", str(text))
        return settings

    return put


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["channels", *words], input=typed)


def test_a_whole_configuration_has_nothing_wrong(environment: Callable[..., Settings]) -> None:
    telegram, zalo_bot, zalo = TelegramDouble(), ZaloBotDouble(), ZaloDouble(utc_now)
    with served(telegram) as telegram_api, served(zalo_bot) as zalo_bot_api, served(zalo) as oa:
        settings = environment(
            telegram_api=telegram_api,
            zalo_bot_api=zalo_bot_api,
            zalo_oa_api=oa,
            zalo_oa_signin=oa,
            staff_chats=["telegram:-4440001"],
        )
        for channel in ("telegram", "zalo_bot"):
            assert run("webhook", "set", "--channel", channel).exit_code == 0
        pair = "\n".join(zalo.issue())
        assert run("zalo-tokens", typed=f"{pair}\n").exit_code == 0
        result = run("check")
        assert result.exit_code == 0, result.output
        assert "error" not in result.output
        assert "the token is that of @ansinh_bot" in result.output
        assert "the token is that of bot.ansinh" in result.output
        assert "https://hoi.example.vn/hooks/zalo-oa" in result.output
        assert "the tokens are those of BHXH tỉnh Nghệ An" in result.output
        assert "the package Tăng trưởng lasts until" in result.output
        assert "notices go to Trực BHXH on Telegram" in result.output
        for name in Settings.model_fields:
            secret = getattr(getattr(settings, name), "get_secret_value", None)
            assert secret is None or secret() not in result.output


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"telegram_token": "abc"}, "ANSINH_TELEGRAM_TOKEN is no token"),
        ({"telegram_webhook_secret": "short"}, "ANSINH_TELEGRAM_WEBHOOK_SECRET is too short"),
        ({"telegram_webhook_secret": "không được dấu đâu nhé"}, "letters, digits, _ and - only"),
        ({"public_url": "http://hoi.example.vn"}, "platforms send to an https address only"),
        ({"public_url": ""}, "ANSINH_PUBLIC_URL is empty"),
        ({"public_url": "https://hoi.example.vn:9000"}, "not to 9000"),
        ({"public_url": "https://hoi.example.vn:x"}, "ANSINH_PUBLIC_URL is no address"),
        ({"public_url": "https://hoi.example.vn:8443"}, "Zalo takes an address without a port"),
        ({"zalo_oa_app_secret": ""}, "ANSINH_ZALO_OA_APP_SECRET is not set"),
        ({"zalo_oa_id": "oa"}, "ANSINH_ZALO_OA_ID is no number"),
        ({"zalo_oa_image_url": "http://x"}, "ANSINH_ZALO_OA_IMAGE_URL must begin with https://"),
        ({}, "the tokens were never set"),
        ({"zalo_bot_token": "abc"}, "ANSINH_ZALO_BOT_TOKEN is no token"),
        ({"zalo_bot_webhook_secret": "short"}, "ANSINH_ZALO_BOT_WEBHOOK_SECRET is too short"),
        ({"webhook_url": "http://x"}, "ANSINH_WEBHOOK_URL must begin with https://"),
        ({"webhook_secret_in": "whsec_c2hvcnQ="}, "ANSINH_WEBHOOK_SECRET_IN is too short"),
        ({"webhook_secret_out": "whsec_!"}, "ANSINH_WEBHOOK_SECRET_OUT is"),
    ],
)
def test_what_is_wrong_is_named(
    environment: Callable[..., Settings], changed: dict[str, str], said: str
) -> None:
    environment(**changed)
    result = run("check", "--offline")
    assert result.exit_code == 1
    assert said in result.output


def test_platforms_are_heard(environment: Callable[..., Settings]) -> None:
    telegram, zalo_bot = TelegramDouble(), ZaloBotDouble()
    with served(telegram) as telegram_api, served(zalo_bot) as zalo_bot_api:
        apis = {"telegram_api": telegram_api, "zalo_bot_api": zalo_bot_api}
        environment(**apis)
        output = run("check").output
        assert "run `ansinh channels webhook set`" in output
        assert "run `ansinh channels webhook set --channel zalo_bot`" in output
        wrong = "4200042:WRONG-but-of-the-right-shape"
        environment(**apis, telegram_token=wrong, zalo_bot_token=wrong)
        output = run("check").output
        assert "Telegram answers: InvalidToken" in output
        assert "does not know the token" in output
        assert wrong not in output


def test_a_bot_that_asks_for_updates_must_have_no_webhook(
    environment: Callable[..., Settings],
) -> None:
    telegram = TelegramDouble()
    with served(telegram) as api:
        environment(telegram_api=api)
        run("webhook", "set")
        environment(telegram_api=api, telegram_webhook_secret="")
        assert "run `ansinh channels webhook delete`" in run("check").output
        assert run("webhook", "delete").exit_code == 0
        assert "webhook delete" not in run("check").output


def test_webhook_is_set_shown_and_deleted(environment: Callable[..., Settings]) -> None:
    telegram, zalo_bot = TelegramDouble(), ZaloBotDouble()
    with served(telegram) as telegram_api, served(zalo_bot) as zalo_bot_api:
        environment(telegram_api=telegram_api, zalo_bot_api=zalo_bot_api)
        for channel, path in (("telegram", "telegram"), ("zalo_bot", "zalo-bot")):
            assert run("webhook", "show", "--channel", channel).output == "nowhere\n"
            run("webhook", "set", "--channel", channel)
            shown = run("webhook", "show", "--channel", channel).output
            assert shown == f"https://hoi.example.vn/hooks/{path}\n"
            run("webhook", "delete", "--channel", channel)
            assert run("webhook", "show", "--channel", channel).output == "nowhere\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"telegram_webhook_secret": ""}, "set ANSINH_TELEGRAM_WEBHOOK_SECRET first"),
        ({"public_url": "http://x"}, "ANSINH_PUBLIC_URL must begin with https://"),
        ({"telegram_token": ""}, "ANSINH_TELEGRAM_TOKEN is not set"),
        ({"telegram_token": "4200042:WRONG-token"}, "Telegram answers: "),
    ],
)
def test_webhook_that_cannot_be_set_says_why(
    environment: Callable[..., Settings], changed: dict[str, str], said: str
) -> None:
    with served(TelegramDouble()) as api:
        environment(telegram_api=api, **changed)
        result = run("webhook", "set")
    assert result.exit_code == 1
    assert said in result.output


def test_zalos_tokens_are_kept_and_never_shown(environment: Callable[..., Settings]) -> None:
    settings = environment()
    result = run("zalo-tokens", typed=" access-9 \nrefresh-9\n")
    assert result.exit_code == 0
    assert "access-9" not in result.output

    async def kept() -> None:
        async with Store.from_settings(settings) as store, store.read() as session:
            pair = await token_pairs.get(session, account_name(OA_ID))
            assert pair is not None
            assert (pair.access, pair.refresh) == ("access-9", "refresh-9")

    run_apart(kept())


def test_a_command_that_needs_more_settings_says_which(
    environment: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(zalo_oa_app_secret="", zalo_oa_webhook_key="")
    result = run("zalo-tokens")
    assert result.exit_code == 1
    assert "ANSINH_ZALO_OA_APP_SECRET, ANSINH_ZALO_OA_WEBHOOK_KEY" in result.output
    monkeypatch.delenv("ANSINH_PHONE_KEY")
    result = run("check")
    assert result.exit_code == 1
    assert "ANSINH_PHONE_KEY" in result.output


@pytest.fixture
def zalo_told(environment: Callable[..., Settings]) -> Callable[..., str]:
    """Return a function that has Zalo asked, with only its account on; it returns what is said.

    `aged`: the access token has run out. `put`: the pair that is kept.
    """

    def ask(
        double: ZaloDouble,
        *,
        aged: bool = False,
        put: tuple[str, str] | None = None,
        **changed: Any,
    ) -> str:
        with served(double) as address:
            apis = {"zalo_oa_api": address, "zalo_oa_signin": address}
            off = {"telegram_token": "", "zalo_bot_token": "", "webhook_url": ""}
            settings = environment(**{**apis, **off, **changed})
            pair = put or double.issue()

            async def keep() -> None:
                async with Store.from_settings(settings) as store, store.begin() as session:
                    until = store.clock() + (timedelta(seconds=-1) if aged else LIFE)
                    await token_pairs.put(session, account_name(OA_ID), *pair, until)

            run_apart(keep())
            output = run("check").output
        for secret in (*pair, settings.zalo_oa_app_secret.get_secret_value()):
            assert secret not in output
        return output

    return ask


def test_zalo_is_asked_with_a_token_that_it_renews_first(zalo_told: Callable[..., str]) -> None:
    double = ZaloDouble(utc_now)
    said = zalo_told(double, aged=True)
    assert "the tokens are those of BHXH tỉnh Nghệ An" in said
    assert double.spent == ["refresh-1"]
    assert "error" not in said


def test_a_bad_pair_of_zalo_is_told_from_a_wrong_app(zalo_told: Callable[..., str]) -> None:
    said = zalo_told(ZaloDouble(utc_now), put=("bad-access", "bad-refresh"))
    assert "Zalo refuses our refresh token (Invalid refresh token, -14014): set a new pair" in said
    said = zalo_told(ZaloDouble(utc_now), aged=True, zalo_oa_app_secret="that of another app")
    assert "Zalo does not know the app or its secret (Invalid app, -14004)" in said
    assert "ANSINH_ZALO_OA_APP_SECRET" in said
    said = run("check", "--offline").output
    assert "Zalo refused to renew the tokens: set a new pair" in said


def test_zalo_that_is_out_of_reach_is_told_from_one_that_refuses(
    environment: Callable[..., Settings], zalo_told: Callable[..., str]
) -> None:
    with served(ZaloDouble(utc_now)) as gone:
        pass
    assert "Zalo cannot be reached" in zalo_told(ZaloDouble(utc_now), zalo_oa_api=gone)
    said = zalo_told(ZaloDouble(utc_now), aged=True, zalo_oa_signin=gone)
    assert "Zalo's sign-in cannot be reached" in said
    double = ZaloDouble(utc_now)
    double.failures.append(refusal(-224))
    assert "Zalo refuses our account or its package (-224)" in zalo_told(double)


@pytest.mark.parametrize(
    ("about", "level", "said"),
    [
        ({"oaid": "999"}, "error", "account 999: see ANSINH_ZALO_OA_ID"),
        ({"package_valid_through_date": "01/01/2026"}, "error", "ended on 2026-01-01: renew it"),
        ({"package_valid_through_date": ""}, "warning", "names no package"),
        ({"package_valid_through_date": "soon"}, "warning", "names no package"),
        ({"package_name": None}, "warning", "names no package"),
    ],
)
def test_what_zalo_says_of_the_account_is_looked_at(
    zalo_told: Callable[..., str], about: dict[str, Any], level: str, said: str
) -> None:
    double = ZaloDouble(utc_now)
    double.about.update(about)
    output = zalo_told(double)
    [line] = [one for one in output.splitlines() if said in one]
    assert line.startswith(level)


def test_a_package_that_ends_soon_is_warned_of(zalo_told: Callable[..., str]) -> None:
    double = ZaloDouble(utc_now)
    soon = utc_now() + timedelta(days=5)
    double.about["package_valid_through_date"] = f"{soon.astimezone(VIETNAM):%d/%m/%Y}"
    assert "5 days" in zalo_told(double)


@pytest.mark.parametrize(
    ("chats", "said"),
    [
        ([], "ANSINH_STAFF_CHATS is empty"),
        (["telegram"], "is no chat: write it as telegram:-1001234567890"),
        (["fax:1"], "there is no channel fax"),
        (["zalo_bot:a1"], "notices go to zalo_bot:a1"),
        (["telegram:nhom"], "a chat on Telegram is a number"),
        (["telegram:-1"], "telegram:-1 is telegram:-1009 now"),
        (["telegram:-2"], "bot was kicked from the supergroup chat); add it to the group"),
        (["telegram:-3"], "notices go to Trực BHXH on Telegram"),
    ],
)
def test_the_chats_of_staff_are_looked_at(
    environment: Callable[..., Settings], chats: list[str], said: str
) -> None:
    telegram = TelegramDouble()
    telegram.moved["-1"] = -1009
    telegram.left.add("-2")
    with served(telegram) as api, served(ZaloBotDouble()) as zalo_bot_api:
        environment(telegram_api=api, zalo_bot_api=zalo_bot_api, staff_chats=chats)
        assert said in run("check").output


def test_a_notice_to_staff_needs_a_channel_that_is_on_and_an_address(
    environment: Callable[..., Settings],
) -> None:
    environment(telegram_token="", staff_chats=["telegram:-3"], public_url="")
    output = run("check", "--offline").output
    assert "telegram:-3: ANSINH_TELEGRAM_TOKEN is empty" in output
    assert "notices to staff have no address to open" in output


def test_with_a_telegram_token_alone_telegram_is_asked(
    environment: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(TelegramDouble()) as api:
        off = {"zalo_oa_id": "", "zalo_bot_token": "", "webhook_url": ""}
        environment(telegram_api=api, telegram_webhook_secret="", **off)
        for name in ("SECRET_KEY", "PHONE_KEY", "PHONE_HASH_KEY"):
            monkeypatch.delenv(f"ANSINH_{name}")
        result = run("check")
    assert result.exit_code == 0
    assert "the token is that of @ansinh_bot" in result.output
    assert "ANSINH_SECRET_KEY: not set, which only the demonstration does without" in result.output
