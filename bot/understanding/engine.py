"""The engine with the questions of the FAQ."""

from __future__ import annotations

from bot.content.types import Content
from nlu import Engine, FaqExamples


def load_engine(content: Content) -> Engine:
    """Return the engine of this process; it finds every entry of `content` by its examples."""
    return Engine.load(
        FaqExamples(entry.id, entry.intent, entry.examples) for entry in content.faqs.values()
    )
