"""What an evaluation counts, and which scores it refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nlu.training.report import Answer, Report
from nlu.training.scores import fallen, read_scores, record, score


def answer(got: str, expected: str, confidence: float, **other: Any) -> Answer:
    ranking = other.pop("ranking", ((got, confidence),))
    first = ranking[0][0] == expected
    known = {
        "text": "x",
        "awaiting": None,
        "style": "voice",
        "expected": (expected,),
        "got": got,
        "confidence": confidence,
        "ranking": ranking,
        "right": got == expected,
        "right_first": first,
        "handed_back": got == "unclear",
        "modelled": True,
        "values": {},
        "expected_values": {},
    }
    return Answer(**{**known, **other})


def test_calibration_is_the_mean_distance_of_confidence_and_truth() -> None:
    report = Report([answer("greet", "greet", 0.9), answer("greet", "thanks", 0.9)])
    report.add(answer("greet", "greet", 0.4))
    # Two at 0.9 of which half are right, one at 0.4 that is: (2 * 0.4 + 0.6) / 3.
    assert report.calibration_error == pytest.approx(1.4 / 3)
    assert [(right, number) for _, right, number in report.bins()] == [(1.0, 1), (0.5, 2)]


def test_what_a_rule_said_is_no_matter_of_calibration() -> None:
    report = Report([answer("inform", "greet", 1.0, modelled=False)])
    assert report.calibration_error == 0.0
    assert report.bins() == []


def test_the_truth_may_be_among_what_an_unclear_message_is_offered() -> None:
    ranking = (("thanks", 0.3), ("greet", 0.2), ("help", 0.1), ("deny", 0.1))
    report = Report(
        [
            answer("unclear", "greet", 0.3, ranking=ranking),
            answer("unclear", "deny", 0.3, ranking=ranking),
            answer("greet", "greet", 0.9),
        ]
    )
    lines = list(report.lines())
    assert "handed back unclear  2, right among three 1" in lines
    assert "wrong                0" in lines
    assert "right                1 (33.3 %)" in lines
    assert "  voice                        1 of 3" in lines


def test_messages_without_known_values_are_not_counted_for_them() -> None:
    report = Report([answer("greet", "greet", 0.9, expected_values=None)])
    assert not any("values exact" in line for line in report.lines())


def test_a_score_that_falls_is_named(tmp_path: Path) -> None:
    messages = tmp_path / "messages.jsonl"
    messages.write_text("{}", encoding="utf-8")
    good = Report([answer("greet", "greet", 0.9)] * 50)
    slip = Report([*good.answers[1:], answer("greet", "thanks", 0.9)])
    scores = tmp_path / "scores.jsonl"
    assert read_scores(scores) == []
    record(score(good, "a", messages, date(2026, 11, 22)), scores)
    record(score(slip, "b", messages, date(2026, 11, 23)), scores)
    history = read_scores(scores)
    assert [entry["date"] for entry in history] == ["2026-11-22", "2026-11-23"]
    assert fallen(history[0], history) == []
    assert fallen(history[1], history) == ["right", "first"]


def test_scores_on_other_messages_do_not_compare(tmp_path: Path) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_text(json.dumps(1), encoding="utf-8")
    other.write_text(json.dumps(2), encoding="utf-8")
    good = score(Report([answer("greet", "greet", 0.9)]), "a", one, date(2026, 11, 22))
    bad = score(Report([answer("greet", "thanks", 0.9)]), "b", other, date(2026, 11, 22))
    assert fallen(bad, [good]) == []
    assert fallen({**bad, "messages": good["messages"]}, [good]) == ["right", "first"]
