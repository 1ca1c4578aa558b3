"""The Rasa project in nlu/ says what the code says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nlu import INTENTS

NLU = Path(__file__).resolve().parents[2] / "nlu"


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(NLU / name)
    return data


def test_the_domain_lists_the_closed_list_of_intents():
    assert tuple(read("domain.yml")["intents"]) == INTENTS


def test_the_configuration_names_components_and_content_that_exist():
    config = read("config.yml")
    for part in (*config["pipeline"], *config["importers"]):
        module, name = part["name"].rsplit(".", 1)
        source = (NLU.parent / module.replace(".", "/")).with_suffix(".py").read_text()
        assert f"class {name}(" in source
    assert any((NLU.parent / config["importers"][0]["faqs"]).glob("*.yml"))
