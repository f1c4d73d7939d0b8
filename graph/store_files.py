"""The folder of a store: its format mark, the lock of its one writing process, and private snapshots for readers.

    FORMAT       what kind of store this is
    lock         held (flock) by the writing process, whose id it contains
    oxigraph/    the database
    readers/     hard-linked snapshots of processes that read beside a writer, removed when they close

Oxigraph must not open a database that another process writes. A reader therefore links the files of the database into a folder
of its own: its data files never change once written, so it is enough to copy the small ones (manifest, log) and to see to it that
no file came or went meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from graph.errors import StoreCorrupt, StoreError, StoreLocked

FORMAT: Final = "armsgraph record 1\n"
_ATTEMPTS: Final = 200
_PAUSE_S: Final = 0.02


def prepare(path: Path) -> None:
    """Makes `path` a store folder if it is new or empty; StoreCorrupt if it holds something else."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not (path / "FORMAT").exists() and any(entry.name not in ("lock", "FORMAT.new") for entry in path.iterdir()):
            raise StoreCorrupt(str(path), "the folder is not empty and holds no armsgraph store; name another folder")
    except OSError as error:
        raise StoreError(str(path), f"cannot be used as a store: {error.strerror}") from error


def mark(path: Path) -> None:
    """Writes the format mark if there is none, else checks it."""
    if not (path / "FORMAT").exists():
        fresh = path / "FORMAT.new"
        fresh.write_text(FORMAT, encoding="ascii")
        fresh.replace(path / "FORMAT")
    check(path)


def check(path: Path) -> None:
    """StoreError where there is no store, StoreCorrupt where it has another format."""
    try:
        found = (path / "FORMAT").read_bytes()
    except FileNotFoundError as error:
        raise StoreError(str(path), "no store here; ingest or load documents first") from error
    except OSError as error:
        raise StoreError(str(path), f"cannot be read: {error.strerror}") from error
    if found != FORMAT.encode("ascii"):
        raise StoreCorrupt(str(path), f"unknown format {found[:40]!r}; this program reads {FORMAT.strip()!r}")


class WriteLock:
    """The lock of the writing process; given back by `release` or by the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._file, 32, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise StoreLocked(str(path), int(holder) if holder.isdigit() else None) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Lets other processes write."""
        os.ftruncate(self._file, 0)
        os.close(self._file)


class ReaderSnapshot:
    """A private copy of the database at one moment; `folder` may be opened and is removed by `remove`."""

    def __init__(self, path: Path) -> None:
        remove_stale_snapshots(path)
        self._root = _private_folder(path)
        self._lock = os.open(self._root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.folder = self._root / "oxigraph"
        for _ in range(_ATTEMPTS):
            if _copy_stable(path / "oxigraph", self.folder):
                return
            shutil.rmtree(self.folder, ignore_errors=True)
            time.sleep(_PAUSE_S)
        self.remove()
        raise StoreError(str(path), "is being written too busily to be read; try again later")

    def remove(self) -> None:
        """Deletes the copy."""
        shutil.rmtree(self._root, ignore_errors=True)
        os.close(self._lock)


def remove_stale_snapshots(path: Path) -> None:
    """Deletes the snapshots of readers that were killed: those whose lock nobody holds."""
    for root in sorted((path / "readers").glob("*")):
        try:
            lock = os.open(root / "lock", os.O_RDWR)
        except OSError:
            # Being made or being removed by its reader at this moment.
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        else:
            shutil.rmtree(root, ignore_errors=True)
        finally:
            os.close(lock)


def sync_log(database: Path) -> None:
    """Forces the database's write-ahead log onto the disk, so that even a power cut loses nothing of it."""
    for log in sorted(database.glob("*.log"))[-1:]:
        handle = os.open(log, os.O_RDONLY)
        try:
            os.fdatasync(handle)
        finally:
            os.close(handle)


def _private_folder(path: Path) -> Path:
    readers = path / "readers"
    try:
        readers.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=readers))
    except OSError:
        # A store on a read-only or foreign file system is read all the same, by copying.
        return Path(tempfile.mkdtemp(prefix="armsgraph-"))


def _copy_stable(source: Path, target: Path) -> bool:
    """Copies the database; False if a file came or went, or the manifest grew, so that the copy may not fit together."""
    try:
        target.mkdir()
        before = _listing(source)
        for name in sorted(before):
            if name.endswith(".sst"):
                _link(source / name, target / name)
            elif name.startswith(("MANIFEST-", "CURRENT", "OPTIONS-", "IDENTITY")) or name.endswith((".log", ".blob")):
                shutil.copyfile(source / name, target / name)
        return before == _listing(source)
    except FileNotFoundError:
        return False


def _listing(folder: Path) -> dict[str, int]:
    """Names of the database's files with the manifest's size; the write-ahead log may grow meanwhile, it is cut at a record's end."""
    sizes = {}
    for entry in os.scandir(folder):
        if entry.name.endswith((".sst", ".log", ".blob")) or entry.name.startswith(("MANIFEST-", "CURRENT")):
            sizes[entry.name] = entry.stat().st_size if entry.name.startswith("MANIFEST-") else 0
    return sizes


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)
