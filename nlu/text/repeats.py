"""Letters repeated for emphasis (điiiii, khônggg)."""

from __future__ import annotations

import re

_RUN = re.compile(r"([^\W\d_])\1{2,}")


def shorten(text: str) -> str:
    """Return `text` with every run of three or more equal letters reduced to one."""
    return _RUN.sub(r"\1", text)
