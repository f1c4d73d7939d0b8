"""Everything that people can use is documented, and what the documents name exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
from fastapi import FastAPI

from api.app import ROUTERS
from api.cli import app as cli
from api.params import filter_parameters
from api.problems import slugs
from api.settings import VARIABLES, Settings
from graph.exports import EXPORTERS
from graph.index import SORTS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
# The wheel's tests run without the documents beside them.
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documents are not installed")
COMMANDS: dict[str, Any] = dict(typer.main.get_command(cli).commands)  # type: ignore[attr-defined]


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """The text below a heading up to the next one of its level or higher."""
    level = heading.partition(" ")[0]
    _, found, rest = text_of(name).partition(f"\n{heading}\n")
    assert found, f"{name} has no heading {heading!r}"
    return re.split(rf"\n#{{2,{len(level)}}} ", rest)[0]


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    paths = app.openapi()["paths"]
    return [(method.upper(), path, found) for path, methods in paths.items() for method, found in methods.items()]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_documented(command: str) -> None:
    described = section("cli.md", f"### armsgraph {command}")
    for parameter in COMMANDS[command].params:
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            if option not in ("--help", "-h"):
                assert f"`{option}`" in described, f"armsgraph {command} {option}"


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^### armsgraph (\S+)$", text_of("cli.md"), re.MULTILINE)) == set(COMMANDS)


def test_no_option_is_documented_that_is_not_there() -> None:
    known = {option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts} | {"--version", "--help"}
    assert set(re.findall(r"`(--[a-z][a-z-]*)`", text_of("cli.md"))) <= known


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(ARMSGRAPH_\w+)` \| `?([^|`]+)`? \|", section("cli.md", "## Settings"), re.MULTILINE))
    assert set(rows) == set(VARIABLES)
    for variable, name in VARIABLES.items():
        default = getattr(Settings(), name)
        shown = "none" if default is None else f"{default:g}" if isinstance(default, float) else str(default)
        assert rows[variable].strip() == shown, variable


def test_every_path_and_parameter_is_documented() -> None:
    text = text_of("api.md")
    filters = {parameter.name for parameter in filter_parameters()}
    for method, path, operation in operations():
        plain = path.replace(":path", "")
        assert f"`{method} {plain}`" in text, f"{method} {plain}"
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            place = section("api.md", "### Filters") if name in filters else text
            assert f"`{name}`" in place or f"`{name}=" in place or parameter["in"] == "path", f"{plain}: {name}"


def test_no_path_is_documented_that_is_not_there() -> None:
    known = {f"{method} {path}" for method, path, _ in operations()} | {"GET /", "GET /docs", "GET /openapi.json"}
    named = set(re.findall(r"`((?:GET|POST|DELETE|PUT) /[^`\s]*)`", text_of("api.md")))
    assert named == known


def test_every_format_order_and_problem_is_documented() -> None:
    api = text_of("api.md")
    for suffix in EXPORTERS:
        assert f"`GET /graph.{suffix}`" in api
        assert f"`.{suffix}`" in text_of("cli.md")
    for sort in SORTS:
        assert f"`{sort.removeprefix('-')}`" in section("api.md", "## Facts")
    assert set(
        re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|([^|]+)\| \d{3} \|", section("api.md", "## Errors"), re.MULTILINE)))
    ) == set(slugs())


def documents() -> list[Path]:
    return sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_files_named_in_documents_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:data|graph|api|tests|docs|bench|\.ci)/[\w./*-]+)`", text):
        assert list(ROOT.glob(path.rstrip("/"))), f"{document.name}: {path}"
    for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (document.parent / link).exists(), f"{document.name}: {link}"
