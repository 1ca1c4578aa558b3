"""A quote as a text that a citizen can follow, step by step, in Vietnamese."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from .inputs import ISO_DAY
from .vocabulary import (
    CONFIDENCES,
    FACTS,
    FORMULAS,
    INPUTS,
    NUMBERED_INPUTS,
    PAYERS,
    RESULTS,
    ROUNDINGS,
    SCHEME_NAMES,
    WORDS,
    total_label,
)
from .wording import day, money, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .parameter import Value
    from .quotation import Line, Quote, Step

SHARES = frozenset({"share", "rate", "investment_rate", "benefit", "route"})
AMOUNTS = frozenset({"premium", "reference_level", "rural_poverty_line"})


def explain(quote: Quote) -> str:
    """Return totals, steps with rule, numbers, rounding and source, who pays, and what to mind."""
    return "\n".join([*paragraphs(quote), "", f"Bộ quy định số {quote.ruleset}.", ""])


def paragraphs(quote: Quote) -> Iterator[str]:
    """Yield the lines of an explanation, without the hash of the rules."""
    yield f"{SCHEME_NAMES[quote.scheme][0]}, tính cho ngày {day(quote.on)}"
    if quote.status == "provisional":
        yield "Con số này là tạm tính; lý do ở phần Lưu ý."
    if quote.totals:
        yield ""
    for name, total in quote.totals.items():
        yield f"{total_label(quote.scheme, name)}: {money(total)}"
    if quote.lines:
        yield from ("", "Ai trả phần nào")
        yield from (_line(line) for line in quote.lines)
    yield from ("", "Cách tính từng bước")
    for place, step in enumerate(quote.steps, start=1):
        yield from _step(place, step)
    if quote.facts_basis:
        yield from ("", "Thời hạn")
        yield from (_fact(quote, name) for name in quote.facts_basis)
    if quote.warnings:
        yield from ("", "Lưu ý")
        yield from (f"- {warning.message}" for warning in quote.warnings)
    yield from ("", "Văn bản đã dùng")
    yield from _documents(quote)


def _line(line: Line) -> str:
    months = f", cho {line.months} tháng" if line.months > 1 else ""
    return f"- {line.label}: {money(line.amount_vnd)} ({PAYERS[line.payer]} trả{months})"


def _step(place: int, step: Step) -> Iterator[str]:
    yield f"{place}. {step.label}"
    if step.inputs:
        numbers = (f"{_name(name)}: {amount(name, item)}" for name, item in step.inputs.items())
        yield f"   Số liệu: {'; '.join(numbers)}."
    formula = _formula(step)
    if formula in FORMULAS:
        yield f"   Cách tính: {FORMULAS[formula]}."
    rounding = f" ({ROUNDINGS[step.rounding]})" if step.rounding in ROUNDINGS else ""
    yield f"   Kết quả: {amount(RESULTS.get(step.rule, 'premium'), step.value)}{rounding}."
    if step.basis:
        yield f"   {_basis(step.basis)}"


def _fact(quote: Quote, name: str) -> str:
    fact = str(quote.facts[name])
    told = FACTS[name].format(WORDS.get(fact, fact))
    return f"- {told}. {_basis(quote.facts_basis[name])}"


def _basis(basis: tuple[Value, ...]) -> str:
    return f"Căn cứ: {'; '.join(dict.fromkeys(map(cited, basis)))}."


def _formula(step: Step) -> str:
    """Return the rule, with the way of paying or of supporting where it counts otherwise."""
    ways = (f"{step.rule}.{value.id.rpartition('.')[2]}" for value in step.basis)
    return next((way for way in ways if way in FORMULAS), step.rule)


def _name(name: str) -> str:
    for prefix, words in NUMBERED_INPUTS.items():
        number = name.removeprefix(prefix)
        if number != name:
            return f"{words} {money(int(number)) if prefix == 'months_at_' else number}"
    return INPUTS.get(name, name)


def amount(name: str, item: int | str | Fraction) -> str:
    """Return an input or a result as one writes it, by what its name says it is."""
    if isinstance(item, str):
        return _written_day(item) if ISO_DAY.fullmatch(item) else WORDS.get(item, item)
    if name in SHARES:
        return percent(Fraction(item))
    if name in AMOUNTS or name.endswith("_vnd"):
        return money(int(item)) if int(item) == item else f"{_number(item)} đồng"
    unit = name.partition("_")[0]
    words = {"months": "tháng", "days": "ngày"}.get(unit)
    return f"{_number(item)} {words}" if words else _number(item)


def cited(value: Value) -> str:
    """Return where a value was read: document, article, since when it holds, how sure it is."""
    source = value.source
    since = f"áp dụng từ {day(value.valid_from)}"
    if source.document is None:
        return f"{value.label} (chưa rõ văn bản, {since})"
    article = f"điều {source.article} " if source.article else ""
    doubt = ", " + CONFIDENCES["unconfirmed"] if value.confidence == "unconfirmed" else ""
    return f"{article}văn bản {source.document} ({since}{doubt})"


def _documents(quote: Quote) -> Iterator[str]:
    bases = (*(step.basis for step in quote.steps), *quote.facts_basis.values())
    sources = {value.source.document: value.source for basis in bases for value in basis}
    for document, source in sources.items():
        if document is None:
            continue
        issued = f", ngày {day(source.date)}" if source.date else ""
        where = f": {source.url}" if source.url else ""
        yield f"- {document}, {source.issuer or 'chưa rõ cơ quan ban hành'}{issued}{where}"


def _written_day(text: str) -> str:
    year, month, of_month = text.split("-")
    return f"{of_month}/{month}/{year}"


def _number(number: int | Fraction) -> str:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return format_decimal(exact, format="#,##0.######", locale="vi")
