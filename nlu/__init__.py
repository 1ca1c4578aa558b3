"""What a sentence means: Vietnamese text to intent and values.

`Engine.load()` reads the shipped model; `engine.understand(text, awaiting)` returns a `Meaning`.
Nothing here imports the bot, and nothing at run time needs scikit-learn.
"""

from __future__ import annotations

from nlu.engine import Engine
from nlu.intents import INTENTS, UNCLEAR
from nlu.meaning import FaqExamples, Meaning

__all__ = ["INTENTS", "UNCLEAR", "Engine", "FaqExamples", "Meaning"]
