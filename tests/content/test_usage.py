"""The keys of texts that the code says are found in its source."""

from __future__ import annotations

from pathlib import Path

from bot.content.usage import used_texts

CODE = '''\
"""Not a key: hi.docstring of a module."""
KEY = "hi.ask_people"

def say(draft, name):
    draft.reply("common.hello")
    draft.button("skip", "lead:skip=name")
    draft.button(f"si_{name}", "si:x")
    draft.reply(f"hi.months_{name}")
    draft.open("other.yml")
    draft.rules.value("hi.rate", name)
'''


def test_keys_are_found_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "hi.py").write_text(CODE)
    assert used_texts(tmp_path, {"hi", "common", "button"}) == {
        "hi.ask_people": "hi.py:2",
        "common.hello": "hi.py:5",
        "button.skip": "hi.py:6",
    }
