"""The ontology as Turtle: generated from the fact kinds, vocabularies and categories of the data room, so that it cannot drift from them.

Static here are only the alignments with PROV-O, ORG, SEM, schema.org, SKOS and Web Annotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

from data.entities import ENTITY_KINDS
from data.schema import Slot, categories, fact_kinds
from graph.namespaces import (
    AG,
    BASE,
    DCTERMS,
    EDTF,
    ORG,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SDO,
    SEM,
    SKOS,
    XSD,
    entity_class_iri,
    entity_iri,
    kind_iri,
)

ONTOLOGY: Final = URIRef(f"{BASE}ontology")

_KIND_PARENTS: Final = {
    "transfer": (SEM.Event, SDO.TransferAction),
    "financing": (SEM.Event, SDO.LoanOrCredit),
    "agreement": (SEM.Event,),
    "meeting": (SEM.Event, SDO.Event),
    "role": (ORG.Membership,),
    "restriction": (SEM.Event,),
    "training": (SEM.Event,),
    "possession": (SEM.Event,),
}
_ENTITY_PARENTS: Final = {
    "state": (SDO.Country, ORG.Organization),
    "official": (PROV.Person, SDO.Person),
    "agency": (ORG.FormalOrganization, SDO.Organization),
    "weapon": (SKOS.Concept, SDO.ProductModel),
    "category": (SKOS.Concept,),
    "group": (ORG.Organization, SDO.Organization),
}
_ENTITY_HELP: Final = {
    "state": "A state, by its ISO 3166-1 alpha-3 key; former states and Kosovo included.",
    "official": "A person who holds or held public office or command.",
    "agency": "A ministry, armed service, state exporter, parliament or company.",
    "weapon": "A weapon system; models roll up to their family and category by skos:broader.",
    "category": "A category of weapons.",
    "group": "A non-state or intergovernmental body.",
}
_SLOT_PARENTS: Final = {
    "attributed_to": (PROV.wasAttributedTo, SEM.accordingTo),
    "supplier": (SEM.hasActor, SDO.agent),
    "recipient": (SEM.hasActor, SDO.recipient),
    "lender": (SEM.hasActor, SDO.provider),
    "borrower": (SEM.hasActor, SDO.borrower),
    "provider": (SEM.hasActor, SDO.provider),
    "imposer": (SEM.hasActor,),
    "target": (SEM.hasActor,),
    "holder": (SEM.hasActor,),
    "parties": (SEM.hasActor,),
    "participants": (SEM.hasActor,),
    "supplier_agency": (SEM.hasActor,),
    "recipient_agency": (SEM.hasActor,),
    "person": (ORG.member,),
    "of": (ORG.organization,),
    "date": (SEM.hasTimeStamp,),
    "ordered": (SEM.hasTimeStamp,),
    "delivered": (SEM.hasTimeStamp,),
    "place": (SDO.location,),
    "amount": (SDO.amount,),
}
# Ranges of object properties by slot type; other types hold literals.
_OBJECTS: Final = {
    "party": ORG.Organization,
    "parties": ORG.Organization,
    "participants": PROV.Agent,
    "person": AG.Official,
    "agency": AG.Agency,
    "source": PROV.Agent,
    "item": SKOS.Concept,
    "quantity": SDO.QuantitativeValue,
    "money": SDO.MonetaryAmount,
    "disputes": AG.Dispute,
}
_OTHER_PROPERTIES: Final = (
    # name, object property, label, comment
    ("item_name", False, "item name", "The item as the claim calls it; generic items share the entity of their category."),
    ("attributed_name", False, "attributed name", "The name that the text credits, also where it is no entity (outlets, unnamed sources)."),
    ("rule", False, "rule", "The extraction rule that found the claim, or `loaded`."),
    ("about", False, "about", "What a quarrel over a deal is about: payment, quality, price or delivery."),
    ("claim", False, "claim", "What a party to a quarrel says, in a few words."),
    ("approx", False, "approximate", "True where the text gives about this amount."),
    ("document", False, "document", "The document's name in the store."),
    ("sha256", False, "SHA-256", "Hex digest of the document's body in UTF-8."),
    ("line", False, "line", "The document as one line of the wire format (`armsgraph extract`), without its body."),
    ("digest", False, "digest", "Hex digest of line and body: what tells a changed document from an unchanged one."),
    ("claimCount", False, "claim count", "The number of claims of a document."),
    ("independentSource", False, "independent source", "A publisher that tells of a fact on its own; copies of one story count once."),
    ("disputed", False, "disputed", "A slot on which the claims of a fact disagree."),
    ("firstReported", False, "first reported", "The day of the first report of a fact."),
    ("lastReported", False, "last reported", "The day of the latest report of a fact."),
    ("deniedBy", True, "denied by", "A claim that denies a fact."),
    ("category", True, "category", "The category of a weapon."),
    ("family", True, "family", "The family that a weapon model belongs to."),
    ("origin", True, "origin", "The state that a weapon comes from by design."),
    ("state", True, "state", "The state that an agency, official or group belongs to."),
    ("subtype", False, "subtype", "What sort of agency or group it is."),
    ("unroca", False, "UNROCA category", "The category of the UN Register of Conventional Arms."),
    ("sipri", False, "SIPRI category", "The armament category of the SIPRI Arms Transfers Database."),
)


def ontology_graph() -> Graph:
    """The ontology: classes of facts and entities, a property per slot, the categories as a concept scheme."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.add((ONTOLOGY, RDF.type, OWL.Ontology))
    graph.add((ONTOLOGY, DCTERMS.title, Literal("armsgraph: claims and facts about the arms trade", lang="en")))
    _add_class(graph, AG.Claim, "claim", "One fact as one document states it; lives in the named graph of its document.", (PROV.Entity,))
    _add_class(
        graph, AG.Fact, "fact", "What claims about the same thing in the world add up to; prov:wasDerivedFrom its claims.", (PROV.Entity,)
    )
    _add_class(graph, AG.Dispute, "dispute", "A quarrel over a deal, or its denial.", (SEM.Event,))
    for kind in fact_kinds().values():
        _add_class(
            graph, URIRef(kind_iri(kind.name)), kind.label, " ".join(kind.description.split()), (AG.Claim, *_KIND_PARENTS[kind.name])
        )
    for name in ENTITY_KINDS:
        _add_class(graph, URIRef(entity_class_iri(name)), name, _ENTITY_HELP[name], _ENTITY_PARENTS[name])
    for name, uses in _slot_uses().items():
        _add_slot(graph, name, uses)
    for name, is_object, label, comment in _OTHER_PROPERTIES:
        _add_property(graph, AG[name], is_object, label, comment)
    _add_categories(graph)
    return graph


