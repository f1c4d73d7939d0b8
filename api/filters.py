"""The filters of a selection as command line options, and the file that a selection is exported to."""

from __future__ import annotations

import inspect
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.params import filter_parameters

FilterPairs = tuple[tuple[str, str], ...]
_LIST: Final = "list"


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each filter in place of its parameter `filters`, which gets them as (name, text) pairs."""
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "filters"]
    documented = filter_parameters()

    def run(**given: Any) -> None:
        pairs: list[tuple[str, str]] = []
        for parameter in documented:
            value = given.pop(parameter.name)
            texts = value if isinstance(value, list) else [] if value is None else [value]
            pairs.extend((parameter.name, text) for text in texts)
        command(**given, filters=tuple(pairs))

    options = []
    for parameter in documented:
        choices = f" One of {', '.join(parameter.choices)}." if parameter.choices else ""
        option = typer.Option(f"--{parameter.name.replace('_', '-')}", metavar="TEXT", help=parameter.description + choices)
        kind: Any = list[str] | None if parameter.type == _LIST else str | None
        annotation = Annotated[kind, option]
        options.append(inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation))
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    run.__signature__ = signature.replace(parameters=[*keywords, *options])  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def write_file(path: Path, chunks: Iterable[bytes]) -> int:
    """Writes a file in one step: it is there whole or, where anything fails, as it was before; its size in bytes."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            size = sum(out.write(chunk) for chunk in chunks)
        # What mkstemp makes is for its owner only; an export is a file like any other.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return size
