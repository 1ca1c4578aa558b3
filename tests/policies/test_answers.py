"""Whole answers, word for word: every label, message, step and line of many requests.

`answers.jsonl` holds pairs of request and answer. After a change that is meant, write it anew with
`RENEW_ANSWERS=1 python -m pytest tests/policies/test_answers.py` and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from policies import PolicyError, Ruleset, quote

STORED = Path(__file__).parent / "answers.jsonl"
PAIRS = [json.loads(line) for line in STORED.read_text(encoding="utf-8").splitlines()]


def _answer(ruleset: Ruleset, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer without the hash, each source by its parameter alone."""
    try:
        answer: dict[str, Any] = quote(ruleset, request).as_json()
    except PolicyError as error:
        return {"id": request["id"], "error": error.as_json()}
    del answer["ruleset"]
    for step in answer["steps"]:
        step["sources"] = [source["parameter"] for source in step["sources"]]
    for name, sources in answer.get("facts_sources", {}).items():
        answer["facts_sources"][name] = [source["parameter"] for source in sources]
    return answer


@pytest.mark.skipif("RENEW_ANSWERS" not in os.environ, reason="only on demand")
def test_renew(ruleset: Ruleset) -> None:
    pairs = ({**pair, "answer": _answer(ruleset, pair["request"])} for pair in PAIRS)
    text = "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
    STORED.write_text(text, encoding="utf-8")


def test_stored_answer_comes_out_word_for_word(ruleset: Ruleset) -> None:
    wrong = [
        (pair["answer"], now)
        for pair in PAIRS
        if (now := _answer(ruleset, pair["request"])) != pair["answer"]
    ]
    assert wrong == []
