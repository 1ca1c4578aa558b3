"""`rasa train nlu` fits our classifier on whatever examples it is given."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nlu import Engine

from .conftest import ROOT

pytestmark = pytest.mark.rasa

EXAMPLES = {
    "greet": ["xin chào", "chào em", "chào anh", "hello em", "chào buổi sáng", "em ơi chào"],
    "thanks": ["cảm ơn em", "cám ơn nhé", "cảm ơn nhiều", "thank em", "biết ơn em", "cảm ơn cô"],
    "ask_vssid": [
        "cài vssid thế nào",
        "vssid không vào được",
        "quên mật khẩu vssid",
        "tải vssid ở đâu",
        "vssid báo lỗi",
        "đăng nhập vssid sao",
    ],
}


@pytest.fixture
def model(built: None, tmp_path: Path) -> Path:
    """Train a model of three intents, without FAQ entries, and return its archive."""
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in EXAMPLES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (tmp_path / "nlu.yml").write_text("\n".join(lines) + "\n")
    (tmp_path / "faq").mkdir()
    config = (ROOT / "nlu" / "config.yml").read_text()
    (tmp_path / "config.yml").write_text(config.replace("content/vi/faq", f"{tmp_path}/faq"))
    command = ["train", "nlu", "--config", tmp_path / "config.yml", "--nlu", tmp_path / "nlu.yml"]
    command += ["--out", tmp_path / "models", "--fixed-model-name", "small"]
    done = subprocess.run(
        [ROOT / "scripts" / "rasa", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return tmp_path / "models" / "small.tar.gz"


def test_other_examples_make_another_classifier(model: Path, tmp_path: Path):
    subprocess.run(["tar", "-xzf", model, "-C", tmp_path, "--wildcards", "*.npz"], check=True)
    (weights,) = tmp_path.rglob("intents.npz")
    engine = Engine.load(model=weights)
    assert set(engine.model.intents) == set(EXAMPLES)
    for intent, texts in EXAMPLES.items():
        for text in texts:
            assert engine.understand(text).ranking[0][0] == intent
