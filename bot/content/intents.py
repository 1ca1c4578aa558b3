"""The intents that content answers."""

from __future__ import annotations

from typing import Final

from nlu.intents import INTENTS

QUESTION_INTENTS: Final = tuple(intent for intent in INTENTS if intent.startswith("ask_"))
"""Every entry of the FAQ belongs to one of these, and each of these has an entry."""
