"""The version of the installed application; the package metadata is the one place that holds it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """The version of the distribution `armsgraph`; "unknown" where the folders are used without being installed."""
    try:
        return installed_version("armsgraph")
    except PackageNotFoundError:
        return "unknown"
