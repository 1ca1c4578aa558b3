"""What is wrong with content that loads: every entry, and everything together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.content.check_faq import Scene, check_faq
from bot.content.check_translation import check_translation
from bot.content.examples import repeated_examples
from bot.content.findings import Finding, too_long, written_amounts
from bot.content.intents import QUESTION_INTENTS
from bot.content.reading import check_reading
from bot.content.types import Content

CONSENT_LENGTH = 900
HEARD = ("cue.", "address.")
"""Files of what citizens say, and not we."""


def check_content(
    content: Content,
    scene: Scene,
    used_texts: Mapping[str, str],
    translations: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with `content`, errors first.

    `used_texts` maps the keys of texts that the code says to the place that says them,
    `translations` each further locale to the texts that its folder itself has.
    """
    findings = [
        *(one for entry in content.faqs.values() for one in check_faq(entry, content, scene)),
        *_check_together(content),
        *_check_texts(content, used_texts),
        *_check_consents(content, "consent"),
        *(
            one
            for locale, texts in (translations or {}).items()
            for one in check_translation(locale, texts, content.texts)
        ),
        *(
            one
            for locale, translation in content.translations.items()
            for one in _check_consents(translation, f"../{locale}/consent")
        ),
    ]
    return tuple(sorted(set(findings), key=lambda one: (one.level, one.file, one.key, one.reason)))


def _check_together(content: Content) -> Iterator[Finding]:
    for intent in sorted(set(QUESTION_INTENTS) - {one.intent for one in content.faqs.values()}):
        yield Finding("error", "faq", intent, "no entry answers this intent")
    for example, owners in repeated_examples(content.faqs.values()):
        yield Finding(
            "error", f"faq/{owners[0]}.yml", "examples", f"{example!r} is also in {owners[1]}"
        )


def _check_texts(content: Content, used_texts: Mapping[str, str]) -> Iterator[Finding]:
    for key, place in sorted(used_texts.items()):
        if key not in content.texts:
            yield Finding("error", f"texts/{key.partition('.')[0]}.yml", key, f"{place} says it")
    for key, text in content.texts.items():
        file = f"texts/{key.partition('.')[0]}.yml"
        yield from written_amounts(file, key, text)
        if not key.startswith(HEARD):
            yield from check_reading(file, key, text, content.plain)
        try:
            list(Formatter().parse(text))
        except ValueError as error:
            yield Finding("error", file, key, f"is not a template: {error}")


def _check_consents(content: Content, folder: str) -> Iterator[Finding]:
    for consent in content.consents.values():
        file = f"{folder}/{consent.purpose}.yml"
        yield from too_long(file, "text", consent.text, CONSENT_LENGTH)
        yield from written_amounts(file, "text", consent.text)
