"""YAML 1.2, the format of the parameters and of the texts."""

from __future__ import annotations

from typing import IO, Any

from ruamel.yaml.cyaml import CSafeLoader
from ruamel.yaml.error import YAMLError

YAML_ERRORS = (YAMLError, UnicodeDecodeError, ValueError)
"""What `read_yaml` raises."""


class _Loader(CSafeLoader):
    """Reads a document in half the time of `ruamel.yaml.YAML(typ="safe")`, and to the same.

    That one makes a class for each file, and looks up which version holds at every scalar.
    """

    processing_version = (1, 2)

    def __init__(self, source: str | IO[bytes]) -> None:
        super().__init__(source)
        self.allow_duplicate_keys = False

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """Return what a node stands for; most are texts, and those stand for themselves."""
        if getattr(node, "ctag", None) is self.DEFAULT_SCALAR_TAG:
            return node.value
        return super().construct_object(node, deep)


def read_yaml(source: str | IO[bytes]) -> Any:
    """Return what a document says; None where it is empty.

    Raises:
        YAMLError, UnicodeDecodeError, ValueError: it is none, or not just one, a key stands twice
            in a mapping, or there is no such day.
    """
    loader = _Loader(source)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
        # It refers to itself, and hundreds of them would wait for the garbage collector.
        loader.__dict__.clear()
