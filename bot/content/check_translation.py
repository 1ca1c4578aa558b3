"""What is wrong with a translation: texts that are missing, unknown, or want other values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.content.findings import Finding, written_amounts

OWN_FILES = frozenset({"about", "rule"})
"""What a translation says where the first language has the FAQ and the words of the rules."""

HEARD_FILES = frozenset({"address", "cue"})
"""Phrases to listen for; a translation needs none, and may have lists of its own."""

FIRST_ONLY = frozenset({"sheet"})
"""What goes to people whose language nobody knows: it stays in the first one."""

AT_HAND = frozenset({"office", "hotline", "phone"})
"""Placeholders that every text may use."""


def check_translation(
    locale: str, texts: Mapping[str, str], first: Mapping[str, str]
) -> Iterator[Finding]:
    """Find what is wrong with the `texts` of `locale` itself, against those of the first language.

    A missing text is a warning: the first language speaks in its place.
    """
    for key in first:
        if key not in texts and _file(key) not in HEARD_FILES | FIRST_ONLY:
            yield Finding(
                "warning", _path(locale, key), key, "is missing; the first language speaks"
            )
    for key, text in texts.items():
        path = _path(locale, key)
        if key not in first and _file(key) not in OWN_FILES | HEARD_FILES:
            yield Finding("error", path, key, "is unknown to the first language")
        yield from written_amounts(path, key, text)
        try:
            wanted = _placeholders(text)
        except ValueError as error:
            yield Finding("error", path, key, f"is not a template: {error}")
            continue
        for name in sorted(wanted ^ _placeholders(first[key])) if key in first else ():
            where = "here only" if name in wanted else "in the first language only"
            yield Finding("error", path, key, f"the placeholder {{{name}}} is {where}")


def _placeholders(text: str) -> frozenset[str]:
    """Return the names of the values that `text` wants; raises ValueError for no template."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name) - AT_HAND


def _file(key: str) -> str:
    return key.partition(".")[0]


def _path(locale: str, key: str) -> str:
    return f"../{locale}/texts/{_file(key)}.yml"
