"""Example questions of different entries that the classifier could not tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from bot.content.types import Faq
from nlu.text.fold import fold


def bare(example: str) -> str:
    """Return the words of an example without accents, capitals and punctuation."""
    return " ".join(re.findall(r"\w+", fold(unicodedata.normalize("NFC", example))))


def repeated_examples(entries: Iterable[Faq]) -> list[tuple[str, list[str]]]:
    """Return each example that comes more than once, with the ids of the entries that have it."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for example in entry.examples:
            owners[bare(example)].append(entry.id)
    return [(example, ids) for example, ids in owners.items() if len(ids) > 1]
