"""What stands on the sheet of a stored quote; nothing of it tells whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.content.types import Content
from bot.conversation.speech import say
from policies.wording import day, money

SCHEMES = frozenset({"household_hi", "voluntary_si"})
"""Schemes whose quotes are contributions, and so have a sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in the words of a Vietnamese reader; `shares` and `totals` are label and amount."""

    title: str
    facts: tuple[str, ...]
    shares: tuple[tuple[str, str], ...]
    totals: tuple[tuple[str, str], ...]
    payable: tuple[str, str]
    notes: tuple[str, ...]


def sheet_of(
    request: Mapping[str, Any], answer: Mapping[str, Any], content: Content
) -> Sheet | None:
    """Return the sheet of a request and an answer of `ansinh quote`, or None for a benefit.

    The shares are those of each person of a household, and there are none for one person alone.
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
    own = [line for line in answer["lines"] if line["payer"] == "citizen"]
    parts = ("contribution", "state", "province")
    documents = dict.fromkeys(
        source["document"] for step in answer["steps"] for source in step["sources"]
    )
    provisional = [words("provisional")] if answer["status"] == "provisional" else []
    return Sheet(
        title=words(f"title_{scheme}", months=request.get("months")),
        facts=tuple(facts),
        shares=tuple((line["label"], money(line["amount_vnd"])) for line in own)
        if scheme == "household_hi" and len(own) > 1
        else (),
        totals=tuple((words(part), money(totals[f"{part}_vnd"])) for part in parts),
        payable=(words("payable"), money(totals["payable_vnd"])),
        notes=(
            *provisional,
            words("reference"),
            words("sources", documents="; ".join(filter(None, documents))),
            words("office"),
        ),
    )
