"""What a process that is going to run for months does about memory once everything is loaded."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Give back what loading left over, and never look through what it made again.

    The garbage collector would go through all of it every now and then, a tenth of a second in
    which nothing else happens; the C library keeps freed memory unless it is asked for it.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
