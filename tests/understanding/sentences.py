"""The sentences of sentences.yml: what every understander must agree on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SENTENCES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("sentences.yml"))


def name_of(case: dict[str, Any]) -> str:
    """Return a short name for the reports of pytest."""
    return case["text"].strip()[:30] or "nothing"
