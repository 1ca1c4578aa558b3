"""`ansinh understand` and `ansinh nlu` as another program calls them."""

from __future__ import annotations

import builtins
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.nlu import command as nlu
from bot.commands.understand import command as understand
from nlu.model.questions import Questions
from tests.nlu.test_training import SMALL


def answers(*lines: str | bytes) -> list[dict[str, Any]]:
    sent = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    result = CliRunner().invoke(understand, input=sent + b"\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_one_answer_a_line_in_order() -> None:
    got = answers(
        '{"id":1,"text":"toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu"}',
        "",
        '{"id":"b","text":"500k","awaiting":"income_vnd"}',
        '{"id":null,"text":"xin chào","awaiting":null}',
    )
    assert [answer["id"] for answer in got] == [1, "b", None]
    assert [answer["intent"] for answer in got] == ["calc_hi", "inform", "greet"]
    assert got[0]["values"] == {"people_count": 4}
    assert got[1]["values"] == {"amount_vnd": 500_000}
    assert set(got[0]) == {
        "id",
        "intent",
        "confidence",
        "ranking",
        "faq",
        "faq_ranking",
        "values",
    }
    assert set(got[0]["ranking"][0]) == {"intent", "confidence"}
    assert len(got[0]["ranking"]) == 5
    assert set(got[0]["faq_ranking"][0]) == {"faq", "confidence"}


def test_only_published_values_are_printed() -> None:
    lowest, named = answers(
        '{"id":1,"text":"mức thấp nhất","awaiting":"income_vnd"}',
        '{"id":2,"text":"Trần Thị Bảy","awaiting":"name"}',
    )
    assert (lowest["intent"], lowest["values"]) == ("inform", {})
    assert named["values"] == {}


@pytest.mark.parametrize(
    ("line", "id_", "code"),
    [
        ("not json", None, "bad_value"),
        ("[1]", None, "bad_value"),
        (b'{"id":"x","text":"\xff', None, "bad_value"),
        ("[" * 100_000, None, "bad_value"),
        ('{"id":"x"}', "x", "missing_field"),
        ('{"id":"x","text":5}', "x", "bad_value"),
        ('{"id":"x","text":"a","awaiting":5}', "x", "bad_value"),
        ('{"id":"x","text":"a","mood":"good"}', "x", "unknown_field"),
    ],
)
def test_a_bad_line_is_answered_in_its_place(line: str | bytes, id_: object, code: str) -> None:
    before, bad, after = answers('{"id":1,"text":"chào"}', line, '{"id":2,"text":"chào"}')
    assert (before["id"], after["id"]) == (1, 2)
    assert bad["id"] == id_
    assert bad["error"]["code"] == code
    assert bad["error"]["message"]


def test_half_a_surrogate_pair_is_answered() -> None:
    (answer,) = answers(r'{"id":"\ud800","text":"\ud800 xin chào"}')
    assert answer["intent"] == "greet"


MESSAGE = {"text": "xin chào", "intents": ["greet"], "values": {}, "style": "full_diacritics"}
WRONG = {"text": "xin chào", "intents": ["other"], "values": {"age": 5}}


def test_evaluate_prints_what_is_right_and_what_is_confused(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(f"{json.dumps(MESSAGE)}\n{json.dumps(WRONG)}\n", encoding="utf-8")
    result = CliRunner().invoke(nlu, ["evaluate", str(file)])
    assert result.exit_code == 0, result.output
    assert "right                1 (50.0 %)" in result.output
    assert "out of scope         1, answered 1" in result.output
    assert "other -> greet  1" in result.output
    assert "'xin chào': {} instead of {'age': 5}" in result.output


def test_errors_are_shown_with_what_else_was_likely(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    asked = {**WRONG, "text": "xin chào em nhé", "awaiting": "place"}
    file.write_text(f"{json.dumps(MESSAGE)}\n{json.dumps(asked)}\n", encoding="utf-8")
    result = CliRunner().invoke(nlu, ["errors", str(file)])
    assert result.exit_code == 0, result.output
    first, second, third = result.output.splitlines()
    assert first == "'xin chào em nhé' (asked for place)"
    assert second == "  expected other, got greet"
    assert third.startswith("  greet ")


def test_bench_measures_sentences_beside_a_bare_loop(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(f"{json.dumps(MESSAGE)}\n" * 3, encoding="utf-8")
    result = CliRunner().invoke(nlu, ["bench", str(file), "--rounds", "2"])
    assert result.exit_code == 0, result.output
    measured = dict(line.split(maxsplit=1) for line in result.output.splitlines())
    assert measured["sentences"] == "6"
    assert {"load", "memory", "median", "bare", "99"} <= measured.keys()
    assert float(measured["median"].split()[-1]) > 0
    assert 5 < float(measured["memory"].split()[0]) < 400
    assert measured["stock"].startswith("Rasa")
    assert float(measured["dialogue"].split()[0]) > 0


def test_scores_are_recorded_one_line_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, scores = tmp_path / "messages.jsonl", tmp_path / "scores.jsonl"
    file.write_text(f"{json.dumps(MESSAGE)}\n{json.dumps(WRONG)}\n", encoding="utf-8")
    monkeypatch.setattr("bot.commands.nlu.MESSAGES", file)
    monkeypatch.setattr("bot.commands.nlu.SCORES", scores)
    for _ in range(2):
        result = CliRunner().invoke(nlu, ["evaluate", str(file), "--record"])
        assert result.exit_code == 0, result.output
    first, second = map(json.loads, scores.read_text(encoding="utf-8").splitlines())
    assert first == second
    assert (first["number"], first["right"], first["values"]) == (2, 0.5, 0.5)


def test_only_the_own_test_set_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(f"{json.dumps(MESSAGE)}\n", encoding="utf-8")
    result = CliRunner().invoke(nlu, ["evaluate", str(file), "--record"])
    assert result.exit_code == 2
    assert "own test set" in result.output


def test_evaluating_nothing_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    file.write_text("", encoding="utf-8")
    result = CliRunner().invoke(nlu, ["evaluate", str(file)])
    assert result.exit_code == 0, result.output
    assert "messages             0" in result.output


def test_train_writes_a_model_that_evaluate_can_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = tmp_path / "faq"
    examples.mkdir()
    for name, intent, questions in [
        ("one", "ask_vssid", ["quên mật khẩu vssid", "tải vssid", "vssid bị lỗi", "cài vssid"]),
        ("two", "ask_hi_lost_card", ["mất thẻ", "thẻ bị rách", "làm lại thẻ", "cấp lại thẻ"]),
        ("three", "ask_hi_students", ["học sinh mua ở trường", "sinh viên đóng bao nhiêu"]),
    ]:
        entry = {"id": name, "intent": intent, "examples": questions}
        (examples / f"{name}.yml").write_text(json.dumps(entry), encoding="utf-8")
    monkeypatch.setattr("bot.commands.nlu.FAQS", examples)
    monkeypatch.setattr("bot.commands.nlu.read_examples", list)
    model = tmp_path / "model.npz"
    trained = CliRunner().invoke(nlu, ["train", "--to", str(model)])
    assert trained.exit_code == 0, trained.output
    assert "10 examples of 3 intents" in trained.output
    assert len(Questions.beside(model).marks) == 10
    file = tmp_path / "messages.jsonl"
    message = {"text": "mất cái thẻ rồi", "intents": ["ask_hi_lost_card"], "values": {}}
    file.write_text(json.dumps(message), encoding="utf-8")
    result = CliRunner().invoke(nlu, ["evaluate", str(file), "--model", str(model)])
    assert "right                1 (100.0 %)" in result.output


def test_cross_validation_asks_about_every_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.nlu.FAQS", tmp_path)
    monkeypatch.setattr("bot.commands.nlu.read_examples", lambda: SMALL)
    crossed = CliRunner().invoke(nlu, ["evaluate", "--cross", "--folds", "4"])
    assert crossed.exit_code == 0, crossed.output
    assert f"messages             {len(SMALL)}" in crossed.output
    assert "values exact" not in crossed.output


@pytest.mark.parametrize("needs", [["train"], ["evaluate", "--cross"], ["compare"]])
def test_what_is_missing_without_scikit_learn_is_said(
    needs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name in ("nlu.training.fit", "nlu.training.cross", "nlu.training.compare"):
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    result = CliRunner().invoke(nlu, needs)
    assert result.exit_code == 1
    assert "`train` dependency group" in result.output


def test_other_classifiers_are_measured_on_the_same_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.nlu.FAQS", tmp_path)
    monkeypatch.setattr("bot.commands.nlu.read_examples", lambda: SMALL)
    result = CliRunner().invoke(nlu, ["compare"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[1].startswith("logistic regression, the shipped features")
    assert any("naive Bayes" in line for line in lines)
    shares = [float(each) for line in lines[1:13] for each in line[46:].split()[:4]]
    assert len(shares) == 48
    assert all(0 <= each <= 100 for each in shares)


def test_the_stock_pipeline_needs_rasas_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlu.training.elsewhere.RASA", tmp_path)
    for options in ([], ["--train"]):
        result = CliRunner().invoke(nlu, ["stock", *options])
        assert result.exit_code == 1
        assert "Rasa's environment is not installed: run `make rasa`" in result.output


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the package of tables with two communes and two provinces of one."""
    data = tmp_path / "package" / "vietnamadminunits" / "data"
    data.mkdir(parents=True)
    with sqlite3.connect(data / "dataset.db") as base:
        base.execute(
            "CREATE TABLE admin_units_legacy (provinceCode, provinceShort, province, districtCode,"
            " districtShort, districtType, district, wardCode, wardShort, wardType, ward)"
        )
        base.executemany(
            "INSERT INTO admin_units_legacy VALUES"
            " (?, ?, ?, '1', 'Dưới', 'Huyện', 'Huyện Dưới', '2', ?, 'Xã', ?)",
            [("1", "Cũ", "Tỉnh Cũ", "Một", "Xã Một"), ("2", "Mới", "Tỉnh Mới", "Hai", "Xã Hai")],
        )
        base.execute("CREATE TABLE admin_units (provinceShort, ward, wardCode)")
        base.execute("INSERT INTO admin_units VALUES ('Mới', 'Xã Chung', '00007')")
    (data.parent / "__init__.py").write_text(
        "from types import SimpleNamespace\n"
        "def convert_address(text):\n"
        "    return SimpleNamespace(short_province='Mới', short_ward='Chung', ward_type='Xã',"
        " ward='Xã Chung')\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(data.parents[1]))


@pytest.mark.usefixtures("units")
def test_the_tables_of_a_province_hold_all_that_became_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(nlu, ["places", "Mới", "--to", str(tmp_path)])
    sys.modules.pop("vietnamadminunits")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "communes.csv").read_text(encoding="utf-8").splitlines() == [
        "former,former_type,district,district_type,commune,commune_type,code",
        "Một,Xã,Dưới,Huyện,Chung,Xã,00007",
        "Hai,Xã,Dưới,Huyện,Chung,Xã,00007",
    ]
    assert (tmp_path / "provinces.csv").read_text(encoding="utf-8").splitlines() == [
        "former,province",
        "Cũ,Mới",
        "Mới,Mới",
    ]


@pytest.mark.usefixtures("units")
def test_a_province_that_is_none_is_named_with_those_there_are(tmp_path: Path) -> None:
    result = CliRunner().invoke(nlu, ["places", "Atlantis", "--to", str(tmp_path)])
    sys.modules.pop("vietnamadminunits")
    assert result.exit_code == 2
    assert "'Atlantis'; there are Mới" in result.output
    assert not (tmp_path / "communes.csv").exists()


def test_the_tables_need_their_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vietnamadminunits", None)
    result = CliRunner().invoke(nlu, ["places", "Nghệ An", "--to", str(tmp_path)])
    assert result.exit_code == 1
    assert "install VietnamAdminUnits" in result.output
    assert list(tmp_path.iterdir()) == []
