"""Reading the folder `content/<locale>/` into `Content`, strictly.

faq/<id>.yml         one `Faq` each
texts/<name>.yml     what the dialogue says: `ask.people` in `hi.yml` is `hi.ask.people`
consent/<purpose>.yml
office.yml
plain.yml            words to avoid and terms to explain

A folder beside it that has `texts/` is a translation: `texts/`, and where they differ `consent/`
and what `office.yml` says of the name and the address.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.localedata import exists

from bot.content.errors import ContentError
from bot.content.fields import Fields, read_mapping
from bot.content.intents import ENTRY_INTENTS
from bot.content.types import Consent, Content, Faq, FaqSource, Figure, Office, PlainWords


def load_content(folder: Path) -> Content:
    """Return everything we say in the language that `folder` is named after, with translations.

    `version` is a hash of what is said: layout and comments of the files do not change it.

    Raises:
        ContentError: the first thing that is wrong, with file, key and reason.
    """
    parts = Content(
        locale=folder.name,
        texts=_texts(_files(folder / "texts")),
        faqs={path.stem: _faq(path) for path in _files(folder / "faq")},
        consents={path.stem: _consent(path) for path in _files(folder / "consent")},
        office=_office(folder / "office.yml"),
        version="",
        plain=_plain(folder / "plain.yml"),
    )
    parts = dataclasses.replace(
        parts,
        translations={
            path.name: _translation(path, parts)
            for path in sorted(folder.resolve().parent.iterdir())
            if path.name != folder.resolve().name and (path / "texts").is_dir()
        },
    )
    return dataclasses.replace(parts, version=_version(parts))


def own_texts(folder: Path) -> dict[str, str]:
    """Return the texts that `folder` itself has, without those of the first language.

    Raises:
        ContentError: the first thing that is wrong, with file, key and reason.
    """
    return _texts(_files(folder / "texts"))


def _translation(folder: Path, first: Content) -> Content:
    """Return `first` with what `folder` says in another language in its place."""
    if not exists(folder.name):
        raise ContentError(folder, "", "is not the name of a locale, such as en")
    office = folder / "office.yml"
    consents = folder / "consent"
    own = _files(consents) if consents.is_dir() else []
    return Content(
        locale=folder.name,
        texts={**first.texts, **_texts(_files(folder / "texts"))},
        faqs=first.faqs,
        consents={**first.consents, **{path.stem: _consent(path) for path in own}},
        office=_translated(office, first.office) if office.exists() else first.office,
        version=first.version,
    )


def _translated(path: Path, office: Office) -> Office:
    """Return the office by the name and at the address that another language has for them."""
    fields = Fields(path, read_mapping(path))
    given = {name: fields.optional_text(name) for name in ("name", "address")}
    fields.done()
    return dataclasses.replace(office, **{name: text for name, text in given.items() if text})


def _faq(path: Path) -> Faq:
    fields = Fields(path, read_mapping(path))
    entry = Faq(
        id=fields.text("id"),
        intent=fields.text("intent"),
        title=fields.text("title"),
        short=fields.text("short"),
        more=fields.optional_text("more"),
        figures=_figures(fields),
        sources=tuple(_source(source) for source in fields.entries("sources")),
        next=fields.texts("next"),
        review_by=fields.day("review_by"),
        examples=fields.texts("examples"),
        unconfirmed=fields.optional_text("unconfirmed"),
    )
    fields.done()
    if entry.id != path.stem:
        raise ContentError(path, "id", f"{entry.id!r} is not the name of the file")
    if entry.intent not in ENTRY_INTENTS:
        raise ContentError(path, "intent", f"{entry.intent!r} is not an intent of a question")
    return entry


def _figures(fields: Fields) -> dict[str, Figure]:
    return {name: _figure(figure) for name, figure in fields.optional_parts("figures").items()}


def _figure(fields: Fields) -> Figure:
    figure = Figure(
        parameter=fields.optional_text("parameter"),
        key=fields.optional_text("key"),
        quote=fields.optional_mapping("quote"),
        take=fields.optional_text("take"),
        times=fields.optional_text("times") or "1",
    )
    fields.done()
    by_parameter = figure.parameter is not None and figure.quote is None and figure.take is None
    by_quote = figure.quote is not None and figure.take is not None
    if not (by_parameter or (by_quote and figure.parameter is None and figure.key is None)):
        raise fields.wrong("", "needs either parameter (and key) or quote and take")
    return figure


def _source(fields: Fields) -> FaqSource:
    source = FaqSource(
        document=fields.text("document"),
        article=fields.optional_text("article"),
        url=fields.optional_text("url"),
    )
    fields.done()
    return source


def _consent(path: Path) -> Consent:
    fields = Fields(path, read_mapping(path))
    text = fields.text("text")
    consent = Consent(
        purpose=fields.text("purpose"),
        version=fields.text("version"),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    fields.done()
    if consent.purpose != path.stem:
        raise ContentError(path, "purpose", f"{consent.purpose!r} is not the name of the file")
    return consent


def _office(path: Path) -> Office:
    fields = Fields(path, read_mapping(path))
    office = Office(**{field.name: fields.text(field.name) for field in dataclasses.fields(Office)})
    fields.done()
    return office


def _plain(path: Path) -> PlainWords:
    """Return the words to avoid and to explain; none where the language has no such list."""
    if not path.exists():
        return PlainWords()
    fields = Fields(path, read_mapping(path))
    words = fields.optional_mapping("instead") or {}
    plain = PlainWords({str(word): str(it) for word, it in words.items()}, fields.texts("explain"))
    fields.done()
    return plain


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in paths:
        for key, text in _flat(path, path.stem, read_mapping(path)):
            if key in texts:
                raise ContentError(path, key, "is given twice")
            texts[key] = text
    return texts


def _flat(path: Path, prefix: str, tree: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    for name, node in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(node, dict):
            yield from _flat(path, key, node)
        elif isinstance(node, str):
            yield key, node
        else:
            raise ContentError(path, key, f"{node!r} is not a text")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ContentError(folder, "", "there is no such folder")
    return sorted(folder.glob("*.yml"))


def _version(content: Content) -> str:
    digest = hashlib.sha256()
    for piece in _json(content):
        digest.update(piece.encode())
    return digest.hexdigest()[:16]


def _json(part: object) -> Iterator[str]:
    """Yield a JSON text piece by piece; as a whole it would be the most that a start holds."""
    if isinstance(part, Content):
        part = _plain_json(part)
    if not isinstance(part, Mapping):
        yield json.dumps(part, sort_keys=True, default=_plain_json)
        return
    before = "{"
    for key in sorted(part):
        yield f"{before}{json.dumps(key)}: "
        yield from _json(part[key])
        before = ", "
    yield "}" if part else "{}"


def _plain_json(part: Any) -> object:
    if isinstance(part, date):
        return part.isoformat()
    return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
