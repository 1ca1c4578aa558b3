"""Content is read strictly: what is wrong is named by file, key and reason."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.content.load import load_content
from bot.content.types import FaqSource, Figure


def test_an_entry_is_read_whole(folder: Path) -> None:
    entry = load_content(folder).faqs["hi-rate"]
    assert entry.intent == "ask_hi_benefits"
    assert entry.short == "Đóng {rate} mức lương cơ sở."
    assert entry.more is None
    assert entry.figures == {"rate": Figure(parameter="household_hi.rate")}
    assert entry.sources == (FaqSource("188/2025/NĐ-CP", "6"),)
    assert entry.next == ("flow:hi",)
    assert entry.review_by == date(2027, 6, 30)
    assert entry.examples == ("Thẻ đóng mấy phần trăm?",)


def test_a_quote_is_kept_as_it_is_written(folder: Path) -> None:
    path = folder / "faq/hi-rate.yml"
    figure = "{quote: {scheme: household_hi, household_size: 1}, take: payable_vnd, times: 1/12}"
    path.write_text(path.read_text().replace("{parameter: household_hi.rate}", figure))
    assert load_content(folder).faqs["hi-rate"].figures["rate"] == Figure(
        quote={"scheme": "household_hi", "household_size": 1}, take="payable_vnd", times="1/12"
    )


def test_texts_are_flattened_under_the_name_of_their_file(folder: Path) -> None:
    assert load_content(folder).texts == {
        "hi.greeting": "Xin chào",
        "hi.ask.people": "Mấy người?",
        "hi.ask.months": "Mấy tháng?",
    }


def test_the_hash_of_a_consent_is_that_of_the_text_shown(folder: Path) -> None:
    consent = load_content(folder).consents["lead"]
    assert consent.version == "1"
    assert consent.sha256 == hashlib.sha256("Anh/chị có đồng ý không?".encode()).hexdigest()


def test_office_and_locale_are_read(folder: Path) -> None:
    content = load_content(folder)
    assert (content.locale, content.office.hotline) == ("vi", "1900 9068")


def test_the_version_follows_the_words_and_not_the_layout(folder: Path) -> None:
    before = load_content(folder).version
    path = folder / "faq/hi-rate.yml"
    path.write_text("# a remark\n" + path.read_text())
    assert load_content(folder).version == before
    path.write_text(path.read_text().replace("lương cơ sở", "tham chiếu"))
    assert load_content(folder).version != before


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("faq/hi-rate.yml", "title: Đóng bao nhiêu?", "", "title", "missing"),
        ("faq/hi-rate.yml", "title:", "colour: red\ntitle:", "colour", "not a known key"),
        ("faq/hi-rate.yml", "title: Đóng bao nhiêu?", "title: 5", "title", "not a text"),
        ("faq/hi-rate.yml", "title: Đóng bao nhiêu?", "title: ''", "title", "not a text"),
        ("faq/hi-rate.yml", "id: hi-rate", "id: hi-share", "id", "name of the file"),
        ("faq/hi-rate.yml", "ask_hi_benefits", "ask_weather", "intent", "not an intent"),
        ("faq/hi-rate.yml", "ask_hi_benefits", "calc_hi", "intent", "not an intent"),
        ("faq/hi-rate.yml", "2027-06-30", "30/6/2027", "review_by", "not a date"),
        ("faq/hi-rate.yml", "2027-06-30", "2027-06-30T00:00:00", "review_by", "not a date"),
        ("faq/hi-rate.yml", '["flow:hi"]', "hi", "next", "not a list"),
        ("faq/hi-rate.yml", '["flow:hi"]', "[1]", "next[0]", "not a text"),
        ("faq/hi-rate.yml", "{parameter: household_hi.rate}", "5", "figures.rate", "mapping"),
        ("faq/hi-rate.yml", "household_hi.rate}", "x, take: y}", "figures.rate", "either"),
        ("faq/hi-rate.yml", "household_hi.rate}", "x, quote: {}}", "figures.rate", "either"),
        ("faq/hi-rate.yml", "{parameter: household_hi.rate}", "{}", "figures.rate", "either"),
        ("faq/hi-rate.yml", "household_hi.rate}", "x, sum: 2}", "figures.rate.sum", "known"),
        ("faq/hi-rate.yml", "household_hi.rate}", "x, times: 2}", "figures.rate.times", "text"),
        ("faq/hi-rate.yml", 'article: "6"', "article: 6", "sources[0].article", "text"),
        ("faq/hi-rate.yml", 'article: "6"', "page: '6'", "sources[0].page", "known"),
        ("faq/hi-rate.yml", "title:", "id: again\ntitle:", "", "duplicate"),
        ("faq/hi-rate.yml", "title:", "title: {", "", "not readable YAML"),
        ("faq/hi-rate.yml", "title:", "1: one\ntitle:", "1", "quote it"),
        ("consent/lead.yml", "purpose: lead", "purpose: adverts", "purpose", "name of the file"),
        ("consent/lead.yml", 'version: "1"', "version: 1", "version", "not a text"),
        ("texts/hi.yml", "Mấy tháng?", "12", "hi.ask.months", "not a text"),
        ("texts/hi.yml", "ask.months", "ask.people", "hi.ask.people", "twice"),
        ("texts/hi.yml", "greeting: Xin chào\n", "- Xin chào\n#", "", "not"),
        ("office.yml", "hotline: 1900 9068\n", "", "hotline", "missing"),
        ("office.yml", "hotline:", "fax: none\nhotline:", "fax", "not a known key"),
    ],
)
def test_what_is_wrong_is_named(
    folder: Path, file: str, old: str, new: str, key: str, reason: str
) -> None:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert caught.value.file == path
    assert caught.value.key == key
    assert reason in caught.value.reason
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["office.yml", "faq"])
def test_what_is_not_there_is_named(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "elsewhere")
    with pytest.raises(ContentError, match="there is no such") as caught:
        load_content(folder)
    assert caught.value.file == folder / name


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "office.yml").write_bytes("name: Nghệ An, cá".encode("cp1258", "replace"))
    with pytest.raises(ContentError, match="not readable YAML") as caught:
        load_content(folder)
    assert caught.value.file == folder / "office.yml"


def test_lists_of_plain_words_are_read_where_there_are_any(folder: Path) -> None:
    assert load_content(folder).plain.instead == {}
    (folder / "plain.yml").write_text("instead: {nhằm: để}\nexplain: [chốt sổ]\n", encoding="utf-8")
    plain = load_content(folder).plain
    assert (plain.instead, plain.explain) == ({"nhằm": "để"}, ("chốt sổ",))
