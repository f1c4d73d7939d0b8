"""Settings: what the environment gives, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import VARIABLES, SettingError, Settings, from_environment


def test_nothing_set_gives_the_defaults() -> None:
    assert from_environment({"PATH": "/bin", "ARMSGRAPH_STORE": "", "ARMSGRAPH_API_KEY": " "}) == Settings()
    assert Settings().store == Path("armsgraph-store")
    assert Settings().api_key is None


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("ARMSGRAPH_STORE", "/srv/store", "store", Path("/srv/store")),
        ("ARMSGRAPH_API_KEY", "k", "api_key", "k"),
        ("ARMSGRAPH_SERVER", "http://h:1", "server", "http://h:1"),
        ("ARMSGRAPH_HOST", "::1", "host", "::1"),
        ("ARMSGRAPH_PORT", "0", "port", 0),
        ("ARMSGRAPH_PROCESSES", "2", "processes", 2),
        ("ARMSGRAPH_MAX_BODY", "1000", "max_body", 1000),
        ("ARMSGRAPH_MAX_DOCUMENT", "100", "max_document", 100),
        ("ARMSGRAPH_SPARQL_SECONDS", "0.5", "sparql_seconds", 0.5),
        ("ARMSGRAPH_SPARQL_ROWS", "7", "sparql_rows", 7),
        ("ARMSGRAPH_LOG_LEVEL", "WARNING", "log_level", "warning"),
    ],
)
def test_each_variable(variable: str, text: str, name: str, value: object) -> None:
    assert getattr(from_environment({variable: text}), name) == value
    assert VARIABLES[variable] == name


def test_there_are_no_other_variables() -> None:
    assert len(VARIABLES) == 11


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("ARMSGRAPH_PORT", "65536"),
        ("ARMSGRAPH_PORT", "http"),
        ("ARMSGRAPH_PROCESSES", "0"),
        ("ARMSGRAPH_PROCESSES", "1.5"),
        ("ARMSGRAPH_SPARQL_SECONDS", "nan"),
        ("ARMSGRAPH_SPARQL_SECONDS", "0"),
        ("ARMSGRAPH_MAX_BODY", "-1"),
        ("ARMSGRAPH_LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_read_names_the_variable(variable: str, text: str) -> None:
    with pytest.raises(SettingError, match=variable):
        from_environment({variable: text})


def test_the_key_is_never_shown() -> None:
    assert "hush" not in repr(Settings(api_key="hush"))
    assert "api_key='***'" in repr(Settings(api_key="hush"))
