"""Writing paths: the key, the bodies, the outcomes, the limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from data.facts import to_line
from graph.record import Record
from tests.api.conftest import KEY, serving
from tests.api.simple import A, extract_simply

BEARER = {"Authorization": f"Bearer {KEY}"}
NEW = {"document": "new.md", "text": "FRA sells 24 Rafale to EGY.", "publisher": "Wire", "published": "2015-02-16"}


def outcomes(client: TestClient, **request: Any) -> list[tuple[str, str, int]]:
    headers = {**BEARER, **request.pop("headers", {})}
    answer = client.post("/documents", headers=headers, **request)
    assert answer.status_code == 200, answer.text
    content = answer.json()
    assert list(content) == ["data_version", "total", "results", "next"]
    return [(row["document"], row["status"], row["claims"]) for row in content["results"]]


def rejected(client: TestClient, status: int, **request: Any) -> dict[str, Any]:
    headers = {**BEARER, **request.pop("headers", {})}
    answer = client.post("/documents", headers=headers, **request)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    content: dict[str, Any] = answer.json()
    return content


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": KEY}, {"X-API-Key": ""}, {"Authorization": "Bearer"}]
)
def test_writes_need_the_key(writing: TestClient, headers: dict[str, str]) -> None:
    for answer in (writing.post("/documents", headers=headers, json=NEW), writing.delete("/documents/a.md", headers=headers)):
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:armsgraph:problem:key-missing")
        assert "Bearer" in answer.headers["www-authenticate"]
    assert writing.get("/documents").json()["total"] == 3


def test_writes_are_off_without_a_key(reading: TestClient) -> None:
    for answer in (reading.post("/documents", headers=BEARER, json=NEW), reading.delete("/documents/a.md", headers={"X-API-Key": ""})):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:armsgraph:problem:writes-off")


def test_a_document_is_served_once_it_is_acknowledged(writing: TestClient) -> None:
    before = writing.get("/facts?recipient=EGY")
    assert before.json()["total"] == 0
    assert outcomes(writing, json=NEW) == [("new.md", "added", 1)]
    after = writing.get("/facts?recipient=EGY", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["total"]) == (200, 1)
    assert after.headers["etag"] != before.headers["etag"]
    assert outcomes(writing, json=NEW) == [("new.md", "unchanged", 1)]
    assert outcomes(writing, json={**NEW, "text": "FRA sells 30 Rafale to EGY."}) == [("new.md", "replaced", 1)]
    assert writing.get("/facts?recipient=EGY").json()["results"][0]["quantity"] == {"min": 30, "max": 30}


def test_other_key_header(writing: TestClient) -> None:
    answer = writing.post("/documents", headers={"X-API-Key": KEY}, json=NEW)
    assert answer.status_code == 200


def test_a_list_keeps_its_order_and_goes_on_after_a_bad_one(writing: TestClient) -> None:
    rows = [NEW, {**NEW, "document": "bad.md", "published": "soon"}, {"text": "x"}, {**NEW, "document": "w.md", "text": "unworkable"}]
    found = outcomes(writing, json=rows)
    assert found == [("new.md", "added", 1), ("bad.md", "rejected", 0), ("#3", "rejected", 0), ("w.md", "rejected", 0)]


def test_form_files_are_named_by_their_last_part(writing: TestClient) -> None:
    files = [
        ("file", ("../../etc/cron.d/up.md", b"---\npublished: 2015-02-16\n---\nFRA sells 24 Rafale to EGY.")),
        ("file", ("C:\\texts\\two.txt", b"FRA sells 2 Mistral to EGY.")),
        ("file", ("three.bin", b"\0\1")),
    ]
    assert outcomes(writing, files=files) == [("up.md", "added", 1), ("two.txt", "added", 1), ("three.bin", "rejected", 0)]
    assert writing.get("/documents/up.md").json()["published"] == "2015-02-16"


@pytest.mark.parametrize(("name", "document"), [("news.md", "news.md"), ("news", "news.md"), ("a/b/../news.md", "news.md")])
def test_bare_text_takes_its_name_from_the_query(writing: TestClient, name: str, document: str) -> None:
    request = {
        "params": {"name": name},
        "content": b"FRA sells 24 Rafale to EGY.",
        "headers": {"Content-Type": "text/markdown; charset=utf-8"},
    }
    assert outcomes(writing, **request) == [(document, "added", 1)]


def test_extracted_lines_are_loaded_as_they_are(writing: TestClient) -> None:
    line = to_line(extract_simply(A)).replace(b'"a.md"', b'"copy.md"')
    body = line + b"\n\n" + orjson.dumps(NEW) + b"\nnot json\n"
    found = outcomes(writing, content=body, headers={"Content-Type": "application/x-ndjson"})
    assert found == [("copy.md", "added", 1), ("new.md", "added", 1), ("#4", "rejected", 0)]
    assert writing.get("/documents/copy.md").json()["has_text"] is False


@pytest.mark.parametrize(
    ("request_", "status", "slug"),
    [
        ({"content": b"x" * 4_001, "headers": {"Content-Type": "application/json"}}, 413, "body-too-large"),
        ({"content": iter([b"x" * 3_000, b"x" * 3_000]), "headers": {"Content-Type": "application/json"}}, 413, "body-too-large"),
        ({"content": b"x", "headers": {"Content-Type": "application/pdf"}}, 415, "unsupported-body"),
        ({"content": b"x"}, 415, "unsupported-body"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "invalid-parameter"),
        ({"json": []}, 400, "invalid-parameter"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "invalid-parameter"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 400, "invalid-parameter"),
        ({"files": {"file": ("..", b"x")}}, 400, "invalid-parameter"),
        ({"content": b"x", "headers": {"Content-Type": "text/plain"}}, 400, "invalid-parameter"),
        ({"content": b"x", "params": {"name": "a.md", "mode": "x"}, "headers": {"Content-Type": "text/plain"}}, 400, "invalid-parameter"),
        ({"json": NEW, "params": {"name": "a.md"}}, 400, "invalid-parameter"),
        ({"json": {**NEW, "text": "x" * 2_001}}, 400, "unreadable-document"),
        ({"content": b"\xff", "params": {"name": "a.txt"}, "headers": {"Content-Type": "text/plain"}}, 400, "unreadable-document"),
    ],
)
def test_bodies_that_are_refused(writing: TestClient, request_: dict[str, Any], status: int, slug: str) -> None:
    assert rejected(writing, status, **request_)["type"] == f"urn:armsgraph:problem:{slug}"
    assert writing.get("/documents").json()["total"] == 3


def test_all_rejected_is_a_problem_with_the_reasons(writing: TestClient) -> None:
    content = rejected(writing, 400, json={**NEW, "text": ""})
    assert content["results"] == [{"document": "new.md", "status": "rejected", "claims": 0, "reason": "is empty: there is no text in it"}]
    assert "new.md: is empty" in content["detail"]


@pytest.mark.parametrize("path", ["/documents/a.md", "/documents/sub/b.md", "/documents/c.jsonl%233"])
def test_retraction_takes_the_document_and_its_claims(writing: TestClient, path: str) -> None:
    answer = writing.delete(path, headers=BEARER)
    assert (answer.status_code, answer.json()["status"]) == (200, "retracted")
    assert answer.json()["data_version"] == writing.get("/readyz").json()["data_version"]
    assert writing.get(path).status_code == 404
    assert writing.delete(path, headers=BEARER).status_code == 404
    assert writing.get("/documents").json()["total"] == 2


def test_retracting_the_denial_settles_the_fact(writing: TestClient) -> None:
    assert writing.get("/facts?disputed=true").json()["total"] == 1
    writing.delete("/documents/c.jsonl%233", headers=BEARER)
    assert writing.get("/facts?disputed=true").json()["total"] == 0


def test_what_was_acknowledged_is_in_the_store(store: Path) -> None:
    with serving(store, Settings(api_key=KEY)) as client:
        outcomes(client, json=NEW)
        client.delete("/documents/a.md", headers=BEARER)
        version = client.get("/readyz").json()["data_version"]
    with Record.open(store, read_only=True) as record:
        assert [entry.document for entry in record.documents()] == ["c.jsonl#3", "new.md", "sub/b.md"]
        assert record.data_version == version


def test_unforeseen_errors_tell_nothing_but_their_request_id(writing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Record, extraction: object) -> str:
        raise ZeroDivisionError("secret path")

    monkeypatch.setattr(Record, "put", broken)
    answer = writing.post("/documents", headers={**BEARER, "X-Request-ID": "r1"}, json=NEW)
    assert (answer.status_code, answer.json()["request_id"], answer.headers["x-request-id"]) == (500, "r1", "r1")
    assert "secret" not in answer.text
    assert writing.get("/healthz").status_code == 200
