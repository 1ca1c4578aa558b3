"""The shapes of what we say. Plain values: the conversation reads them and never a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class FaqSource:
    """The legal text behind an answer."""

    document: str
    article: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an answer names and `policies` fills in for the date.

    Either `parameter` (an id of `policies/parameters`, with `key` for an entry of a table, a place
    in a list counted from 1, or the `state` share of a group) or `quote` (a request of
    `ansinh quote` without `on`, in which `{parameter: id}` stands for a value) with `take`
    (`payable_vnd` and the like), multiplied by `times` (an exact fraction as text, or the id of a
    parameter).
    """

    parameter: str | None = None
    key: str | None = None
    quote: Mapping[str, Any] | None = None
    take: str | None = None
    times: str = "1"


@dataclass(frozen=True, slots=True)
class Faq:
    """One question that people ask and its answer.

    `short` (at most 600 characters) stands alone; `more` comes on request. `next` holds ids of
    entries and payloads of flows (`flow:hi`) that people want after this answer.
    """

    id: str
    intent: str
    title: str
    short: str
    more: str | None
    figures: Mapping[str, Figure]
    sources: tuple[FaqSource, ...]
    next: tuple[str, ...]
    review_by: date
    examples: tuple[str, ...]
    unconfirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """The text a person agrees to before any contact data is kept; its hash is the proof."""

    purpose: str
    version: str
    text: str
    sha256: str

    @property
    def proof(self) -> dict[str, str]:
        """What is recorded of a consent to this text: purpose, version and hash."""
        return {"purpose": self.purpose, "version": self.version, "text_sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Office:
    """Who runs the assistant and how to reach a person there."""

    name: str
    province: str
    hotline: str
    phone: str
    address: str
    website: str


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What makes a text hard: clerks' words with the plain one, and terms to be explained."""

    instead: Mapping[str, str] = field(default_factory=dict)
    explain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything we say in one language. `texts` maps dotted keys to templates.

    `translations` is the same in further languages, by locale; what a translation lacks, it has in
    the first language. The entries of the FAQ exist in that one only.
    """

    locale: str
    texts: Mapping[str, str]
    faqs: Mapping[str, Faq]
    consents: Mapping[str, Consent]
    office: Office
    version: str
    translations: Mapping[str, Content] = field(default_factory=dict)
    plain: PlainWords = PlainWords()

    @property
    def languages(self) -> tuple[str, ...]:
        """The locales that can be spoken, the first language first."""
        return (self.locale, *self.translations)

    def into(self, locale: str | None) -> Content:
        """Return the translation into `locale`; itself where there is none, or none is asked."""
        return self.translations.get(locale or "", self)

    def without_examples(self) -> Content:
        """Return the same without the questions that entries are found by, for who has an engine.

        They are half of all that is loaded, and nothing of them is ever said.
        """
        faqs = {name: replace(faq, examples=()) for name, faq in self.faqs.items()}
        translations = {
            locale: replace(content, faqs=faqs) for locale, content in self.translations.items()
        }
        return replace(self, faqs=faqs, translations=translations)
