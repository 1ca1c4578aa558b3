"""What the conversation needs to know of a sentence; `nlu.Meaning` has this shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Meaning(Protocol):
    """The intent and the values of one sentence.

    `ranking` and `faq_ranking` hold (name, confidence) best first; `values` the keys of
    `ansinh understand`: amount_vnd (VND), months, years, people_count, phone (E.164), …
    """

    @property
    def intent(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def ranking(self) -> tuple[tuple[str, float], ...]: ...
    @property
    def faq(self) -> str | None: ...
    @property
    def faq_ranking(self) -> tuple[tuple[str, float], ...]: ...
    @property
    def values(self) -> Mapping[str, object]: ...
