"""What is installed: one distribution that alone owns `data`, `graph` and `api`, with its resources and its command.

Most of this says little about an editable install; `.ci/run` runs it against the wheel as well.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.version import version
from data.documents import Dispatch
from data.readers import parse

ROOMS = ("data", "graph", "api")
# Import name -> distribution, where no installed file list tells it.
COMPILED = {"ahocorasick": "pyahocorasick"}


@pytest.fixture(scope="module")
def ours() -> Distribution:
    return distribution("armsgraph")


def is_editable(dist: Distribution) -> bool:
    told = dist.read_text("direct_url.json")
    return told is not None and bool(json.loads(told).get("dir_info", {}).get("editable"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def owners(name: str) -> Counter[str]:
    """Distributions that install a top-level package of that name, however they describe themselves."""
    found = Counter(packages_distributions().get(name, []))
    for dist in distributions():
        if any(file.parts[0] == name for file in dist.files or []):
            found.setdefault(dist.metadata["Name"], 1)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_else_installs_our_names(room: str, ours: Distribution) -> None:
    assert set(owners(room)) <= {"armsgraph"}
    if not is_editable(ours):
        assert set(owners(room)) == {"armsgraph"}


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_are_the_installed_ones(room: str, ours: Distribution) -> None:
    spec = find_spec(room)
    assert spec is not None
    assert spec.origin is not None
    if not is_editable(ours):
        assert Path(spec.origin) == Path(str(ours.locate_file(f"{room}/__init__.py")))


@pytest.mark.parametrize(
    ("room", "path", "suffix", "least"),
    [
        ("data", "resources/kinds", ".yml", 8),
        ("data", "resources/lexicons", ".yml", 3),
        ("data", "resources/lexicons/weapons", ".yml", 20),
        ("data", "resources/samples", ".md", 35),
        ("api", "static", ".html", 1),
        ("api", "static", ".css", 1),
    ],
)
def test_resources_are_installed(room: str, path: str, suffix: str, least: int) -> None:
    folder = files(room).joinpath(path)
    assert len([entry for entry in folder.iterdir() if entry.name.endswith(suffix)]) >= least


def test_samples_are_dispatches_and_nothing_else() -> None:
    for entry in files("data").joinpath("resources", "samples").iterdir():
        dispatch = parse(entry.name, entry.read_bytes())
        assert isinstance(dispatch, Dispatch)
        assert dispatch.title
        assert dispatch.published
        # The sample texts were written for the project, so no real publisher's name may stand on them.
        assert (dispatch.publisher or "").startswith("Sample"), entry.name


def test_one_version_and_a_private_application(ours: Distribution) -> None:
    assert version() == ours.version
    assert "Private :: Do Not Upload" in ours.metadata.get_all("Classifier", [])


def test_the_command_is_installed(ours: Distribution) -> None:
    scripts = {entry.name: entry.value for entry in ours.entry_points.select(group="console_scripts")}
    assert scripts == {"armsgraph": "api.cli:main"}


@pytest.mark.slow
def test_the_command_runs_outside_the_checkout(tmp_path: Path, ours: Distribution) -> None:
    command = Path(sys.executable).with_name("armsgraph")
    done = subprocess.run([command, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"armsgraph {ours.version}"


def test_pins_are_exact_and_cover_what_is_imported(ours: Distribution) -> None:
    required = [entry for entry in ours.requires or [] if "extra ==" not in entry]
    assert [entry for entry in required if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", entry)] == []
    declared = {normal(entry.partition("==")[0]) for entry in required}
    known = packages_distributions()
    used: dict[str, str] = {}
    for room in ROOMS:
        for module in Path(str(files(room))).rglob("*.py"):
            for name in third_party(module.read_text(encoding="utf-8")):
                used.setdefault(normal(COMPILED.get(name) or known[name][0]), f"{room}/{module.name}")
    assert {name: module for name, module in used.items() if name not in declared} == {}
    # Not imported by us: FastAPI looks for the form parser itself, and Swagger UI is read as files.
    found_by_name = {"python-multipart", "fastapi-offline"}
    assert declared - set(used) <= found_by_name


def third_party(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - set(ROOMS)
