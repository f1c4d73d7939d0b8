"""Everything a person can set, in one frozen object: environment variables give the values, options override them.

Nothing here reads the environment on import; the command line asks once and passes the result down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from data.readers import MAX_BYTES

LOG_LEVELS: Final = ("debug", "info", "warning", "error")


class SettingError(Exception):
    """An environment variable cannot be read: `variable` is its name, `reason` what would be accepted."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{variable}: {reason}")
        self.variable = variable
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; sizes in bytes, times in seconds."""

    store: Path = Path("armsgraph-store")
    api_key: str | None = None
    server: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    max_body: int = 5_000_000
    max_document: int = MAX_BYTES
    sparql_seconds: float = 5.0
    sparql_rows: int = 10_000
    log_level: str = "info"

    def __repr__(self) -> str:
        """All values but the key, which must not end up in a log."""
        shown = (
            f"{field.name}={'***' if field.name == 'api_key' and self.api_key else getattr(self, field.name)!r}" for field in fields(self)
        )
        return f"Settings({', '.join(shown)})"


VARIABLES: Final = {f"ARMSGRAPH_{field.name.upper()}": field.name for field in fields(Settings)}


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that the `ARMSGRAPH_*` variables of `environment` give; an empty variable counts as unset."""
    values: dict[str, Any] = {}
    for variable, name in VARIABLES.items():
        text = environment.get(variable, "").strip()
        if text:
            values[name] = _read(variable, name, text)
    return Settings(**values)


def _read(variable: str, name: str, text: str) -> Any:
    if name == "store":
        return Path(text)
    if name == "log_level":
        if text.lower() not in LOG_LEVELS:
            raise SettingError(variable, f"{text!r} is not one of {', '.join(LOG_LEVELS)}")
        return text.lower()
    if name == "sparql_seconds":
        return _number(variable, text, float, 0.05, 600)
    bounds = {
        "port": (0, 65_535),
        "processes": (1, 256),
        "max_body": (1_000, 2**31),
        "max_document": (100, 2**31),
        "sparql_rows": (1, 10**7),
    }
    return _number(variable, text, int, *bounds[name]) if name in bounds else text


def _number(variable: str, text: str, kind: type[int | float], least: float, most: float) -> float:
    try:
        value = kind(text)
    except ValueError as error:
        raise SettingError(variable, f"{text!r} is no number between {least:g} and {most:g}") from error
    if not least <= value <= most:
        raise SettingError(variable, f"{text} is not between {least:g} and {most:g}")
    return value
