"""Reading paths: shapes of answers, parameters, problem details, ETags and headers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

DATA_PATHS = (
    "/facts",
    "/facts?kind=transfer&supplier=RUS&recipient=AZE",
    "/entities?kind=state&q=russia",
    "/entities/state/RUS",
    "/entities/state/RUS/neighbors",
    "/flows?by=supplier,recipient,year",
    "/paths?from=RUS&to=AZE",
    "/timeline?by=month",
    "/documents",
    "/documents/sub/b.md",
)
LISTS = [path for path in DATA_PATHS if path not in ("/entities/state/RUS", "/documents/sub/b.md")]


def problem(client: TestClient, path: str, status: int) -> dict[str, Any]:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    content: dict[str, Any] = answer.json()
    assert content["status"] == status
    assert content["type"].startswith("urn:armsgraph:problem:")
    assert {"title", "detail"} <= content.keys()
    return content


@pytest.mark.parametrize("path", LISTS)
def test_lists_have_one_shape(reading: TestClient, path: str) -> None:
    content = reading.get(path).json()
    assert list(content) == ["data_version", "total", "results", "next"]
    assert content["total"] == len(content["results"]) > 0
    assert content["next"] is None


def test_fact_opens_its_sentence(reading: TestClient) -> None:
    (row,) = reading.get("/facts?supplier=RUS&recipient=AZE").json()["results"]
    assert (row["item"], row["quantity"], row["claims"], row["sources"], row["denials"]) == ("T-90", {"min": 18, "max": 18}, 3, 3, 1)
    fact = reading.get(f"/facts/{row['id']}").json()
    assert [claim["document"] for claim in fact["claims"]] == ["a.md", "sub/b.md", "c.jsonl#3"]
    for claim in fact["claims"]:
        text = reading.get(f"/documents/{quote(claim['document'])}").json()["text"]
        for passage in claim["evidence"]:
            assert text[passage["start"] : passage["end"]] == passage["text"]


def test_known_at_hides_later_documents(reading: TestClient) -> None:
    (row,) = reading.get("/facts?known_at=2016-06-14").json()["results"]
    assert (row["recipient"], row["claims"]) == ("AZE", 1)
    assert len(reading.get(f"/facts/{row['id']}?known_at=2016-06-14").json()["claims"]) == 1


def test_pages_follow_one_another(reading: TestClient) -> None:
    first = reading.get("/facts?limit=1").json()
    second = reading.get(f"/facts?limit=1&cursor={first['next']}").json()
    assert first["total"] == second["total"] == 2
    assert second["next"] is None
    assert {first["results"][0]["recipient"], second["results"][0]["recipient"]} == {"AZE", "ARM"}


@pytest.mark.parametrize(
    ("path", "parameter", "accepted"),
    [
        ("/facts?colour=red", "colour", "supplier"),
        ("/facts?limit=0", "limit", "a whole number from 1 to 500"),
        ("/facts?limit=501", "limit", "a whole number from 1 to 500"),
        ("/facts?limit=ten", "limit", "a whole number from 1 to 500"),
        ("/facts?limit=1&limit=2", "limit", None),
        ("/facts?sort=size", "sort", "-reported"),
        ("/facts?cursor=xyz", "cursor", None),
        ("/facts?kind=sale", "kind", "transfer"),
        ("/facts?supplier=Atlantis", "supplier", "a name or alias"),
        ("/facts?supplier=", "supplier", None),
        ("/facts?since=yesterday", "since", "YYYY-MM-DD"),
        ("/facts?as_of=2016-02-30", "as_of", "YYYY-MM-DD"),
        ("/facts?min_sources=none", "min_sources", None),
        ("/facts?disputed=perhaps", "disputed", "true"),
        ("/facts?q=" + "x" * 2001, "q", None),
        ("/entities?kind=planet", "kind", "state"),
        ("/entities/state/RUS?q=x", "q", None),
        ("/flows?by=colour", "by", "supplier"),
        ("/paths?to=AZE", "from", None),
        ("/paths?from=RUS&to=Atlantis", "to", None),
        ("/paths?from=RUS&to=AZE&max_length=99", "max_length", None),
        ("/timeline?by=day", "by", "month"),
        ("/documents?limit=-1", "limit", None),
    ],
)
def test_unreadable_parameters_are_named(reading: TestClient, path: str, parameter: str, accepted: str | None) -> None:
    content = problem(reading, path, 400)
    assert content["parameter"] == parameter
    if accepted is not None:
        assert accepted in content["accepted"]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/nothing", "no-such-path"),
        ("/facts/", "no-such-path"),
        ("/facts/0000", "unknown-fact"),
        ("/entities/weapon/none-such", "unknown-entity"),
        ("/entities/planet/mars", "unknown-entity"),
        ("/documents/none.md", "unknown-document"),
        ("/static/secret.txt", "no-such-path"),
        ("/static/..%2Fapp.py", "no-such-path"),
    ],
)
def test_what_is_not_there_is_a_problem(reading: TestClient, path: str, slug: str) -> None:
    assert problem(reading, path, 404)["type"].endswith(slug)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/facts", "GET, HEAD, OPTIONS"), ("PUT", "/documents", "GET, HEAD, OPTIONS, POST"), ("POST", "/documents/a.md", "DELETE, GET, HEAD, OPTIONS")],
)  # fmt: skip
def test_wrong_method_names_the_right_ones(reading: TestClient, method: str, path: str, allowed: str) -> None:
    answer = reading.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json()["accepted"] == allowed.split(", ")


@pytest.mark.parametrize("path", DATA_PATHS)
def test_unchanged_answers_are_not_sent_again(reading: TestClient, path: str) -> None:
    answer = reading.get(path)
    etag = answer.headers["etag"]
    assert answer.headers["x-data-version"] == reading.get("/readyz").json()["data_version"]
    for given in (etag, f'"other", W/{etag}'):
        again = reading.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert reading.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert reading.get(path, headers={"Accept": "text/csv"}).headers.get("etag") != etag


def test_etag_belongs_to_the_query(reading: TestClient) -> None:
    assert reading.get("/facts").headers["etag"] != reading.get("/facts?limit=1").headers["etag"]
    assert "etag" not in reading.get("/facts?limit=0").headers
    assert "etag" not in reading.get("/readyz").headers


@pytest.mark.parametrize("path", [*DATA_PATHS, "/", "/docs", "/healthz"])
def test_head_is_get_without_the_body(reading: TestClient, path: str) -> None:
    head, get = reading.head(path), reading.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers.get("etag") == get.headers.get("etag")


def test_request_ids(reading: TestClient) -> None:
    assert reading.get("/healthz", headers={"X-Request-ID": "abc-1.2_3"}).headers["x-request-id"] == "abc-1.2_3"
    made = reading.get("/healthz", headers={"X-Request-ID": "no spaces, please"}).headers["x-request-id"]
    assert len(made) == 16
    assert made != reading.get("/healthz").headers["x-request-id"]


def test_headers_keep_browsers_careful_and_gephi_lite_welcome(reading: TestClient) -> None:
    headers = reading.get("/facts", headers={"Origin": "https://gephi.org"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'self'")
    preflight = reading.options("/facts", headers={"Origin": "https://gephi.org", "Access-Control-Request-Method": "GET"})
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "access-control-allow-origin" not in reading.post("/documents").headers


def test_pages_work_without_the_network_and_without_inline_scripts(reading: TestClient) -> None:
    for path in ("/", "/docs"):
        page = reading.get(path).text
        assert "http://" not in page
        assert "https://" not in page
        for asset in [part.split('"')[0] for part in page.replace('href="static', 'src="static').split('src="')[1:]]:
            assert reading.get(f"/{asset}").status_code == 200, asset
        assert all("></script>" in part for part in page.split("<script")[1:])


def test_page_links_lead_somewhere(reading: TestClient) -> None:
    page = reading.get("/").text
    for link in [part.split('"')[0].replace("&amp;", "&") for part in page.split('<a href="')[1:]]:
        assert reading.get(f"/{link}").status_code == 200, link


def test_openapi_knows_every_parameter(reading: TestClient) -> None:
    paths = json.loads(reading.get("/openapi.json").content)["paths"]
    named = [parameter["name"] for parameter in paths["/facts"]["get"]["parameters"]]
    assert {"kind", "supplier", "known_at", "sort", "limit", "cursor"} <= set(named)
    assert len(named) == len(set(named))
    assert {"fact", "known_at"} == {parameter["name"] for parameter in paths["/facts/{fact}"]["get"]["parameters"]}
    assert "application/problem+json" in paths["/facts"]["get"]["responses"]["400"]["content"]


def test_metrics_count_by_template(reading: TestClient) -> None:
    reading.get("/entities/state/RUS")
    text = reading.get("/metrics").text
    assert 'armsgraph_requests_total{method="GET",path="/entities/{kind}/{key}",status="200"}' in text
    assert "armsgraph_documents 3.0" in text
