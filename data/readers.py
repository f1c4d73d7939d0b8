"""Reads files, folders, globs and JSON lines into dispatches.

Each input ends as a `Dispatch` or as a `DocumentError` that says what is wrong with it and what to do: errors are
yielded, never raised, so that one bad file leaves the rest of the batch alone. Dates come from the source or stay
None; neither the clock nor a file's modification time is asked. What follows the front matter is the body, and every
offset of the project counts its characters.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
import yaml

from data.documents import Dispatch
from data.errors import DocumentError

# A dispatch of a few pages is some 10 kB; a file beyond this is an archive or a mistake, and would hold up a batch.
MAX_BYTES: Final = 2_000_000
TEXT_SUFFIXES: Final = (".md", ".txt")
HTML_SUFFIXES: Final = (".html", ".htm")
LINES_SUFFIX: Final = ".jsonl"
SUFFIXES: Final = (*TEXT_SUFFIXES, *HTML_SUFFIXES, LINES_SUFFIX)
MAX_NAME: Final = 400

_FRONT_MATTER: Final = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_MAX_FRONT_MATTER: Final = 20_000
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ])")
_METADATA: Final = ("title", "publisher", "published", "url")
# The base loader keeps every scalar as the text it is written in: a title `No` or `2016` stays a title.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Reading = Dispatch | DocumentError


def read(paths: Sequence[str], max_bytes: int = MAX_BYTES) -> Iterator[Reading]:
    """Every document behind `paths` (files, folders, globs) in the order given; a folder's files sorted by relative path.

    A file named directly is called by its file name, a file found in a folder by its path relative to that folder, a
    JSON line by its own `document`, `id` or `name`, else `FILE.jsonl#LINE`. A file reached twice is read once; a second
    document of the same name is an error, since it would replace the first.
    """
    seen: set[Path] = set()
    origins: dict[str, str] = {}
    for path in paths:
        for document, file in _files(path):
            if isinstance(file, DocumentError):
                yield file
                continue
            real = file.resolve()
            if real in seen:
                continue
            seen.add(real)
            for found in _read_file(document, file, max_bytes):
                yield _refuse_same_name(found, str(file), origins)


def read_lines(stream: BinaryIO, name: str, max_bytes: int = MAX_BYTES) -> Iterator[Reading]:
    """The documents of a stream of JSON lines; `name` stands for the file in the names and messages."""
    origins: dict[str, str] = {}
    for found in _lines(stream, name, max_bytes):
        yield _refuse_same_name(found, name, origins)


def parse(document: str, content: bytes, max_bytes: int = MAX_BYTES) -> Dispatch:
    """The one dispatch in the bytes of a `.md`, `.txt` or `.html` file, told by the suffix of its name; DocumentError if unreadable."""
    suffix = Path(document).suffix.lower()
    if suffix not in TEXT_SUFFIXES and suffix not in HTML_SUFFIXES:
        accepted = ", ".join((*TEXT_SUFFIXES, *HTML_SUFFIXES))
        raise DocumentError(document, f"files that end in {suffix or 'nothing'} cannot be read here; accepted are {accepted}")
    text = _decode(document, content, max_bytes)
    return _parse_html(document, text) if suffix in HTML_SUFFIXES else _parse_text(document, text)


def parse_row(row: Any, default_name: str, max_bytes: int = MAX_BYTES) -> Dispatch:
    """The dispatch in a JSON object `{document, text, title, publisher, published, url}`; DocumentError names what is amiss.

    `id` or `name` may stand for `document`; where all three are missing it is called `default_name`.
    """
    if not isinstance(row, dict):
        raise DocumentError(default_name, "a JSON object with at least a text is expected")
    document = _name_of(row, default_name)
    text = row.get("text")
    if not isinstance(text, str):
        hint = "; lines of extracted facts are loaded, not read" if "facts" in row else ""
        raise DocumentError(document, f"text is missing or no string{hint}")
    if len(text.encode("utf-8")) > max_bytes:
        raise DocumentError(document, f"the text is larger than {max_bytes:,} bytes; split it into its dispatches")
    if "\0" in text:
        raise DocumentError(document, "the text holds NUL characters; it is no plain text")
    return _dispatch(document, _unix_newlines(text), {key: row.get(key) for key in _METADATA})


def _files(path: str) -> Iterator[tuple[str, Path | DocumentError]]:
    """The files behind one path, each with the name its document gets."""
    here = Path(path)
    if here.is_dir():
        yield from _folder(path, here)
    elif here.is_file():
        yield _named(here, here.name)
    elif os.path.lexists(here):
        yield path, DocumentError(_printable(path), "not a regular file; give a file, a folder or a pattern")
    elif not glob.has_magic(path):
        yield path, DocumentError(_printable(path), "no such file or folder")
    else:
        # Path.glob takes no absolute patterns.
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207
        if not matches:
            yield path, DocumentError(path, "no file matches this pattern")
        for match in matches:
            # `**` matches the folders on the way too; their files match on their own.
            if not Path(match).is_dir() or "**" not in path:
                yield from _files(match)


def _folder(path: str, folder: Path) -> Iterator[tuple[str, Path | DocumentError]]:
    found: list[tuple[str, Path]] = []
    unreadable: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                file = Path(root, name)
                found.append((file.relative_to(folder).as_posix(), file))
    for error in unreadable:
        yield path, DocumentError(_printable(str(error.filename)), f"cannot be listed: {error.strerror}")
    if not found and not unreadable:
        yield path, DocumentError(_printable(path), f"the folder holds no document; looked for {', '.join(SUFFIXES)}")
    for name, file in sorted(found):
        yield _named(file, name)


def _named(file: Path, name: str) -> tuple[str, Path | DocumentError]:
    if _printable(name) != name or not name.isprintable():
        return name, DocumentError(_printable(str(file)), "the file's name holds control characters or is not valid UTF-8; rename it")
    if len(name) > MAX_NAME:
        return name, DocumentError(name, f"the name is longer than {MAX_NAME} characters; start nearer to the file")
    if file.exists() and not file.is_file():
        return name, DocumentError(str(file), "not a regular file; move it out of the folder")
    return name, file


def _read_file(document: str, file: Path, max_bytes: int) -> Iterator[Reading]:
    suffix = file.suffix.lower()
    try:
        with file.open("rb") as stream:
            if suffix == LINES_SUFFIX:
                yield from _lines(stream, document, max_bytes)
            elif suffix in SUFFIXES:
                yield parse(document, stream.read(max_bytes + 1), max_bytes)
            else:
                accepted = ", ".join(SUFFIXES)
                yield DocumentError(str(file), f"files that end in {suffix or 'nothing'} cannot be read; accepted are {accepted}")
    except DocumentError as error:
        # On the command line the path finds the file faster than the document's name.
        yield DocumentError(str(file), error.reason)
    except OSError as error:
        yield DocumentError(str(file), f"cannot be read: {error.strerror}")


def _lines(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Reading]:
    number = documents = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        where = f"{name}#{number}"
        if len(line) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(max_bytes)
            yield DocumentError(where, f"the line is larger than {max_bytes:,} bytes; split it into its dispatches")
            documents += 1
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        documents += 1
        try:
            yield parse_row(orjson.loads(line), where, max_bytes)
        except orjson.JSONDecodeError as error:
            yield DocumentError(where, f"not a JSON object: {error}")
        except DocumentError as error:
            yield error if error.document == where else DocumentError(where, f"{error.document}: {error.reason}")
    if not documents:
        yield DocumentError(name, "is empty; one JSON object a line is expected")


def _refuse_same_name(found: Reading, origin: str, origins: dict[str, str]) -> Reading:
    if isinstance(found, DocumentError):
        return found
    first = origins.get(found.document)
    if first is None:
        origins[found.document] = origin
        return found
    reason = f"a document {found.document!r} was read from {first} already; rename one, or give the folder above both"
    return DocumentError(origin, reason)


def _decode(document: str, content: bytes, max_bytes: int) -> str:
    if len(content) > max_bytes:
        raise DocumentError(document, f"is larger than {max_bytes:,} bytes; split it into its dispatches")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(document, "is UTF-16; save it as UTF-8")
    zero = content.find(b"\0")
    if zero >= 0:
        raise DocumentError(document, f"holds a NUL byte at offset {zero}: a binary file, not a text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            document, f"is not UTF-8 (byte 0x{content[error.start]:02x} at offset {error.start}); save it as UTF-8"
        ) from error
    return _unix_newlines(text.removeprefix("\ufeff"))


def _unix_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse_text(document: str, text: str) -> Dispatch:
    match = _FRONT_MATTER.match(text)
    if match is None:
        if text.startswith("---\n"):
            raise DocumentError(document, "the front matter opened by --- is not closed by a line --- with the text below it")
        return _dispatch(document, text, {})
    if len(match[1]) > _MAX_FRONT_MATTER:
        raise DocumentError(document, f"the front matter is longer than {_MAX_FRONT_MATTER:,} characters; close it by a line ---")
    try:
        metadata = yaml.load(match[1], Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise DocumentError(document, f"the front matter is not valid YAML ({problem}); quote values that hold ': ' or '\"'") from error
    if not isinstance(metadata, dict):
        raise DocumentError(document, "the front matter must be lines of `key: value`")
    unset = ("", "~", "null")
    known = {key: None if metadata.get(key) in unset else metadata.get(key) for key in _METADATA}
    return _dispatch(document, text[match.end() :], known)


def _parse_html(document: str, text: str) -> Dispatch:
    # Costs half a second to import; most batches hold no web page.
    import trafilatura
    from trafilatura.settings import Document

    # No upper date by the clock and no guessing from the page's wording: a date comes from the metadata or not at all.
    dates = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
    page = trafilatura.bare_extraction(
        text, with_metadata=True, include_comments=False, include_tables=False, include_images=False, date_extraction_params=dates
    )
    if not isinstance(page, Document) or not page.text:
        raise DocumentError(document, "no main text was found in the page; save the article's text as .txt")
    metadata = {"title": page.title, "publisher": page.sitename, "published": page.date, "url": page.url}
    return _dispatch(document, page.text, metadata)


def _dispatch(document: str, text: str, metadata: Mapping[str, Any]) -> Dispatch:
    if not text.strip():
        raise DocumentError(document, "is empty: there is no text in it")
    words = {key: _one_line(document, key, metadata.get(key)) for key in ("title", "publisher", "url")}
    return Dispatch(document, text, published=_published(document, metadata.get("published")), **words)


def _one_line(document: str, key: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError(document, f"{key} must be a text, not {value!r}")
    return " ".join(value.split()) or None


def _published(document: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    match = _ISO_DATE.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match[0] if match else "").isoformat()
    except ValueError as error:
        raise DocumentError(document, f"published must be a date YYYY-MM-DD, not {value!r}; leave it out if it is unknown") from error


def _name_of(row: Mapping[str, Any], default_name: str) -> str:
    for key in ("document", "id", "name"):
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or value == "":
            continue
        if not isinstance(value, str) or len(value) > MAX_NAME or not value.isprintable() or not value.strip():
            raise DocumentError(default_name, f"{key} must be a name of at most {MAX_NAME} printable characters, not {value!r:.80}")
        return value
    return default_name


def _printable(path: str) -> str:
    """A path as text: bytes that are no UTF-8 are shown as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
