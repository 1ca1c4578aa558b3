"""`ansinh channels`, against doubles of the platforms."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.channels.zalo_oa.tokens import account_name
from bot.cli import main
from bot.settings import Settings
from bot.store import token_pairs
from bot.store.store import Store
from tests.channels.serving import Double, serving
from tests.channels.telegram.double import TelegramDouble
from tests.channels.zalo_bot.double import ZaloBotDouble
from tests.channels.zalo_oa.double import OA_ID
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
            if name in {"widget_origins", "content_dir"} or text is None:
                continue
            monkeypatch.setenv(f"ANSINH_{name.upper()}", str(text))
        return settings

    return put


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["channels", *words], input=typed)


def test_a_whole_configuration_has_nothing_wrong(environment: Callable[..., Settings]) -> None:
    telegram, zalo_bot = TelegramDouble(), ZaloBotDouble()
    with served(telegram) as telegram_api, served(zalo_bot) as zalo_bot_api:
        settings = environment(telegram_api=telegram_api, zalo_bot_api=zalo_bot_api)
        for channel in ("telegram", "zalo_bot"):
            assert run("webhook", "set", "--channel", channel).exit_code == 0
        assert run("zalo-tokens", typed="access-1\nrefresh-1\n").exit_code == 0
        result = run("check")
        assert result.exit_code == 0, result.output
        assert "error" not in result.output
        assert "the token is that of @ansinh_bot" in result.output
        assert "the token is that of bot.ansinh" in result.output
        assert "https://hoi.example.vn/hooks/zalo-oa" in result.output
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
