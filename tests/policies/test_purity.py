"""The rules decide from their inputs alone: no clock, no environment, no network, no chance."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import policies

ROOM = Path(policies.__file__).parent
MODULES = sorted(ROOM.rglob("*.py"))
ALLOWED = {
    "__future__",
    "babel",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "pathlib",
    "re",
    "ruamel",
    "types",
    "typing",
}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}
FILES = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob", "write_text"}
LOADERS = {"loading.py", "ruleset.py"}


def _called(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            names.add(function.attr if isinstance(function, ast.Attribute) else "")
            names.add(function.id if isinstance(function, ast.Name) else "")
    return names


def _imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_module_reads_no_clock_environment_or_network(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert _imported(tree) <= ALLOWED
    assert not _called(tree) & CLOCKS
    if module.name not in LOADERS:
        assert not _called(tree) & FILES


def test_the_check_sees_what_it_looks_for() -> None:
    tree = ast.parse("import os\nfrom datetime import date\ndate.today()\nopen('x')")
    assert _imported(tree) == {"os", "datetime"}
    assert {"today", "open"} <= _called(tree)
