"""JSON Lines on standard input and output, as the contracts of the command line want them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any


def read_lines() -> Iterator[str]:
    """Yield the lines of standard input that are not blank; what is not UTF-8 is replaced."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace")
        if line.strip():
            yield line


def write_line(answer: Mapping[str, Any]) -> None:
    """Write one answer to standard output at once."""
    text = json.dumps(answer, ensure_ascii=False)
    # Half of a surrogate pair has no UTF-8; its escape is JSON all the same.
    sys.stdout.buffer.write(f"{text}\n".encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()
