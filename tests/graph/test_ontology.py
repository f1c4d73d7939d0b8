"""The ontology says what the kinds say, and everything that statements use is in it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

import graph
from data.entities import ENTITY_KINDS
from data.schema import categories, fact_kinds, vocabularies
from graph.namespaces import AG, ORG, OWL, RDF, RDFS, SEM, SKOS, entity_class_iri, entity_iri, kind_iri
from graph.ontology import ontology_graph, ontology_quads, ontology_turtle
from graph.rdf import document_quads
from tests.graph.small_catalogue import SmallCatalogue
from tests.graph.test_rdf import ARTICLE

ONTOLOGY = ontology_graph()
SH = "http://www.w3.org/ns/shacl#"


def test_every_kind_is_a_class_with_label_and_comment() -> None:
    for kind in fact_kinds().values():
        node = URIRef(kind_iri(kind.name))
        assert (node, RDFS.subClassOf, AG.Claim) in ONTOLOGY
        assert str(ONTOLOGY.value(node, RDFS.label)) == kind.label
        assert str(ONTOLOGY.value(node, RDFS.comment)) == " ".join(kind.description.split())


def test_every_slot_is_a_property_with_its_help() -> None:
    for kind in fact_kinds().values():
        for slot in kind.slots:
            assert slot.help in str(ONTOLOGY.value(AG[slot.name], RDFS.comment))


def test_every_entity_kind_is_a_class() -> None:
    for name in ENTITY_KINDS:
        assert (URIRef(entity_class_iri(name)), RDF.type, OWL.Class) in ONTOLOGY


def test_the_categories_are_a_concept_scheme() -> None:
    listed = {str(node) for node in ONTOLOGY.subjects(SKOS.inScheme, AG.categories)}
    assert listed == {entity_iri(f"category/{code}") for code in categories()}


@pytest.mark.parametrize(
    ("term", "alignment", "other"),
    [
        (AG.Role, RDFS.subClassOf, ORG.Membership),
        (AG.Transfer, RDFS.subClassOf, SEM.Event),
        (AG.person, RDFS.subPropertyOf, ORG.member),
        (AG.attributed_to, RDFS.subPropertyOf, SEM.accordingTo),
    ],
)
def test_it_is_aligned_with_known_vocabularies(term: URIRef, alignment: URIRef, other: URIRef) -> None:
    assert (term, alignment, other) in ONTOLOGY


def test_every_own_term_that_statements_use_is_declared() -> None:
    own = str(AG)
    used = {
        term.value
        for quad in document_quads(ARTICLE, SmallCatalogue())
        for term in (quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(own)
    }
    declared = {str(subject) for subject in ONTOLOGY.subjects(RDF.type, None)}
    assert len(used) > 30
    assert used <= declared


def test_the_turtle_is_the_graph_and_has_no_blank_nodes() -> None:
    read = Graph().parse(data=ontology_turtle(), format="turtle")
    assert isomorphic(read, ONTOLOGY)
    assert not any(isinstance(node, BNode) for node in read.all_nodes())
    assert len(list(ontology_quads(ox.DefaultGraph()))) == len(ONTOLOGY)


def test_the_shapes_list_the_vocabularies() -> None:
    shapes = Graph().parse(Path(graph.__path__[0]) / "shapes.ttl")
    for name, words in [
        ("status", vocabularies().status),
        ("modality", vocabularies().modality),
        ("terms", vocabularies().terms),
        ("type", vocabularies().restriction_type),
        ("about", vocabularies().disputes_about),
    ]:
        constrained = list(shapes.subjects(URIRef(f"{SH}path"), AG[name]))
        lists = [members for shape in constrained if (members := shapes.value(shape, URIRef(f"{SH}in"))) is not None]
        assert lists
        for members in lists:
            assert [str(word) for word in Collection(shapes, members)] == list(words)
