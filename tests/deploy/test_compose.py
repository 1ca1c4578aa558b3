"""docker-compose.yml agrees with the commands, the settings and the files it names."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import httpx
import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.app import Installation, web_app
from bot.cli import main
from bot.settings import Settings
from bot.store.vault import fresh_keys

from .files import ROOT, compose, env_example

SERVICES = compose()["services"]
BOT_SERVICES = [name for name, service in SERVICES.items() if service["image"] == "ansinh-bot"]
BUILT = [name for name, service in SERVICES.items() if "build" in service]


def test_the_services_are_the_bot_rasa_and_the_database():
    assert set(SERVICES) == {"web", "worker", "migrate", "nlu", "postgres"}
    assert set(BOT_SERVICES) == {"web", "worker", "migrate"}


@pytest.mark.parametrize("name", BUILT)
def test_a_built_service_names_a_dockerfile_that_exists(name):
    build = SERVICES[name]["build"]
    assert (ROOT / build["context"] / build["dockerfile"]).is_file()


@pytest.mark.parametrize("name", BOT_SERVICES)
def test_the_command_of_a_bot_service_exists_and_takes_its_options(name):
    program, command, *arguments = SERVICES[name]["command"]
    assert program == "ansinh"
    found = main.get_command(main.make_context("ansinh", [command]), command)
    assert found is not None, f"there is no command {command}"
    found.make_context(command, arguments)


def test_only_the_web_server_is_published_and_only_on_this_machine():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"] == ["${WEB_PUBLISH:-127.0.0.1:8000}:8000"]


def test_the_database_and_rasa_have_no_way_out():
    assert compose()["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["nlu"]["networks"] == ["inside"]


def test_every_service_reaches_the_database_network():
    assert all("inside" in service["networks"] for service in SERVICES.values())


@pytest.mark.parametrize("name", ["web", "nlu", "postgres"])
def test_a_service_that_others_call_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


async def test_the_web_server_answers_what_its_health_is_asked_by(sqlite_url):
    check = SERVICES["web"]["healthcheck"]["test"][-1]
    address = re.search(r"http://127\.0\.0\.1:8000(/\S*)'", check)
    keys = {name.removeprefix("ANSINH_").lower(): key for name, key in fresh_keys().items()}
    home = Installation.load(Settings(database_url=sqlite_url, **keys))
    transport = httpx.ASGITransport(web_app(home, deliver_here=False))
    async with home.store, httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get(address[1])).status_code == 200


@pytest.mark.parametrize(
    ("peer", "seen"), [("172.18.0.1", "203.0.113.9"), ("198.51.100.7", "198.51.100.7")]
)
async def test_the_proxy_in_front_is_believed_about_the_citizen_and_nobody_else(peer, seen):
    async def application(scope, receive, send):
        clients.append(scope["client"][0])

    clients: list[str] = []
    trusted = SERVICES["web"]["environment"]["FORWARDED_ALLOW_IPS"]
    headers = [(b"x-forwarded-for", b"192.0.2.1, 203.0.113.9")]
    scope = {"type": "http", "scheme": "http", "client": (peer, 1), "headers": headers}
    await ProxyHeadersMiddleware(application, trusted)(scope, None, None)
    assert clients == [seen]


def test_the_bot_starts_only_on_a_migrated_database():
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"}
        }
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["restart"] == "no"


def test_the_bot_answers_while_rasa_is_down():
    assert all("nlu" not in service.get("depends_on", {}) for service in SERVICES.values())


def test_every_variable_set_for_the_bot_is_a_setting_of_it_or_of_its_server():
    settings = {f"ANSINH_{name.upper()}" for name in Settings.model_fields}
    settings.add("FORWARDED_ALLOW_IPS")
    for name in BOT_SERVICES:
        assert set(SERVICES[name]["environment"]) <= settings


def test_the_bot_finds_the_database_and_rasa_under_their_service_names():
    environment = SERVICES["worker"]["environment"]
    assert re.search(r"@postgres/ansinh$", environment["ANSINH_DATABASE_URL"])
    assert environment["ANSINH_NLU_URL"] == "http://nlu:5005"
    assert SERVICES["postgres"]["environment"]["POSTGRES_DB"] == "ansinh"


def test_rasa_and_the_database_see_their_own_secret_alone():
    for name, own in (("nlu", "ANSINH_NLU_TOKEN"), ("postgres", "POSTGRES_PASSWORD")):
        assert "env_file" not in SERVICES[name]
        text = json.dumps(SERVICES[name])
        assert set(re.findall(r"\$\{(\w+)", text)) == {own}


def test_every_variable_that_compose_reads_is_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert used <= set(env_example())


def test_no_secret_is_written_down():
    text = (ROOT / "docker-compose.yml").read_text()
    assert not re.findall(r"(?i)(?:password|token|key)\w*: *(?!\$)[\"']?\w{6,}", text)


def _compose_works() -> bool:
    docker = shutil.which("docker")
    return (
        bool(docker)
        and not subprocess.run(
            ["docker", "compose", "version"], capture_output=True, check=False
        ).returncode
    )


@pytest.mark.skipif(not _compose_works(), reason="docker compose is not installed")
def test_docker_compose_accepts_the_file(tmp_path):
    env = tmp_path / "env"
    env.write_text("POSTGRES_PASSWORD=x\nANSINH_NLU_TOKEN=x\n")
    for name in ("docker-compose.yml", "docker"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".env").write_text(env.read_text())
    checked = subprocess.run(
        ["docker", "compose", "config", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