@cache
def ontology_turtle() -> str:
    """The ontology as Turtle text; the same bytes every time."""
    return ontology_graph().serialize(format="longturtle")


def ontology_quads(place: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    """The ontology's statements, in the graph `place`."""
    for quad in ox.parse(ontology_turtle(), format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, place)


def _slot_uses() -> dict[str, list[tuple[str, Slot]]]:
    uses: dict[str, list[tuple[str, Slot]]] = {}
    for kind in fact_kinds().values():
        for slot in kind.slots:
            uses.setdefault(slot.name, []).append((kind.name, slot))
    return uses


def _add_class(graph: Graph, node: URIRef, label: str, comment: str, parents: tuple[URIRef, ...]) -> None:
    graph.add((node, RDF.type, OWL.Class))
    graph.add((node, RDFS.label, Literal(label, lang="en")))
    graph.add((node, RDFS.comment, Literal(comment, lang="en")))
    graph.add((node, RDFS.isDefinedBy, ONTOLOGY))
    for parent in parents:
        graph.add((node, RDFS.subClassOf, parent))


def _add_property(graph: Graph, node: URIRef, is_object: bool, label: str, comment: str) -> None:
    graph.add((node, RDF.type, OWL.ObjectProperty if is_object else OWL.DatatypeProperty))
    graph.add((node, RDFS.label, Literal(label, lang="en")))
    graph.add((node, RDFS.comment, Literal(comment, lang="en")))
    graph.add((node, RDFS.isDefinedBy, ONTOLOGY))


def _add_slot(graph: Graph, name: str, uses: list[tuple[str, Slot]]) -> None:
    node, slot_type = AG[name], uses[0][1].type
    helps = dict.fromkeys(slot.help for _, slot in uses)
    _add_property(graph, node, slot_type in _OBJECTS, name.replace("_", " "), "; ".join(helps))
    for parent in _SLOT_PARENTS.get(name, ()):
        graph.add((node, RDFS.subPropertyOf, parent))
    if slot_type in _OBJECTS:
        graph.add((node, RDFS.range, _OBJECTS[slot_type]))
    elif slot_type == "date":
        graph.add((node, RDFS.range, URIRef(EDTF)))
    else:
        graph.add((node, RDFS.range, XSD.string))
    # No owl:unionOf: its blank nodes would be other nodes at every reading.
    for kind, _ in uses:
        graph.add((node, SDO.domainIncludes, URIRef(kind_iri(kind))))
    if slot_type not in ("quantity", "money", "date", "disputes", "modality", "status", "terms", "restriction_type"):
        _add_property(graph, AG[f"{name}_text"], False, f"{name.replace('_', ' ')} (words)", f"The words of the text for `{name}`.")


def _add_categories(graph: Graph) -> None:
    scheme = AG.categories
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, RDFS.label, Literal("weapon categories", lang="en")))
    for category in categories().values():
        node = URIRef(entity_iri(f"category/{category.code}"))
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, RDF.type, AG.Category))
        graph.add((node, SKOS.inScheme, scheme))
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((node, SKOS.prefLabel, Literal(category.label, lang="en")))
        graph.add((node, SKOS.notation, Literal(category.code)))
        for name, value in (("sipri", category.sipri), ("unroca", category.unroca)):
            if value is not None:
                graph.add((node, AG[name], Literal(value)))
