"""What a server loads, and what it does about memory before it begins to serve."""

from __future__ import annotations

import subprocess
import sys
from ssl import CERT_REQUIRED

from bot.channels.outward import tls

UNNEEDED = {
    "psycopg",
    "sklearn",
    "scipy",
    "PIL",
    "alembic",
    "telegram",
    "rapidfuzz",
    "phonenumbers",
}
"""What is loaded where it is first needed, if at all."""
OF_STAFF = {"starlette_admin", "argon2"}
"""What is loaded when somebody of the office opens the console."""
_SCRIPT = """
import gc, sys
from bot.cli import main
main.get_command(None, "run")
assert gc.isenabled()
from bot.memory import begin, settle
begin()
assert not gc.isenabled()
from bot.channels.web.api import Incoming
from fastapi import FastAPI
FastAPI().post("/")(Incoming)
assert not any(name.startswith("pydantic.v1.") for name in sys.modules)
settle()
assert gc.isenabled()
print(gc.get_freeze_count() > 100_000)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_server_loads_no_driver_and_no_library_that_is_not_used_and_freezes_the_rest() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True
    )
    frozen, loaded = done.stdout.splitlines()
    assert frozen == "True"
    assert "sqlalchemy" in loaded.split()
    assert (UNNEEDED | OF_STAFF).isdisjoint(loaded.split())


def test_all_platforms_share_one_list_of_authorities_and_must_show_a_certificate() -> None:
    assert tls() is tls()
    assert tls().verify_mode is CERT_REQUIRED
    assert tls().check_hostname
