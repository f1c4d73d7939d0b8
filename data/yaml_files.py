"""Reads the YAML files below `data/resources` strictly.

Knows files and their shape, not what they mean: `check_keys` makes an unknown or missing key an error
that names the file, so that a typo in a lexicon never passes silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from data.errors import ResourceError


# libyaml reads the lexicons some ten times faster than the pure Python loader; both give the same objects.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Takes `on`, `yes` and `no` for the words they are, as YAML 1.2 does: in lexicons and rules they are words."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or letter in "tTfF"]
    for letter, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def read_yaml(resource: str) -> Any:
    """The content of `data/resources/<resource>`; ResourceError if it is absent or not YAML."""
    try:
        text = _root().joinpath(resource).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(resource, "no such file") from error
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ResourceError(resource, f"not valid YAML: {error}") from error


def list_yaml(folder: str) -> list[str]:
    """Paths of the `.yml` files directly in `data/resources/<folder>`, sorted."""
    found = (f"{folder}/{entry.name}" for entry in _root().joinpath(folder).iterdir() if entry.name.endswith(".yml"))
    return sorted(found)


def check_keys(resource: str, where: str, value: Any, required: set[str], optional: set[str]) -> Mapping[str, Any]:
    """`value` if it is a mapping with all `required` keys and no key outside `required | optional`, else ResourceError."""
    found = check_mapping(resource, where, value)
    for problem, keys in (("missing", required - found.keys()), ("unknown", found.keys() - required - optional)):
        if keys:
            raise ResourceError(resource, f"{where}: {problem} {', '.join(sorted(map(str, keys)))}")
    return found


def check_mapping(resource: str, where: str, value: Any) -> Mapping[str, Any]:
    """`value` if it is a mapping, whatever its keys, else ResourceError."""
    if not isinstance(value, dict):
        raise ResourceError(resource, f"{where}: a mapping is expected, not {value!r}")
    return value


def _root() -> Traversable:
    return files("data").joinpath("resources")
