"""The Dockerfiles copy what exists, start what exists, and need nothing that is left out."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePosixPath

import pytest

from .files import DOCKERFILES, ROOT, copied_sources, instructions

BOT, NLU = ROOT / "docker" / "bot.Dockerfile", ROOT / "docker" / "nlu.Dockerfile"
IGNORE_LINES = [
    line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"
]


def _ignored(file: str) -> bool:
    """Return whether the builder misses the file: the last line naming it or its folder rules."""
    path = PurePosixPath(file)
    ignored = False
    for line in IGNORE_LINES:
        pattern = line.removeprefix("!")
        anywhere = pattern.removeprefix("**/")
        depths = range(1, 99) if anywhere != pattern else [len(PurePosixPath(pattern).parts)]
        if any(
            len(part.parts) in depths and part.match(anywhere) for part in (path, *path.parents)
        ):
            ignored = not line.startswith("!")
    return ignored


def _files(source: str) -> list[Path]:
    path = ROOT / source
    found = path.rglob("*") if path.is_dir() else [path]
    return [
        file.relative_to(ROOT)
        for file in found
        if file.is_file() and "__pycache__" not in str(file)
    ]


def test_there_is_one_dockerfile_for_each_environment():
    assert DOCKERFILES == [BOT, NLU]


@pytest.mark.parametrize(
    "source", sorted({source for file in DOCKERFILES for source in copied_sources(file)})
)
def test_what_is_copied_exists_and_reaches_the_builder(source):
    files = _files(source)
    assert files
    assert [str(file) for file in files if _ignored(str(file))] == []


@pytest.mark.parametrize(
    "secret", [".env", "var/ansinh.db", ".git/config", "bot/.env", "bot/__pycache__/a.pyc"]
)
def test_secrets_and_data_never_reach_the_builder(secret):
    assert _ignored(secret)


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.stem)
def test_an_image_runs_as_an_ordinary_user(dockerfile):
    names = [name for name, _ in instructions(dockerfile)]
    assert dict(instructions(dockerfile))["USER"] == "ansinh"
    assert names.index("USER") < names.index("CMD")


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.stem)
def test_packages_come_from_hashed_locks(dockerfile):
    runs = " && ".join(arguments for name, arguments in instructions(dockerfile) if name == "RUN")
    installs = re.findall(r"pip install (.*?)(?: && |$)", runs)
    assert installs
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install


def test_the_bots_image_holds_its_packages_compiled():
    runs = " && ".join(arguments for name, arguments in instructions(BOT) if name == "RUN")
    (compiled,) = re.findall(r"python -m compileall -q (.*?)(?: && |$)", runs)
    sources = copied_sources(BOT)
    packages = [source for source in sources if (ROOT / source / "__init__.py").exists()]
    assert sorted(compiled.split()) == sorted(packages)


def test_rasa_runs_on_the_python_its_lock_was_made_for():
    bases = [arguments.split()[0] for name, arguments in instructions(NLU) if name == "FROM"]
    assert set(bases) == {"python:3.10-slim"}


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.stem)
def test_every_project_script_that_an_image_runs_is_in_it_and_executable(dockerfile):
    copied = set(copied_sources(dockerfile))
    used = set(re.findall(r"scripts/[\w-]+", dockerfile.read_text()))
    for script in used:
        used |= set(re.findall(r"scripts/[\w-]+", (ROOT / script).read_text()))
    assert used <= copied
    assert all(os.access(ROOT / script, os.X_OK) for script in used)


def test_rasa_is_served_on_the_port_the_bot_calls():
    command = json.loads(dict(instructions(NLU))["CMD"])
    assert command == ["scripts/rasa-serve", "0.0.0.0", "5005"]  # noqa: S104
