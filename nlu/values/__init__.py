"""The values a text states: amounts, people, periods, ages, categories, places, telephones."""

from __future__ import annotations

from nlu.values.reading import Reading, read

__all__ = ["Reading", "read"]
