"""Training examples: Rasa YAML files and the example questions of the FAQ entries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from nlu.intents import INTENTS
from nlu.meaning import FaqExamples

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).parents[1] / "data" / "nlu"


@dataclass(frozen=True)
class Example:
    """A sentence and its intent."""

    text: str
    intent: str
    weight: float = 1.0
    """How much it counts in training."""


def read_examples(folder: Path = DATA) -> list[Example]:
    """Return the examples of every `*.yml` under the folder, in the order of names and lines.

    Raises ValueError where a file names an intent outside the closed list or an example twice.
    """
    found: dict[str, Example] = {}
    for path in sorted(folder.rglob("*.yml")):
        for block in YAML(typ="safe").load(path)["nlu"]:
            intent = block["intent"]
            if intent not in INTENTS:
                raise ValueError(f"{path}: no such intent: {intent}")
            for line in block["examples"].splitlines():
                text = line.removeprefix("- ").strip()
                if text in found:
                    raise ValueError(f"{path}: {text!r} is already in {found[text].intent}")
                found[text] = Example(text, intent)
    return list(found.values())


def faq_as_examples(faqs: Iterable[FaqExamples]) -> list[Example]:
    """Return the questions of FAQ entries as examples of their intents, at half weight.

    Few intents have FAQ entries; at full weight they would crowd out the others.
    """
    return [Example(question, faq.intent, 0.5) for faq in faqs for question in faq.questions]


def read_faqs(folder: Path) -> list[FaqExamples]:
    """Return the FAQ entries of a content folder: one `*.yml` file or several under it.

    A file holds one entry or a list of entries, each with `id`, `intent` and `examples`; other keys
    are the content room's. Raises ValueError where a file lacks one of the three.
    """
    entries: list[FaqExamples] = []
    for path in sorted(folder.rglob("*.yml")):
        loaded = YAML(typ="safe").load(path)
        listed = loaded if isinstance(loaded, list) else [loaded]
        entries += [_faq(path, entry) for entry in listed]
    return entries


def _faq(path: Path, entry: Any) -> FaqExamples:
    try:
        return FaqExamples(
            str(entry["id"]), str(entry["intent"]), tuple(map(str, entry["examples"]))
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path}: a FAQ entry needs id, intent and examples") from error
