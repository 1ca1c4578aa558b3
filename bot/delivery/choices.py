"""Choices where there are no buttons: a numbered list goes out, a number comes back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.events import Event, Press, Text

_NUMBER = re.compile(r"\s*[\[(]?\s*(\d{1,2})\s*[\])]?[.:]?\s*")


def numbered(labels: Sequence[str]) -> str:
    """Return the choices as a list to answer with a number."""
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))


def as_press(event: Event, choices: Sequence[str]) -> Event:
    """Return the press that a bare number stands for, or the event as it is.

    `choices` are the payloads of the list the person saw last, in order.
    """
    if not isinstance(event, Text) or not (found := _NUMBER.fullmatch(event.text)):
        return event
    number = int(found[1])
    return Press(choices[number - 1]) if 1 <= number <= len(choices) else event
