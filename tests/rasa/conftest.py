"""A real Rasa server with the trained model, in Rasa's own environment."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nlu import Engine, FaqExamples
from nlu.training.examples import read_faqs

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "var" / "rasa" / "models" / "ansinh-nlu.tar.gz"
START_SECONDS = 120


@dataclass(frozen=True)
class RasaServer:
    """A running server."""

    url: str
    token: str
    log: Path


@pytest.fixture(scope="session")
def built() -> None:
    """Fail in CI, skip elsewhere, where `make rasa` has not been run."""
    if (ROOT / ".venv-rasa").is_dir() and MODEL.is_file():
        return
    if os.environ.get("CI"):
        pytest.fail("Rasa's environment or model is missing: run `make rasa`")
    pytest.skip("Rasa's environment or model is missing: run `make rasa`")


@pytest.fixture(scope="session")
def rasa(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaServer]:
    """Serve the model of `make rasa` on a free port, as docker/nlu.Dockerfile does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("rasa") / "server.log"
    server = RasaServer(f"http://127.0.0.1:{port}", secrets.token_hex(16), log)
    environment = {**os.environ, "ANSINH_NLU_TOKEN": server.token}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [ROOT / "scripts" / "rasa-serve", "127.0.0.1", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_healthy(process, server, environment)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait_until_healthy(
    process: subprocess.Popen[bytes], server: RasaServer, environment: dict[str, str]
) -> None:
    for _ in range(START_SECONDS):
        check = [ROOT / "scripts" / "rasa-healthy", server.url]
        if not subprocess.run(check, env=environment, capture_output=True, check=False).returncode:
            return
        if process.poll() is not None:
            break
        time.sleep(1)
    pytest.fail(f"Rasa did not start:\n{server.log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def faqs() -> list[FaqExamples]:
    """Return the FAQ entries that the model was trained on."""
    return read_faqs(ROOT / "content" / "vi" / "faq")


@pytest.fixture(scope="session")
def engine(faqs: list[FaqExamples]) -> Engine:
    """Return the engine of the bot's process, with the same entries."""
    return Engine.load(faqs)
