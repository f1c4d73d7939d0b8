"""Readers: what becomes a dispatch, and what is refused with which words."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.documents import Dispatch
from data.errors import DocumentError
from data.readers import parse, parse_row, read, read_lines

PAGE = """<html><head><title>T</title><meta property="og:title" content="Big sale"/>
<meta property="og:site_name" content="Example Wire"/><meta property="article:published_time" content="2016-06-23T10:00:00Z"/>
<link rel="canonical" href="https://example.org/a"/></head><body><nav>Home</nav><article>
<p>Russia has sold 18 Smerch systems to Azerbaijan, officials said on Tuesday in the capital.</p>
<p>More text comes here, and it is long enough for the extractor to keep it as the main text of the page.</p>
</article></body></html>"""


def test_front_matter_is_metadata_and_the_rest_is_the_body() -> None:
    found = parse("a.md", b'---\ntitle: "A: b"\npublisher: RFE/RL\npublished: 2016-06-23\nurl: https://e.org\nother: [1]\n---\n\nBody.\n')
    assert found == Dispatch("a.md", "\nBody.\n", "A: b", "RFE/RL", "2016-06-23", "https://e.org")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Plain.\n", "Plain.\n"),
        (b"\xef\xbb\xbfWith BOM.", "With BOM."),
        (b"One\r\ntwo\rthree\n", "One\ntwo\nthree\n"),
        (b"---\r\ntitle: x\r\n---\r\nBody", "Body"),
        (b"A\n---\ntitle: x\n---\nB", "A\n---\ntitle: x\n---\nB"),
        (b"---\ntitle: x\n---\nB\n---\nC\n", "B\n---\nC\n"),
        ("---\ntitle: x\n---\nÉ “q”".encode(), "É “q”"),
        (b"--- no front matter\nB", "--- no front matter\nB"),
    ],
)
def test_body(content: bytes, text: str) -> None:
    assert parse("a.txt", content).text == text


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("published: 2016-06-23", "2016-06-23"),
        ("published: '2016-06-23'", "2016-06-23"),
        ("published: 2016-06-23T08:00:00Z", "2016-06-23"),
        ("published:", None),
        ("published: null", None),
        ("title: No", None),
    ],
)
def test_published(line: str, published: str | None) -> None:
    assert parse("a.md", f"---\n{line}\n---\nB".encode()).published == published


def test_title_stays_the_text_it_is() -> None:
    assert parse("a.md", b"---\ntitle: No\n---\nB").title == "No"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.md", b"", "is empty"),
        ("a.md", b" \n\n", "is empty"),
        ("a.md", b"---\ntitle: x\n---\n\n", "is empty"),
        ("a.md", b"ok \xff no", "not UTF-8 (byte 0xff at offset 3)"),
        ("a.md", b"PK\0\1", "NUL byte at offset 2"),
        ("a.md", "x".encode("utf-16"), "UTF-16"),
        ("a.md", b"---\ntitle: x\nBody", "not closed"),
        ("a.md", b"---\ntitle: a: b\n---\nB", "not valid YAML"),
        ("a.md", b"---\njust words\n---\nB", "key: value"),
        ("a.md", b"---\ntitle: [a]\n---\nB", "title must be a text"),
        ("a.md", b"---\npublished: June 2016\n---\nB", "YYYY-MM-DD"),
        ("a.md", b"---\npublished: 2016-02-30\n---\nB", "YYYY-MM-DD"),
        ("a.md", b"---\npublished: 2016-06\n---\nB", "YYYY-MM-DD"),
        ("a.md", b"---\n" + b"[" * 19_000 + b"]" * 19_000 + b"\n---\nB", "longer than"),
        ("a.md", b"---\n" + b"[" * 9_000 + b"]" * 9_000 + b"\n---\nB", "not valid YAML"),
        ("a.md", b"x" * 2_000_001, "larger than 2,000,000 bytes"),
        ("a.pdf", b"x", "end in .pdf"),
        ("a", b"x", "end in nothing"),
        ("a.html", b"<html><body></body></html>", "no main text"),
    ],
)
def test_refused(name: str, content: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(name, content)
    assert words in caught.value.reason
    assert caught.value.document == name


def test_page_gives_main_text_and_metadata() -> None:
    found = parse("a.html", PAGE.encode())
    assert (found.title, found.publisher, found.published, found.url) == ("Big sale", "Example Wire", "2016-06-23", "https://example.org/a")
    assert found.text.startswith("Russia has sold 18 Smerch")
    assert "Home" not in found.text


def test_page_without_a_date_has_none() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2016-06-23T10:00:00Z"/>', "")
    assert parse("a.html", page.encode()).published is None


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"document": "d", "text": "x"}, "d"),
        ({"id": 7, "text": "x"}, "7"),
        ({"name": "n", "text": "x"}, "n"),
        ({"document": None, "id": "", "text": "x"}, "default"),
        ({"text": "x"}, "default"),
    ],
)
def test_row_name(row: dict[str, object], name: str) -> None:
    assert parse_row(row, "default").document == name


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([], "JSON object"),
        ({"document": "d"}, "text is missing"),
        ({"document": "d", "text": 1}, "text is missing"),
        ({"document": "d", "facts": []}, "loaded, not read"),
        ({"document": "d", "text": " "}, "is empty"),
        ({"document": "d", "text": "a\0"}, "NUL"),
        ({"document": "d", "text": "x", "published": "soon"}, "YYYY-MM-DD"),
        ({"document": "d", "text": "x", "title": 3}, "title must be a text"),
        ({"document": "a\nb", "text": "x"}, "printable"),
        ({"document": True, "text": "x"}, "printable"),
        ({"document": "d" * 401, "text": "x"}, "at most 400"),
    ],
)
def test_row_refused(row: object, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        parse_row(row, "default")


def test_lines_name_the_line_and_go_on() -> None:
    long = b'{"text": "' + b"x" * 100 + b'"}\n'
    lines = b'\xef\xbb\xbf{"text": "one"}\n\nnot json\n' + long + b'{"document": "d", "text": "two"}\n{"document": "d", "text": "three"}'
    found = list(read_lines(io.BytesIO(lines), "in.jsonl", max_bytes=60))
    assert [outcome(item)[:33] for item in found] == [
        "in.jsonl#1", "! in.jsonl#3: not a JSON object: ", "! in.jsonl#4: the line is larger ", "d", "! in.jsonl: a document 'd' was re",
    ]  # fmt: skip


def outcome(found: Dispatch | DocumentError) -> str:
    return found.document if isinstance(found, Dispatch) else "! " + str(found)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: bytes) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_folder_is_read_sorted_and_bad_files_are_named(here: Path) -> None:
    good = {"in/b.md": b"B", "in/a/z.txt": b"Z", "in/c.jsonl": b'{"text": "c"}\n', "in/d.html": PAGE.encode()}
    bad = {"in/e.md": b"", "in/f.txt": b"\0", "in/g.md": b"x" * 5_000_000, "in/h.md": b"\xff"}
    write(here, **good, **bad, **{"in/.hidden.md": b"H", "in/.git/x.md": b"H", "in/picture.png": b"P"})
    assert [outcome(item).split(",")[0] for item in read(["in"])] == [
        "a/z.txt", "b.md", "c.jsonl#1", "d.html",
        "! in/e.md: is empty: there is no text in it",
        "! in/f.txt: holds a NUL byte at offset 0: a binary file",
        "! in/g.md: is larger than 2",
        "! in/h.md: is not UTF-8 (byte 0xff at offset 0); save it as UTF-8",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["in/a.md"], ["a.md"]),
        (["in/*.md"], ["a.md", "b.md"]),
        (["in/**/*.md"], ["a.md", "b.md", "c.md"]),
        (["in/sub*"], ["c.md"]),
        (["in/b.md", "in/a.md", "in/*.md"], ["b.md", "a.md"]),
        (["in"], ["a.md", "b.md", "sub/c.md"]),
        (["none.md"], ["! none.md: no such file or folder"]),
        (["in/*.xyz"], ["! in/*.xyz: no file matches this pattern"]),
        (["odd/x.pdf"], ["! odd/x.pdf: files that end in .pdf cannot be read; accepted are .md, .txt, .html, .htm, .jsonl"]),
        (["odd"], ["! odd: the folder holds no document; looked for .md, .txt, .html, .htm, .jsonl"]),
        (["in/a.md", "other/a.md"], ["a.md", "! other/a.md: a document 'a.md' was read from in/a.md already; rename one, or give the folder above both"]),
        (["void.jsonl"], ["! void.jsonl: is empty; one JSON object a line is expected"]),
    ],
)  # fmt: skip
def test_paths(here: Path, paths: list[str], expected: list[str]) -> None:
    write(here, **{"in/a.md": b"A", "in/b.md": b"B", "in/sub/c.md": b"C", "other/a.md": b"A2", "odd/x.pdf": b"P", "void.jsonl": b"\n"})
    assert [outcome(item) for item in read(paths)] == expected


def test_unreadable_and_special_files_are_named(here: Path) -> None:
    os.mkfifo(here / "pipe.md")
    (here / "dangling.md").symlink_to(here / "gone.md")
    assert [outcome(item) for item in read(["pipe.md"])] == ["! pipe.md: not a regular file; give a file, a folder or a pattern"]
    write(here, **{"in/a.md": b"A"})
    os.mkfifo(here / "in" / "pipe.md")
    (here / "in" / "dangling.md").symlink_to(here / "gone.md")
    assert [outcome(item) for item in read(["in"])] == [
        "a.md",
        "! in/dangling.md: cannot be read: No such file or directory",
        "! in/pipe.md: not a regular file; move it out of the folder",
    ]


def test_name_that_is_no_utf8_is_named(here: Path) -> None:
    (here / "in").mkdir()
    Path(os.fsdecode(os.fsencode(here) + b"/in/\xff.md")).write_bytes(b"A")
    assert [outcome(item).rsplit(":", 1)[0] for item in read(["in"])] == ["! in/\\xff.md"]


BODIES = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(BODIES.filter(lambda text: not text.startswith(("---\n", "\ufeff"))))
def test_every_plain_body_is_kept_to_the_letter(body: str) -> None:
    assert parse("a.txt", body.encode()).text == body
    assert parse("a.md", b"---\ntitle: t\n---\n" + body.encode()).text == body


@given(st.binary(max_size=200))
def test_any_bytes_give_a_dispatch_or_a_reason(content: bytes) -> None:
    found = list(read_one(content))
    assert len(found) == 1
    assert found[0].text.strip() if isinstance(found[0], Dispatch) else found[0].reason


def read_one(content: bytes) -> list[Dispatch | DocumentError]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.md").write_bytes(content)
        return list(read([folder]))
