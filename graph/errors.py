"""What can go wrong in the graph room.

GraphError
├── StoreError           the record on disk cannot be used
│   ├── StoreLocked      another process writes it
│   └── StoreCorrupt     what is in the folder is no record of this program
├── InvalidExtraction    a document that must not enter the record
├── UnknownDocument      no such document in the record
├── UnknownFact          no fact of that id
├── UnknownEntity        no entity of that id
├── SelectionError       a filter that cannot be read
└── LimitExceeded        a query went over its time or row limit
"""

from __future__ import annotations

from collections.abc import Sequence


class GraphError(Exception):
    """Base of all errors that this room raises."""


class StoreError(GraphError):
    """The record at `path` cannot be used; `reason` says why and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class StoreLocked(StoreError):
    """Another process writes the store; `pid` is its process id, None where it cannot be told."""

    def __init__(self, path: str, pid: int | None) -> None:
        holder = f"process {pid}" if pid is not None else "another process"
        super().__init__(path, f"{holder} is writing this store; stop it, or send the documents through its server (--server URL)")
        self.pid = pid


class StoreCorrupt(StoreError):
    """The folder does not hold a record that this program can read."""


class InvalidExtraction(GraphError):
    """An extraction breaks a rule of the record; `document` names it, `reason` says which rule."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason


class UnknownDocument(GraphError):
    """The record holds no document of that id."""

    def __init__(self, document: str) -> None:
        super().__init__(f"no document {document!r} in the store")
        self.document = document


class UnknownFact(GraphError):
    """No fact has that id."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"no fact {fact!r}")
        self.fact = fact


class UnknownEntity(GraphError):
    """No entity has that id."""

    def __init__(self, entity: str) -> None:
        super().__init__(f"no entity {entity!r}")
        self.entity = entity


class SelectionError(GraphError):
    """A filter cannot be read: `parameter` is its name, `accepted` what would be taken (values, or a description)."""

    def __init__(self, parameter: str, reason: str, accepted: Sequence[str] = ()) -> None:
        hint = f" (accepted: {', '.join(accepted)})" if accepted else ""
        super().__init__(f"{parameter}: {reason}{hint}")
        self.parameter = parameter
        self.reason = reason
        self.accepted = tuple(accepted)


class LimitExceeded(GraphError):
    """A query was stopped; `limit` names the limit ("time", "rows"), `value` is its size in seconds or rows."""

    def __init__(self, limit: str, value: float) -> None:
        super().__init__(f"the query went over its {limit} limit of {value:g}")
        self.limit = limit
        self.value = value
