"""Processes that are begun at once, and killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.bench.nursery import Nursery

_ECHO = """
import os, sys
from bot.bench.nursery import nurse

def play(role):
    print(role, os.getpid(), flush=True)
    while line := sys.stdin.readline():
        print(line.strip()[::-1], flush=True)

nurse(int(sys.argv[1]), play)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "echoing.py").write_text(_ECHO, encoding="utf-8")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    return "echoing"


async def test_children_are_processes_of_their_own_that_can_be_killed(module: str) -> None:
    async with Nursery(module) as nursery:
        first, second = await nursery.begin("web"), await nursery.begin("sender")
        assert await first.line() == f"web {first.pid}"
        assert await second.line() == f"sender {second.pid}"
        assert first.pid != second.pid
        first.write(["abc\n"])
        assert await first.line() == "cba"
        assert first.kill()
        assert await first.line() == ""
        assert not first.kill()
        second.write(["abc\n"])
        assert await second.line() == "cba"
        await second.end()
        await first.end()
    with pytest.raises(ProcessLookupError):
        os.kill(second.pid, 0)
