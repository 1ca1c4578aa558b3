"""What the command line shows as a sentence instead of a traceback."""

from __future__ import annotations


class OperatorError(Exception):
    """Something that only the operator can mend; the message says what and how."""
