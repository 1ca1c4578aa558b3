"""`pytest tests/golden --rewrite` writes the answers of today into the plays."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.content.load import load_content
from bot.content.types import Content
from bot.conversation.turn import Context
from bot.play import ContextOf
from bot.settings import CONTENT_DIR, PROVINCE
from bot.understanding.contract import Understander
from bot.understanding.whole import whole_in_process
from policies import Ruleset, load_ruleset


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="write the answers of today into the golden conversations, then read the diff",
    )


@pytest.fixture(scope="session")
def rewriting(request: pytest.FixtureRequest) -> bool:
    # Unknown where the whole suite runs: this file is read after the command line then.
    return bool(request.config.getoption("--rewrite", default=False))


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(CONTENT_DIR)


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return load_ruleset()


@pytest.fixture(scope="session")
def understander(content: Content) -> Understander:
    return whole_in_process(content)


@pytest.fixture(scope="session")
def context_of(ruleset: Ruleset, content: Content) -> ContextOf:
    def context(at: datetime, channel: str) -> Context:
        return Context(at, channel, ruleset, content, PROVINCE)

    return context
