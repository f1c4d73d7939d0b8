"""The sample dispatches that ship with the program, for `armsgraph demo`; written for the project, no source of facts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from data.errors import DocumentError
from data.readers import TEXT_SUFFIXES, Reading, parse


def sample_dispatches() -> Iterator[Reading]:
    """Each shipped dispatch, sorted by name; nothing where none were packaged."""
    folder = files("data").joinpath("resources", "samples")
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(TEXT_SUFFIXES) and not entry.name.startswith("README"):
            try:
                yield parse(entry.name, entry.read_bytes())
            except DocumentError as error:
                yield error
