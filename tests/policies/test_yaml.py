"""Our way to read YAML gives what ruamel's own gives, and leaves nothing behind."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from policies.yaml import YAML_ERRORS, read_yaml

FILES = sorted((Path(__file__).parents[2] / "policies" / "parameters").rglob("*.yml"))
ODD = [
    "a: yes\nb: on\nc: 012\nd: 0o12\ne: 1:30\nf: 0x1f\ng: 1_000\nh: .5\ni: ~\nj: null\nk:\n",
    "day: 2026-07-01\nmoment: 2026-07-01 10:00:00\nquoted: '2026-07-01'\n",
    "first: &same {a: 1}\nsecond: *same\nthird: {<<: *same, b: 2}\n",
    "? [1, 2]\n: 3\n",
    "text: |\n  hai\n  dòng\nfolded: >\n  một\n  câu\n",
    "- a\n- [b, {c: d}]\n",
    "just a text",
    "",
]
WRONG = [
    "a: 1\na: 2\n",
    "a: [\n",
    "a: 1\n---\nb: 2\n",
    "a: !!python/object:os.system x\n",
    "a: 2026-13-45\n",
    "a: *nobody\n",
    "\ta: 1\n",
]


@pytest.mark.parametrize("document", ODD)
def test_an_odd_document_says_the_same(document: str) -> None:
    assert repr(read_yaml(document)) == repr(YAML(typ="safe").load(document))


def test_every_parameter_says_the_same() -> None:
    front_door = YAML(typ="safe")
    assert len(FILES) > 100
    for file in FILES:
        with file.open("rb") as stream:
            assert repr(read_yaml(stream)) == repr(front_door.load(file)), file


@pytest.mark.parametrize("document", WRONG)
def test_what_is_wrong_is_refused_in_the_same_words(document: str) -> None:
    with pytest.raises(YAML_ERRORS) as theirs:
        YAML(typ="safe").load(document)
    with pytest.raises(type(theirs.value)) as ours:
        read_yaml(document)
    assert str(ours.value) == str(theirs.value)


def test_a_number_without_a_point_is_one_in_yaml_1_2_and_nobody_is_warned() -> None:
    assert read_yaml("a: 1e3") == {"a": 1000.0}


def test_nothing_waits_for_the_garbage_collector() -> None:
    read_yaml("a: [b]")
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            read_yaml("a: [b, {c: 2026-07-01}]")
        assert gc.collect() == 0
    finally:
        gc.enable()
