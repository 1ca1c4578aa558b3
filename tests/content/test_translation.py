"""A further language is a folder beside the first one, and an editor hears what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.check_translation import check_translation
from bot.content.errors import ContentError
from bot.content.findings import Finding
from bot.content.intents import ENTRY_INTENTS
from bot.content.load import load_content, own_texts
from bot.content.types import Content
from tests.content.conftest import REAL

FIRST = {"hi.greeting": "Xin chào {name}", "hi.bye": "Tạm biệt, gọi {hotline}", "cue.wish.hi": "a"}
Write = Callable[[str, str], None]


@pytest.fixture
def write(folder: Path) -> Write:
    def put(file: str, text: str) -> None:
        path = folder.parent / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return put


def test_what_a_translation_lacks_it_has_in_the_first_language(folder: Path, write: Write) -> None:
    write("en/texts/hi.yml", "greeting: Hello\n")
    content = load_content(folder)
    english = content.into("en")

    assert english.texts["hi.greeting"] == "Hello"
    assert english.texts["hi.ask.people"] == "Mấy người?"
    assert english.consents == content.consents
    assert english.office == content.office
    assert content.into("fr") is content
    assert content.into(None) is content
    assert content.languages == ("vi", "en")


def test_without_examples_the_same_is_said_in_every_language(folder: Path, write: Write) -> None:
    write("en/texts/hi.yml", "greeting: Hello\n")
    whole = load_content(folder)
    said = whole.without_examples()
    assert any(entry.examples for entry in whole.faqs.values())
    for content in (said, said.into("en")):
        assert [*content.faqs] == [*whole.faqs]
        assert not any(entry.examples for entry in content.faqs.values())
        assert [entry.short for entry in content.faqs.values()] == [
            entry.short for entry in whole.faqs.values()
        ]
    assert said.into("en").texts == whole.into("en").texts
    assert (said.version, said.into("en").version) == (whole.version, whole.into("en").version)


def test_office_and_consent_may_be_translated(folder: Path, write: Write) -> None:
    write("en/texts/hi.yml", "greeting: Hello\n")
    write("en/office.yml", "name: The office\n")
    write("en/consent/lead.yml", 'purpose: lead\nversion: "1-en"\ntext: Do you agree?\n')
    english = load_content(folder).into("en")

    assert (english.office.name, english.office.hotline) == ("The office", "1900 9068")
    assert english.consents["lead"].version == "1-en"


def test_translation_is_part_of_the_version(folder: Path, write: Write) -> None:
    before = load_content(folder).version
    write("en/texts/hi.yml", "greeting: Hello\n")
    assert load_content(folder).version != before


def test_folder_that_is_no_locale_is_refused(folder: Path, write: Write) -> None:
    write("englisch/texts/hi.yml", "greeting: Hello\n")
    with pytest.raises(ContentError, match="not the name of a locale"):
        load_content(folder)


def test_folder_without_texts_is_no_language(folder: Path, write: Write) -> None:
    write("pictures/note.txt", "nothing")
    assert load_content(folder).languages == ("vi",)


def test_missing_text_is_a_warning() -> None:
    assert list(check_translation("en", {"hi.greeting": "Hello {name}"}, FIRST)) == [
        Finding("warning", "../en/texts/hi.yml", "hi.bye", "is missing; the first language speaks")
    ]


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("hi.greeting", "Hello", "the placeholder {name} is in the first language only"),
        ("hi.greeting", "Hello {name} {nick}", "the placeholder {nick} is here only"),
        ("hi.greeting", "Hello {name", "is not a template: expected '}' before end of string"),
        ("hi.new", "Hello", "is unknown to the first language"),
        ("hi.bye", "It costs 5 million", "'5 million' is an amount; name a figure, and policies"),
    ],
)
def test_wrong_text_is_an_error(key: str, text: str, reason: str) -> None:
    right = {"hi.greeting": "Hello {name}", "hi.bye": "Bye"}
    (found,) = check_translation("en", {**right, key: text}, FIRST)

    assert (found.level, found.key) == ("error", key)
    assert found.reason.startswith(reason)


def test_english_can_be_spoken(real: Content) -> None:
    own = own_texts(REAL.parent / "en")

    found = check_translation("en", own, real.texts)
    assert [one for one in found if one.level == "error"] == []
    assert {f"about.{intent}" for intent in ENTRY_INTENTS} <= own.keys()
