"""The entries of a rule file, each with texts that show its reach: who takes part where it applies, and near misses where it must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.yaml_files import check_keys, read_yaml

Shown = tuple[tuple[str, tuple[str, ...]], ...]


def rule_entries(resource: str, keys: set[str], sides: str, top: frozenset[str] = frozenset()) -> Iterator[tuple[Mapping[str, Any], Shown]]:
    """Each entry, which has exactly `keys` beside its name, and its examples; ResourceError where one is malformed.

    An example has under `sides` who takes part; a near miss is shown with nobody, as it must give nothing. `top`: more keys of the file.
    """
    content = check_keys(resource, "top level", read_yaml(resource), {"source", "rules", *top}, set())
    for value in content["rules"]:
        entry = check_keys(resource, str(value), value, {"name", "examples", *keys}, set())
        yield entry, tuple(_shown(resource, entry["name"], example, sides) for example in entry["examples"])


def _shown(resource: str, name: str, example: dict[str, Any], sides: str) -> tuple[str, tuple[str, ...]]:
    if "no" in example:
        return str(check_keys(resource, name, example, {"no"}, set())["no"]), ()
    shown = check_keys(resource, name, example, {"yes", sides}, set())
    return str(shown["yes"]), tuple(map(str, shown[sides]))
