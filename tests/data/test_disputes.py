"""Quarrels over a deal: every example of the rules, and denials."""

from __future__ import annotations

from typing import Any

import pytest

from data.disputes import dispute_rules
from data.documents import Dispatch
from data.extract import Extractor

_DENIED = (
    "Russia sold Azerbaijan 100 T-90 tanks in 2011. Russian newspapers reported that Azerbaijan failed to pay for the Russian tanks. "
    "Foreign Minister Elmar Mammadyarov of Azerbaijan denied those reports, saying that some of the tanks do not correspond to the contracts."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def _disputes(extractor: Extractor, text: str) -> list[dict[str, Any]]:
    wire = extractor.extract(Dispatch("x.md", text, published="2016-06-15")).to_json()
    return [dispute for fact in wire["facts"] if fact["kind"] == "transfer" for dispute in fact.get("disputes") or []]


@pytest.mark.parametrize(
    ("about", "text"), [(about, text) for about, examples in dispute_rules().examples.items() for text in examples["yes"]]
)
def test_examples_match(extractor: Extractor, about: str, text: str) -> None:
    assert about in {dispute["about"] for dispute in _disputes(extractor, text)}


@pytest.mark.parametrize(
    ("about", "text"), [(about, text) for about, examples in dispute_rules().examples.items() for text in examples["no"]]
)
def test_near_misses_do_not(extractor: Extractor, about: str, text: str) -> None:
    assert about not in {dispute["about"] for dispute in _disputes(extractor, text)}


def test_denial_is_credited_to_who_denies(extractor: Extractor) -> None:
    found = {d["about"]: d for d in _disputes(extractor, _DENIED)}
    assert (found["payment"]["modality"], found["payment"]["attributed_to"]) == ("denied", "Elmar Mammadyarov")
    assert found["payment"]["claim"] == "Azerbaijan failed to pay for the Russian tanks"
    assert (found["quality"]["modality"], found["quality"]["attributed_to"]) == ("claimed", "Elmar Mammadyarov")
    assert len(found["payment"]["evidence"]) == 2


def test_evidence_is_cut_from_the_text(extractor: Extractor) -> None:
    for dispute in _disputes(extractor, _DENIED):
        for span in dispute["evidence"]:
            assert _DENIED[span["start"] : span["end"]] == span["text"]


def test_no_deal_no_dispute(extractor: Extractor) -> None:
    assert _disputes(extractor, "Russia failed to pay its teachers on time, newspapers in Moscow reported.") == []
