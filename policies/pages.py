"""A page of documentation for each scheme, made from the parameters, so that it cannot go stale.

Whoever knows the law can check any amount from the page alone: the rules in words, every dated
value with its source, and examples that the engine computed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .explain import paragraphs
from .listing import written
from .parameter import NATIONAL
from .quotation import Quote
from .schemes import SCHEMES, quote
from .typical import BENEFITS, typical_people
from .vocabulary import CONFIDENCES, FORMULAS, SCHEME_NAMES, total_label
from .wording import day, money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .parameter import Dated, Parameter
    from .ruleset import Ruleset

EXAMPLE_DAY = date(2026, 11, 22)
SHARED = "shared"
INDEX = "README"
MADE = (
    "<!-- Made by `ansinh policies docs` from policies/parameters; change those, not this page. -->"
)
COLUMNS = ("Từ ngày", "Đến ngày", "Giá trị", "Căn cứ", "Độ tin cậy", "Xem lại trước")
EXAMPLES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "voluntary_si": (
        {"category": "near_poor", "income_vnd": 1_500_000, "method": "monthly"},
        {"category": "other", "income_vnd": 2_000_000, "method": "advance", "years": 2},
        {"category": "other", "income_vnd": 2_000_000, "method": "missing", "months": 12},
    ),
    "household_hi": (
        {"household_size": 4, "months": 12},
        {
            "members": [
                {"group": "household"},
                {"group": "near_poor"},
                {"group": "student"},
                {"group": "child_under_6"},
            ],
            "months": 12,
        },
    ),
    "si_refund": (
        {"method": "12m", "income_vnd": 1_500_000, "months_left": 6, "state_supported_vnd": 0},
        {
            "method": "advance",
            "years": 2,
            "income_vnd": 1_500_000,
            "months_left": 6,
            "state_supported_vnd": 396_000,
        },
    ),
    **{scheme: (request,) for scheme, request in BENEFITS.items()},
}


def pages(ruleset: Ruleset) -> dict[str, str]:
    """Return each page by its name without `.md`: one for each scheme, the shared, the index."""
    return {
        INDEX: _index(),
        SHARED: _page(_shared(ruleset)),
        **{scheme: _page(_scheme(ruleset, scheme)) for scheme in SCHEMES},
    }


def _page(lines: Iterator[str]) -> str:
    return "\n".join([MADE, "", *lines]) + "\n"


def _index() -> str:
    names = [f"- [{name[0]} ({name[1]})]({scheme}.md)" for scheme, name in SCHEME_NAMES.items()]
    return _page(
        iter(
            [
                "# Quy định và cách tính (Rules and how amounts are computed)",
                "",
                *names,
                "- [Số liệu dùng chung (Shared values)](shared.md)",
                "- [Writing a parameter file](format.md)",
                "- [Commands](commands.md)",
                "- [Mutation testing](mutation.md)",
            ]
        )
    )


def _shared(ruleset: Ruleset) -> Iterator[str]:
    yield "# Số liệu dùng chung (Shared values)"
    for parameter in ruleset.parameters:
        if parameter.id.partition(".")[0] not in SCHEMES:
            yield from _parameter(parameter)


def _scheme(ruleset: Ruleset, scheme: str) -> Iterator[str]:
    vietnamese, english = SCHEME_NAMES[scheme]
    examples = [_quote(ruleset, scheme, request) for request in EXAMPLES[scheme]]
    yield f"# {vietnamese} ({english})"
    yield from ("", "## Cách tính (Rules)", "")
    for rule in _rules(scheme, examples):
        yield f"- `{rule}`: {FORMULAS[rule]}."
    yield from _typical(ruleset, scheme)
    yield from ("", "## Ví dụ từng bước (Worked examples)")
    for place, example in enumerate(examples, start=1):
        yield from ("", f"### Ví dụ {place}", "", "```")
        yield from paragraphs(example)
        yield "```"
    yield from ("", "## Số liệu theo thời gian (Dated values)")
    used = {value.id for example in examples for step in example.steps for value in step.basis}
    for parameter in ruleset.parameters:
        if parameter.id.partition(".")[0] == scheme or parameter.id in used:
            yield from _parameter(parameter)


def _quote(ruleset: Ruleset, scheme: str, request: Mapping[str, object]) -> Quote:
    asked = {"scheme": scheme, "on": EXAMPLE_DAY.isoformat(), **request}
    if SCHEMES[scheme].provincial:
        asked["province"] = "nghe-an"
    return quote(ruleset, asked)


def _rules(scheme: str, examples: Sequence[Quote]) -> dict[str, None]:
    """Return the rules that the examples went through, then the others of the scheme."""
    gone_through = (step.rule for example in examples for step in example.steps)
    own = (rule for rule in FORMULAS if rule.partition(".")[0] == scheme)
    return dict.fromkeys((*gone_through, *own))


def _typical(ruleset: Ruleset, scheme: str) -> Iterator[str]:
    """Yield a table of the national figures of the day of the examples, VND."""
    people = [one for one in typical_people(ruleset, EXAMPLE_DAY) if one.scheme == scheme]
    national = {"scheme": scheme, "on": EXAMPLE_DAY.isoformat()}
    quotes = [quote(ruleset, {**national, **person.request}) for person in people]
    names = list(dict.fromkeys(name for one in quotes for name in one.totals))
    if not names:
        return
    yield from ("", "## Trường hợp mẫu (Typical people)")
    yield from ("", f"Ngày {day(EXAMPLE_DAY)}, chưa kể phần tỉnh hỗ trợ thêm.", "")
    yield from _heading("Người tham gia", *(total_label(scheme, name) for name in names))
    for person, one in zip(people, quotes, strict=True):
        yield _row(person.who, *(money(one.totals[name]) for name in names))


def _parameter(parameter: Parameter) -> Iterator[str]:
    where = "" if parameter.scope == NATIONAL else f", {parameter.scope}"
    yield from ("", f"### {parameter.label} (`{parameter.id}`{where})", "")
    yield from _heading(*COLUMNS)
    notes = []
    for dated in parameter.values:
        yield _row(
            day(dated.start),
            day(dated.end) if dated.end else "",
            written(parameter.unit, dated.value),
            _source(dated),
            CONFIDENCES[dated.confidence],
            day(dated.review_by) if dated.review_by else "",
        )
        if dated.note:
            notes.append(f"Từ {day(dated.start)}: {dated.note}")
    for note in notes:
        yield from ("", note)


def _source(dated: Dated) -> str:
    source = dated.source
    if source.document is None:
        return "chưa rõ"
    name = f"[{source.document}]({source.url})" if source.url else source.document
    return f"{name}, điều {source.article}" if source.article else name


def _heading(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*("---" for _ in cells))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
