"""One YAML file as plain values, or what is wrong with it. Stricter than YAML: a key stands once and is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableFile(Exception):
    """A file that is no UTF-8 text, or no YAML."""


class _Loader(_FastLoader):
    """Reads plain values, and remembers what YAML lets pass in silence."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.faults: list[str] = []

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _value in node.value:
            self.faults += _key_faults(key_node, seen)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path) -> tuple[Any, list[str]]:
    """Return the values of *path* and the faults in its keys. Raises UnreadableFile, OSError."""
    try:
        loader = _Loader(path.read_bytes().decode("utf-8-sig"))
        try:
            return loader.get_single_data(), loader.faults
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        raise UnreadableFile(_in_words(error)) from error
    except yaml.YAMLError as error:
        raise UnreadableFile(f"is not YAML: {error}") from error


def _key_faults(node: Any, seen: set[str]) -> Iterator[str]:
    where = f"line {node.start_mark.line + 1}"
    if node.tag == "tag:yaml.org,2002:merge":
        return
    if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
        yield f"{where}: the key “{getattr(node, 'value', '?')}” is read as something other than text; put it in quotes"
    elif node.value in seen:
        yield f"{where}: the key “{node.value}” stands twice; keep one"
    else:
        seen.add(node.value)


def _in_words(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"line {mark.line + 1}: " if mark else ""
    began = f"{error.context} that began in line {error.context_mark.line + 1}, " if error.context_mark else ""
    return f"{where}is not YAML: {began}{error.problem}; check quotes, colons and the spaces at the start of the line"
