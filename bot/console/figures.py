"""The quote a citizen was told, made ready to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.console.words import PAYERS, SCHEMES
from bot.conversation.replies import Source
from policies.wording import day, money

_TOTALS = {
    "contribution_vnd": "Mức đóng",
    "state_vnd": "Nhà nước hỗ trợ",
    "province_vnd": "Tỉnh hỗ trợ",
    "payable_vnd": "Người dân đóng",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the quote: what, who pays it, how much."""

    label: str
    payer: str
    amount: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A stored answer of `ansinh quote` in words; amounts are in VND, already written out."""

    scheme: str
    on: str
    final: bool
    lines: tuple[Line, ...]
    totals: Mapping[str, str]
    warnings: tuple[str, ...]
    sources: Mapping[str, str | None]
    ruleset: str


def figures_of(answer: Mapping[str, Any]) -> Figures:
    """Return a stored answer of `ansinh quote` as it is shown; each source once, in order."""
    sources: dict[str, str | None] = {}
    for step in answer["steps"]:
        for source in step["sources"]:
            named = Source(source["document"], source.get("article"), source.get("url"))
            sources.setdefault(named.name, named.url)
    return Figures(
        scheme=SCHEMES.get(answer["scheme"], answer["scheme"]),
        on=day(date.fromisoformat(answer["on"])),
        final=answer["status"] == "final",
        lines=tuple(
            Line(line["label"], PAYERS.get(line["payer"], line["payer"]), money(line["amount_vnd"]))
            for line in answer["lines"]
        ),
        totals={
            label: money(answer["totals"][key])
            for key, label in _TOTALS.items()
            if key in answer["totals"]
        },
        warnings=tuple(warning["message"] for warning in answer["warnings"]),
        sources=sources,
        ruleset=answer["ruleset"],
    )
