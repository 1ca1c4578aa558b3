from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from policies import Ruleset, quote

CASES = Path(__file__).parent.parent / "cases"
SHARED = Path(__file__).parents[3] / "shared" / "cases" / "quotes.jsonl"


def _table(name: str) -> list[Any]:
    cases: list[Any] = YAML(typ="safe").load(CASES / name)
    return [pytest.param(case, id=case["source"]) for case in cases]


@pytest.mark.parametrize("case", _table("voluntary_si.yml"))
def test_published_social_insurance_amount_comes_out(ruleset: Ruleset, case: Any) -> None:
    totals = quote(ruleset, {"scheme": "voluntary_si"} | case["request"]).totals
    assert {name: totals[name] for name in case["totals"]} == case["totals"]


@pytest.mark.parametrize("case", _table("household_hi.yml"))
def test_published_health_insurance_amount_comes_out(ruleset: Ruleset, case: Any) -> None:
    result = quote(ruleset, {"scheme": "household_hi"} | case["request"])
    assert [one.amount_vnd for one in result.lines if one.payer == "citizen"] == case["lines"]


@pytest.mark.parametrize("case", _table("benefits.yml"))
def test_worked_amount_of_a_benefit_comes_out(ruleset: Ruleset, case: Any) -> None:
    totals = quote(ruleset, case["request"]).totals
    assert {name: totals[name] for name in case["totals"]} == case["totals"]


@pytest.mark.skipif(not SHARED.exists(), reason="the wider table of cases is not here")
def test_every_case_of_the_wider_table_comes_out(ruleset: Ruleset) -> None:
    wrong = []
    for line in SHARED.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        totals = quote(ruleset, case["request"]).totals
        if any(totals[name] != amount for name, amount in case["totals"].items()):
            wrong.append((case["request"]["id"], case["totals"], totals))
    assert wrong == []
