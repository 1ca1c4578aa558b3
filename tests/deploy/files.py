"""The deployment files, read once for the tests beside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILES = sorted((ROOT / "docker").glob("*.Dockerfile"))


def compose() -> dict[str, Any]:
    """Return docker-compose.yml as data, anchors and merges resolved."""
    data: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    return data


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Return (instruction, arguments) of a Dockerfile, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", dockerfile.read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def copied_sources(dockerfile: Path) -> list[str]:
    """Return the paths of the project that a Dockerfile copies into its image."""
    return [
        source
        for name, arguments in instructions(dockerfile)
        if name == "COPY" and not arguments.startswith("--from")
        for source in arguments.split()[:-1]
    ]


def env_example() -> dict[str, tuple[str, bool]]:
    """Return name -> (value, whether the line is active) of .env.example."""
    lines = re.findall(r"^(#?)([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return {name: (value, not hidden) for hidden, name, value in lines}
