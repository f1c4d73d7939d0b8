"""Documents and facts as statements: they hold to the shapes, and a claim leads to its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph, URIRef

import graph
from data.entities import Entity
from data.facts import Extraction
from data.schema import fact_kinds
from graph.merge import merge
from graph.namespaces import AG, OA, PREFIXES, claim_iri, document_iri, document_of, fact_iri, passage_iri
from graph.rdf import document_quads, entity_quads, fact_quads
from tests.graph.small_catalogue import SmallCatalogue, dispatch, told

# pyshacl still uses names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.:DeprecationWarning")

NAMES = SmallCatalogue()
SHAPES = Path(graph.__path__[0]) / "shapes.ttl"
TEXT = "Russia sold 18 Smerch launchers to Azerbaijan. They were not paid for. Sergei Shoigu met Ann Example in Moscow."
EVERYTHING: dict[str, dict[str, Any]] = {
    "transfer": {
        "supplier": "RUS",
        "supplier_agency": "Rosoboronexport",
        "recipient": "AZE",
        "recipient_agency": "Ministry of Defence of Azerbaijan",
        "item": "BM-30 Smerch",
        "item_text": "Smerch",
        "quantity": {"min": 18, "max": None, "approx": True},
        "value": {"min": 1.5, "max": 4000000000, "currency": "USD"},
        "status": "delivered",
        "ordered": "2010/2011",
        "delivered": "2014~",
        "terms": ["sale", "loan"],
        "modality": "reported",
        "attributed_to": "Sergei Shoigu",
        "disputes": [
            {
                "about": "payment",
                "claim": "not paid",
                "modality": "claimed",
                "attributed_to": "RIA",
                "evidence": [{"start": 47, "end": 70, "text": TEXT[47:70]}],
            }
        ],
    },
    "financing": {
        "lender": "RUS",
        "borrower": "ARM",
        "amount": {"min": 2, "max": 2, "currency": "USD"},
        "date": "2015",
        "modality": "asserted",
    },
    "agreement": {"parties": ["RUS", "ARM"], "subject": "cooperation", "date": "2016-06", "modality": "asserted"},
    "meeting": {"participants": ["Sergei Shoigu", "Ann Example", "ARM"], "place": "Moscow", "date": "2016-06-15", "modality": "possible"},
    "role": {"person": "Sergei Shoigu", "post": "Defence Minister", "of": "RUS"},
    "restriction": {
        "imposer": "European Union",
        "target": "RUS",
        "item": "arms",
        "type": "embargo",
        "date": "/2014",
        "modality": "asserted",
    },
    "training": {"provider": "RUS", "recipient": "AZE", "quantity": {"min": 72, "max": 88}, "date": "2016", "modality": "claimed"},
    "possession": {"holder": "Hezbollah", "item": "T-90", "quantity": {"min": 1, "max": 1}, "modality": "denied"},
}
SENTENCE = TEXT[:46]
ARTICLE = dispatch("a.md", TEXT, [(kind, slots, SENTENCE) for kind, slots in EVERYTHING.items()])


def as_graph(quads: Iterable[ox.Quad]) -> Graph:
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return Graph().parse(data=lines, format="nt")


def conforms(extraction: Extraction, without: URIRef | None = None) -> bool:
    statements = as_graph(document_quads(extraction, NAMES))
    if without is not None:
        statements.remove((None, without, None))
    answer: bool = validate(statements, shacl_graph=str(SHAPES))[0]
    return answer


def test_every_kind_with_every_slot_holds_to_the_shapes() -> None:
    for kind in fact_kinds().values():
        assert set(EVERYTHING[kind.name]) >= {slot.name for slot in kind.slots} - {"attributed_to"}
    assert conforms(ARTICLE)


@pytest.mark.parametrize("term", [OA.hasTarget, OA.exact, AG.sha256, AG.item, AG.person, AG.participants])
def test_the_shapes_miss_what_is_taken_away(term: URIRef) -> None:
    assert not conforms(ARTICLE, without=term)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("transfer", {"status": "sold"}),
        ("transfer", {"modality": "certain"}),
        ("transfer", {"terms": ["barter"]}),
        ("transfer", {"quantity": {"min": 9, "max": 3}}),
        ("transfer", {"value": {"min": 1, "max": 1, "currency": "dollars"}}),
        ("restriction", {"type": "frown"}),
    ],
)
def test_the_shapes_refuse_other_values(kind: str, change: dict[str, Any]) -> None:
    assert not conforms(dispatch("a.md", TEXT, [(kind, {**EVERYTHING[kind], **change}, SENTENCE)]))


def test_a_claim_leads_to_its_sentence() -> None:
    statements = as_graph(document_quads(ARTICLE, NAMES))
    for prefix, namespace in PREFIXES.items():
        statements.bind(prefix, namespace)
    found = statements.query(
        """SELECT ?quote ?start ?end WHERE {
             ?claim a ag:Transfer ; ag:item weapon:bm-30-smerch ; ag:recipient state:AZE ; oa:hasTarget ?passage .
             ?passage oa:hasSelector [ oa:exact ?quote ] , [ oa:start ?start ; oa:end ?end ] }"""
    )
    assert [tuple(map(str, row)) for row in found if isinstance(row, tuple)] == [(SENTENCE, "0", "46")]


def test_every_entity_that_is_named_has_a_type_and_a_label() -> None:
    statements = as_graph(document_quads(ARTICLE, NAMES))
    entities = {str(node) for node in statements.all_nodes() if str(node).startswith("urn:armsgraph:entity:")}
    assert "urn:armsgraph:entity:official/sergey-shoygu" in entities
    for entity in entities:
        assert statements.value(URIRef(entity), URIRef(PREFIXES["rdfs"] + "label")) is not None
        assert statements.value(URIRef(entity), URIRef(PREFIXES["rdf"] + "type")) is not None


def test_all_statements_stand_in_the_document_s_graph_and_no_node_is_blank() -> None:
    quads = list(document_quads(ARTICLE, NAMES))
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(document_iri("a.md"))}
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert quads == list(document_quads(ARTICLE, NAMES))


def test_a_fact_derives_from_its_claims() -> None:
    slots = EVERYTHING["financing"]
    first, second = told("financing", slots), told("financing", {**slots, "modality": "denied"}, "b.md")
    (fact,) = merge([first, second], NAMES)
    named: dict[str, Entity] = {}
    statements = as_graph(fact_quads(fact, NAMES, ox.DefaultGraph(), named))
    derived = set(statements.objects(URIRef(fact_iri(fact.id)), URIRef(PREFIXES["prov"] + "wasDerivedFrom")))
    assert derived == {URIRef(claim_iri(told_by.document, told_by.claim.id)) for told_by in (first, second)}
    assert set(statements.objects(None, AG.deniedBy)) == {URIRef(claim_iri("b.md", second.claim.id))}
    assert set(named) == {"state/RUS", "state/ARM"}


def test_a_weapon_rolls_up_to_its_family_and_the_family_to_its_category() -> None:
    broader = URIRef(PREFIXES["skos"] + "broader")
    parents = {
        name: [
            str(parent).rpartition(":")[2] for parent in as_graph(entity_quads(NAMES.item(name), ox.DefaultGraph())).objects(None, broader)
        ]
        for name in ("T-90M", "T-90")
    }
    assert parents == {"T-90M": ["weapon/t-90"], "T-90": ["category/tank"]}


@pytest.mark.parametrize("document", ["a.md", "a b/ü#1.md", "100%.md", "../x", "a?b=c", "a%20b", "a b"])
def test_every_document_has_an_iri_of_its_own(document: str) -> None:
    assert document_of(document_iri(document)) == document
    ox.NamedNode(claim_iri(document, "abc"))
    assert document_of(passage_iri(document, 0, 1)) is None
    assert document_of("urn:armsgraph:reference") is None
