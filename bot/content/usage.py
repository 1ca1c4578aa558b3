"""Which texts the code says, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set
from pathlib import Path

_KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")


def used_texts(folder: Path, names: Set[str]) -> dict[str, str]:
    """Return the keys of texts in the Python files under `folder`, each with its place.

    A key is a plain string such as `"hi.ask_people"` that begins with one of `names` (of the files
    in `texts/`), or the first argument of a call of `button`, which stands for `button.<it>`.
    A key that the code puts together (`f"si.method_{name}"`) is not seen, and the first argument of
    a call of `value` is the id of a parameter.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for key, line in _keys(ast.parse(path.read_text(encoding="utf-8"))):
            if key.partition(".")[0] in names:
                found.setdefault(key, f"{path.name}:{line}")
    return found


def _keys(tree: ast.AST) -> Iterator[tuple[str, int]]:
    parts: set[ast.expr] = set()
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values):
                parts.update(values)
            case ast.Call(func=ast.Attribute(attr="value"), args=[parameter, *_]):
                parts.add(parameter)
    for node in ast.walk(tree):
        if node in parts:
            continue
        match node:
            case ast.Call(
                func=ast.Attribute(attr="button"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield f"button.{name}", node.lineno
            case ast.Constant(value=str(text)) if _KEY.fullmatch(text):
                yield text, node.lineno
