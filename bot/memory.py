"""What a process that is going to run for months does about memory while it loads and after."""

from __future__ import annotations

import ctypes
import gc
import sys


def begin() -> None:
    """Load what stays: until `settle`, nothing of it is looked through for garbage.

    FastAPI would load all of pydantic 1 as well, to see that no model is made with that.
    """
    gc.disable()
    sys.modules.setdefault("pydantic.v1", None)  # type: ignore[arg-type]


def settle() -> None:
    """Give back what loading left over, and never look through what it made again.

    The garbage collector would go through all of it every now and then, a tenth of a second in
    which nothing else happens; the C library keeps freed memory unless it is asked for it.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
