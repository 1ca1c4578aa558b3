"""The intents that content answers."""

from __future__ import annotations

from typing import Final

from nlu.intents import INTENTS

QUESTION_INTENTS: Final = tuple(intent for intent in INTENTS if intent.startswith("ask_"))
"""Each of these has an entry of the FAQ at least."""

OUTSIDE: Final = "other"
"""What the office does not answer. An entry of it says shortly who does."""

ENTRY_INTENTS: Final = (*QUESTION_INTENTS, OUTSIDE)
"""Every entry of the FAQ belongs to one of these."""
