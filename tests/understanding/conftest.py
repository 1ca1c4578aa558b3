"""The real engine, shared by the tests beside."""

from __future__ import annotations

import pytest

from nlu import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.load()
