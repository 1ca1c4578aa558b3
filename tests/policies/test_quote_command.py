from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.commands.quote import command

GOOD = {
    "id": "a",
    "scheme": "voluntary_si",
    "on": "2026-11-22",
    "province": "ha-noi",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "monthly",
}


def _run(*lines: object) -> Result:
    text = "".join(
        (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
        for line in lines
    )
    return CliRunner().invoke(command, input=text.encode(errors="surrogatepass"))


def _answers(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout_bytes.decode().splitlines()]


def test_answer_has_every_part_of_the_contract() -> None:
    (answer,) = _answers(_run(GOOD))
    assert list(answer) == [
        "id",
        "scheme",
        "on",
        "status",
        "totals",
        "facts",
        "facts_sources",
        "lines",
        "steps",
        "warnings",
        "ruleset",
    ]
    assert answer["totals"] == {
        "contribution_vnd": 330_000,
        "state_vnd": 66_000,
        "province_vnd": 66_000,
        "payable_vnd": 198_000,
    }
    assert answer["lines"][0].keys() == {"id", "label", "payer", "amount_vnd", "months"}
    assert answer["steps"][0].keys() >= {"rule", "inputs", "value", "rounding", "sources"}
    source = answer["steps"][0]["sources"][0]
    assert source.keys() >= {"document", "article", "in_force_from", "url"}


def test_answers_come_in_order_and_a_bad_line_stands_in_its_place() -> None:
    answers = _answers(_run(GOOD, "{not json", "", "   ", [1], {**GOOD, "id": 2}))
    assert [one["id"] for one in answers] == ["a", None, None, 2]
    assert answers[1]["error"]["code"] == "bad_value"
    assert answers[2]["error"]["code"] == "bad_value"


def test_error_stands_under_the_id_of_its_request() -> None:
    (answer,) = _answers(_run({**GOOD, "income_vnd": 1_499_999}))
    assert answer == {
        "id": "a",
        "error": {
            "code": "income_below_floor",
            "field": "income_vnd",
            "message": "Ngày 22/11/2026, mức thu nhập thấp nhất được chọn là 1.500.000 đồng "
            "một tháng.",
            "limit": 1_500_000,
        },
    }


def test_unknown_key_is_an_error() -> None:
    (answer,) = _answers(_run({**GOOD, "colour": "red"}))
    assert (answer["error"]["code"], answer["error"]["field"]) == ("unknown_field", "colour")


def test_vietnamese_is_written_as_it_is() -> None:
    assert "Hà Nội hỗ trợ thêm 20%".encode() in _run(GOOD).stdout_bytes


@pytest.mark.parametrize(
    "line",
    ['{"id": NaN}', "[" * 100_000, '{"id":' * 100_000, '{"id": ' + "9" * 5000 + "}", "\ud800"],
)
def test_line_that_is_no_json_does_not_stop_the_rest(line: str) -> None:
    answers = _answers(_run(line, GOOD))
    assert answers[0] == {"id": None, "error": answers[0]["error"]}
    assert answers[1]["id"] == "a"


def test_half_a_surrogate_pair_in_an_id_comes_back() -> None:
    (answer,) = _answers(_run('{"id":"\\ud800"}'))
    assert answer["id"] == "\ud800"


def test_command_imports_neither_web_server_nor_database() -> None:
    code = (
        "import sys; from bot.cli import main; main(['quote'], standalone_mode=False);"
        "print([name for name in ('fastapi', 'sqlalchemy', 'telegram', 'pydantic', 'numpy')"
        " if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(GOOD),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(run.stdout)["id"] == "a"
    assert run.stderr.strip() == "[]"
