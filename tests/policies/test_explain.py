from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.policies import command
from policies import Ruleset, quote
from policies.explain import SHARES, explain
from policies.schemes import SCHEMES
from policies.typical import typical_people
from policies.vocabulary import FORMULAS, INPUTS, NUMBERED_INPUTS, SCHEME_NAMES, TOTALS

DAY = date(2026, 11, 22)
PERSON = {
    "id": "a",
    "scheme": "voluntary_si",
    "on": DAY.isoformat(),
    "province": "ha-noi",
    "category": "other",
    "income_vnd": 1_500_000,
    "method": "advance",
    "years": 2,
}


def _quotes(ruleset: Ruleset) -> list[Any]:
    return [
        quote(ruleset, {"scheme": one.scheme, "on": DAY.isoformat(), **one.request})
        for one in typical_people(ruleset, DAY)
    ]


def test_explanation_says_amounts_rule_numbers_rounding_and_source(ruleset: Ruleset) -> None:
    text = explain(quote(ruleset, PERSON))
    assert "Bảo hiểm xã hội tự nguyện, tính cho ngày 22/11/2026" in text
    assert "Con số này là tạm tính" not in text
    assert "Tổng số tiền đóng: 7.644.801 đồng" in text
    assert "lãi suất đầu tư quỹ bình quân tháng: 0,31%" in text
    assert "Kết quả: 7.644.801 đồng (làm tròn đến đồng, từ nửa đồng thì lên)." in text
    assert "điều 5(1) văn bản 159/2025/NĐ-CP (áp dụng từ 01/07/2025)" in text
    assert "chưa rõ văn bản, áp dụng từ 01/07/2026" in text
    assert "- 159/2025/NĐ-CP, Chính phủ, ngày 25/06/2025: https://congbao" in text
    assert "- Hà Nội hỗ trợ thêm 20%: Người tham gia khác: 1.584.000 đồng (tỉnh trả" in text


def test_explanation_says_by_when_to_pay_and_why(ruleset: Ruleset) -> None:
    assert "- Lúc đóng: ngay khi đăng ký. Căn cứ: điều 36(3) văn bản 41/2024/QH15 (" in explain(
        quote(ruleset, PERSON)
    )
    period = {name: PERSON[name] for name in PERSON if name != "years"} | {"method": "6m"}
    text = explain(quote(ruleset, period))
    assert "- Hạn đóng: trong 4 tháng, tính từ tháng đầu của kỳ đóng. Căn cứ: " in text


def test_a_provisional_amount_is_called_so_with_its_reason(ruleset: Ruleset) -> None:
    text = explain(quote(ruleset, {**PERSON, "province": "hue", "on": "2026-12-01"}))
    assert "Con số này là tạm tính; lý do ở phần Lưu ý." in text
    assert "- Em chưa có thông tin về phần hỗ trợ thêm của" in text


def test_money_that_the_fund_pays_is_received_not_paid(ruleset: Ruleset) -> None:
    request = next(one for one in typical_people(ruleset, DAY) if one.scheme == "lump_sum")
    text = explain(quote(ruleset, {"scheme": "lump_sum", "on": "2026-11-22", **request.request}))
    assert "Anh/chị được nhận: " in text
    assert "Anh/chị đóng: " not in text


def test_fractions_of_a_dong_and_days_are_written_as_one_reads_them(ruleset: Ruleset) -> None:
    request = {
        "scheme": "pension",
        "on": "2026-11-22",
        "sex": "female",
        "birth": "1970-01-15",
        "periods": [
            {"from": "2010-01", "months": 181, "income_vnd": 2_000_001, "kind": "voluntary"}
        ],
    }
    text = explain(quote(ruleset, request))
    assert "ngày sinh: 15/01/1970; giới tính: nữ" in text
    assert "Kết quả: 688 tháng." in text
    assert "bỏ phần lẻ dưới một đồng" in text


def test_every_word_of_the_typical_quotes_is_vietnamese(ruleset: Ruleset) -> None:
    assert set(SCHEME_NAMES) == set(SCHEMES)
    for result in _quotes(ruleset):
        assert explain(result)
        assert set(result.totals) <= set(TOTALS)
        for step in result.steps:
            assert step.rule in FORMULAS
            for name in step.inputs:
                assert name in INPUTS or name.startswith(tuple(NUMBERED_INPUTS))


def test_shares_are_never_shown_as_money(ruleset: Ruleset) -> None:
    names = {name for one in _quotes(ruleset) for step in one.steps for name in step.inputs}
    assert set(INPUTS) >= SHARES
    assert names & SHARES


def _explain(text: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(command, ["explain"], input=text)
    assert result.exit_code == exit_code
    return result.output


def test_command_explains_a_request_of_the_quote_command(ruleset: Ruleset) -> None:
    assert _explain(json.dumps(PERSON)) == explain(quote(ruleset, PERSON))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        (json.dumps({**PERSON, "income_vnd": 1}), "income_vnd: Ngày 22/11/2026, mức thu nhập"),
    ],
)
def test_command_says_what_is_wrong_with_a_request(text: str, reason: str) -> None:
    assert reason in _explain(text, exit_code=1)


def test_replay_command_tells_outcomes_and_fails_on_a_different_amount(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    answer = quote(ruleset, PERSON).as_json()
    totals = {**quote(ruleset, PERSON).totals, "payable_vnd": 1}
    pairs = [
        {"request": PERSON, "answer": answer},
        {"request": PERSON, "answer": {**answer, "ruleset": "old"}},
        {"request": PERSON, "answer": {**answer, "totals": totals}},
    ]
    path = tmp_path / "stored.jsonl"

    def run(*lines: object) -> tuple[int, list[str], str]:
        text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(command, ["replay", str(path)])
        outcomes = [json.loads(line)["outcome"] for line in result.stdout.splitlines()]
        return result.exit_code, outcomes, result.stderr

    assert run(*pairs[:2]) == (
        0,
        ["same", "different_ruleset"],
        "1 different_ruleset, 1 same\n",
    )
    assert run(*pairs)[:2] == (1, ["same", "different_ruleset", "different_amount"])
    assert run([1], {"request": 1, "answer": {}})[:2] == (1, ["no_pair", "no_pair"])
    assert run() == (0, [], "nothing to replay\n")
