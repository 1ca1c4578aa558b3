"""What stands on the sheet of a stored quote; nothing of it tells whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from bot.content.types import Content
from bot.conversation.replies import Source, finest
from bot.conversation.speech import say
from policies.wording import day, money

SCHEMES = frozenset({"household_hi", "voluntary_si"})
"""Schemes whose quotes are contributions, and so have a sheet."""

Row: TypeAlias = tuple[str, str]
"""A label, and an amount in words and figures."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in the words of a Vietnamese reader.

    `shares` is what each person pays, `support` what the state and the province give and for whom,
    `totals` what stands above `payable`. `documents` names the law in short, `sources` each part of
    it with its article. `headings` are words of the page by their place.
    """

    title: str
    facts: tuple[str, ...]
    shares: tuple[Row, ...]
    support: tuple[Row, ...]
    totals: tuple[Row, ...]
    payable: Row
    warnings: tuple[str, ...]
    reference: str
    documents: str
    sources: tuple[str, ...]
    code: str
    office: str
    headings: Mapping[str, str]


def sheet_of(
    request: Mapping[str, Any], answer: Mapping[str, Any], content: Content, code: str
) -> Sheet | None:
    """Return the sheet of a request and an answer of `ansinh quote`, or None for a benefit.

    `code` is the quote's check code. The shares are those of each person of a household, and there
    are none for one person alone.
    """
    scheme = request["scheme"]
    if scheme not in SCHEMES:
        return None

    def words(key: str, **values: object) -> str:
        return say(content, f"sheet.{key}", **values)

    totals = answer["totals"]
    facts = [words("on", on=day(date.fromisoformat(request["on"])))]
    if scheme == "voluntary_si":
        method = say(content, f"si.method_{request['method']}", years=request.get("years", 0))
        category = say(content, f"si.category_{request['category']}")
        facts.append(words("person", category=category, method=method))
        facts.append(words("income", amount=money(request["income_vnd"])))

    def rows(*, own: bool) -> tuple[Row, ...]:
        lines = [line for line in answer["lines"] if (line["payer"] == "citizen") is own]
        return tuple((line["label"], money(line["amount_vnd"])) for line in lines)

    shares = rows(own=True)
    sources = finest(
        Source(source["document"], source["article"])
        for step in answer["steps"]
        for source in step["sources"]
        if source["document"] is not None
    )
    documents = dict.fromkeys(source.document for source in sources)
    provisional = [words("provisional")] if answer["status"] == "provisional" else []
    return Sheet(
        title=words(f"title_{scheme}", months=request.get("months")),
        facts=tuple(facts),
        shares=shares if scheme == "household_hi" and len(shares) > 1 else (),
        support=rows(own=False),
        totals=tuple(
            (words(part), money(totals[f"{part}_vnd"]))
            for part in ("contribution", "state", "province")
        ),
        payable=(words("payable"), money(totals["payable_vnd"])),
        warnings=(*provisional, *(warning["message"] for warning in answer["warnings"])),
        reference=words("reference"),
        documents=words("sources", documents="; ".join(documents)),
        sources=tuple(source.name for source in sources),
        code=words("code", code=code),
        office=words("office"),
        headings={
            place: words(place)
            for place in ("head", "people", "supported", "amount", "law", "look_up")
        },
    )
