"""What can go wrong in the data room.

DataError
├── DocumentError      one input cannot be read as a dispatch; the rest of the batch goes on
├── ResourceError      a lexicon or rule file of the program itself is malformed
└── WireFormatError    a line is not what `armsgraph extract` prints
"""

from __future__ import annotations


class DataError(Exception):
    """Base of all errors that this room raises."""


class DocumentError(DataError):
    """One document cannot be read.

    `document` names the file (or file and line), `reason` says what is wrong and what to do about it.
    """

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason


class ResourceError(DataError):
    """A YAML resource breaks its schema; `resource` is its path below `data/resources`."""

    def __init__(self, resource: str, reason: str) -> None:
        super().__init__(f"{resource}: {reason}")
        self.resource = resource
        self.reason = reason


class WireFormatError(DataError):
    """A JSON line breaks the wire format; `where` is the file and line, or the document."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason
