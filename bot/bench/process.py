"""How soon the bot is ready and how much memory it takes, as the process that operators start."""

from __future__ import annotations

import base64
import os
import sys
import time
from asyncio.subprocess import PIPE, create_subprocess_exec
from dataclasses import dataclass
from pathlib import Path

from bot.store.vault import fresh_keys

NOWHERE = "http://127.0.0.1:9"
"""A port that nothing listens on: a platform that cannot be reached."""
# Some of what we use takes rich along where it is: a development tool that no installation has.
_START = """
import sys
sys.modules.update(dict.fromkeys(("rich", "pygments")))
from bot.cli import main
main()
"""
_ADDRESSES = ("TELEGRAM_API", "ZALO_OA_API", "ZALO_OA_SIGNIN", "ZALO_BOT_API", "WEBHOOK_URL")
_SECRET = f"whsec_{base64.b64encode(bytes(24)).decode()}"
_ACCOUNTS = {
    "TELEGRAM_TOKEN": "1:bench",
    "ZALO_OA_ID": "1",
    "ZALO_OA_APP_ID": "2",
    "ZALO_OA_APP_SECRET": "bench",
    "ZALO_OA_WEBHOOK_KEY": "bench",
    "ZALO_BOT_TOKEN": "3:bench",
    "ZALO_BOT_WEBHOOK_SECRET": "benchbench",
    "WEBHOOK_SECRET_IN": _SECRET,
    "WEBHOOK_SECRET_OUT": _SECRET,
}


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds until requests are answered, and the memory held then, in MB (10⁶ bytes)."""

    ready_seconds: float
    memory_mb: float


async def start(url: str) -> Started:
    """Start `ansinh run` on a migrated database with every channel on, and no platform there."""
    channels = dict.fromkeys(_ADDRESSES, NOWHERE) | _ACCOUNTS
    environment = (
        os.environ
        | fresh_keys()
        | {f"ANSINH_{setting}": value for setting, value in channels.items()}
        | {
            "ANSINH_DATABASE_URL": url,
            # Zalo's tokens are missing, and it says so.
            "ANSINH_LOG_LEVEL": "CRITICAL",
            "PYTHONUNBUFFERED": "1",
        }
    )
    begun = time.perf_counter()
    process = await create_subprocess_exec(
        *(sys.executable, "-c", _START, "run", "--port", "0"),
        stdout=PIPE,
        env=environment,
    )
    line = await process.stdout.readline() if process.stdout else b""
    ready = time.perf_counter() - begun
    if not line:
        raise RuntimeError("`ansinh run` ended before it was ready")
    try:
        status = _status(process.pid)
    finally:
        process.terminate()
        await process.communicate()
    held = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return Started(ready, int(held.split()[1]) * 1024 / 1e6)


def _status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text(encoding="ascii")
