"""Documents, claims, entities and merged facts as RDF statements.

Statements are Oxigraph quads: the record writes thousands at a time, and rdflib reads them through `Record.dataset()`. All
nodes have IRIs made of content, so the same document always gives the same statements. What the statements mean is in
`graph.ontology`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import RDF, RDFS, SKOS

from data.entities import Entity, entity_key
from data.facts import Claim, Evidence, Extraction
from data.schema import fact_kinds
from graph.model import Fact
from graph.namespaces import (
    AG,
    DCTERMS,
    EDTF,
    OA,
    PROV,
    SDO,
    XSD,
    claim_iri,
    document_iri,
    entity_class_iri,
    entity_iri,
    fact_iri,
    kind_iri,
    passage_iri,
)
from graph.participants import Resolver, participant

Place = NamedNode | DefaultGraph

_TYPE: Final = NamedNode(RDF.type)
_LABEL: Final = NamedNode(RDFS.label)
_INTEGER: Final = NamedNode(XSD.integer)
_DECIMAL: Final = NamedNode(XSD.decimal)
_DATE: Final = NamedNode(XSD.date)
_EDTF: Final = NamedNode(EDTF)
_TEXT_SLOTS: Final = ("status", "modality", "restriction_type", "text", "place")


@cache
def _own(name: str) -> NamedNode:
    return NamedNode(AG[name])


@cache
def _oa(name: str) -> NamedNode:
    return NamedNode(OA[name])


_DOCUMENT_TYPES: Final = (NamedNode(SDO.NewsArticle), NamedNode(PROV.Entity))
_PRIMARY_SOURCE: Final = NamedNode(PROV.hadPrimarySource)
_HAS_TARGET: Final = _oa("hasTarget")
_RULE: Final = _own("rule")
_MENTIONS: Final = NamedNode(SDO.mentions)


def document_quads(extraction: Extraction, resolver: Resolver) -> Iterator[Quad]:
    """All statements of a document, in its named graph: metadata, claims, passages and the entities it names."""
    place = NamedNode(document_iri(extraction.document))
    for kind in _DOCUMENT_TYPES:
        yield Quad(place, _TYPE, kind, place)
    yield Quad(place, _own("document"), Literal(extraction.document), place)
    yield Quad(place, _own("sha256"), Literal(extraction.sha256), place)
    for term, value in (
        (DCTERMS.title, extraction.title),
        (DCTERMS.publisher, extraction.publisher),
        (SDO.url, extraction.url),
    ):
        if value is not None:
            yield Quad(place, NamedNode(term), Literal(value), place)
    if extraction.published is not None:
        yield Quad(
            place,
            NamedNode(SDO.datePublished),
            Literal(extraction.published, datatype=_DATE),
            place,
        )
    if extraction.text is not None:
        yield Quad(place, NamedNode(SDO.articleBody), Literal(extraction.text), place)
    named: dict[str, Entity] = {}
    for claim in extraction.claims:
        yield from claim_quads(extraction.document, claim, resolver, place, named)
    for passage in sorted(
        {passage for claim in extraction.claims for passage in claim.evidence},
        key=lambda p: (p.start, p.end),
    ):
        yield from _passage_quads(extraction.document, passage, place)
    for entity in (*named.values(), *mentioned(extraction, resolver)):
        if entity.id not in named or named[entity.id] is entity:
            yield from _name_quads(entity, place)
        named[entity.id] = entity
        yield Quad(place, _MENTIONS, NamedNode(entity_iri(entity.id)), place)


def mentioned(extraction: Extraction, resolver: Resolver) -> Iterator[Entity]:
    """The entities that the document names, in the order of its lists."""
    yield from map(resolver.party, extraction.mentions.states)
    yield from map(resolver.official, extraction.mentions.officials)
    for spellings in extraction.mentions.agencies:
        if spellings:
            yield resolver.agency(spellings[0])
    for spellings in extraction.mentions.weapons:
        if spellings:
            yield resolver.item(spellings[0])


def claim_quads(
    document: str,
    claim: Claim,
    resolver: Resolver,
    place: Place,
    named: dict[str, Entity],
) -> Iterator[Quad]:
    """Statements of one claim; the entities that it joins are added to `named`."""
    node = claim_iri(document, claim.id)
    subject = NamedNode(node)
    yield Quad(subject, _TYPE, NamedNode(kind_iri(claim.kind)), place)
    yield Quad(subject, _PRIMARY_SOURCE, NamedNode(document_iri(document)), place)
    yield Quad(subject, _RULE, Literal(claim.rule), place)
    yield from slot_quads(node, claim.kind, claim.slots, resolver, place, named)
    for passage in claim.evidence:
        yield Quad(
            subject,
            _HAS_TARGET,
            NamedNode(passage_iri(document, passage.start, passage.end)),
            place,
        )


def fact_quads(fact: Fact, resolver: Resolver, place: Place, named: dict[str, Entity]) -> Iterator[Quad]:
    """Statements of a merged fact, which derives from its claims; the entities that it joins are added to `named`."""
    node = fact_iri(fact.id)
    subject = NamedNode(node)
    yield Quad(subject, _TYPE, _own("Fact"), place)
    yield Quad(subject, _TYPE, NamedNode(kind_iri(fact.kind)), place)
    slots = {name: value for name, value in fact.slots.items() if name != "disputes"}
    yield from slot_quads(node, fact.kind, slots, resolver, place, named)
    for source in fact.sources:
        yield Quad(subject, _own("independentSource"), Literal(source), place)
    for slot in fact.disputed:
        yield Quad(subject, _own("disputed"), Literal(slot), place)
    for name, day in (
        ("firstReported", fact.first_reported),
        ("lastReported", fact.last_reported),
    ):
        if day is not None:
            yield Quad(subject, _own(name), Literal(day, datatype=_DATE), place)
    for sourced in fact.claims:
        claim = NamedNode(claim_iri(sourced.document, sourced.claim.id))
        yield Quad(subject, NamedNode(PROV.wasDerivedFrom), claim, place)
        if sourced.claim.id in fact.denials:
            yield Quad(subject, _own("deniedBy"), claim, place)


def entity_quads(entity: Entity, place: Place) -> Iterator[Quad]:
    """All that is known of an entity: type, names, category, family and state."""
    yield from _name_quads(entity, place)
    subject = NamedNode(entity_iri(entity.id))
    for alias in entity.aliases:
        yield Quad(subject, NamedNode(SKOS.altLabel), Literal(alias), place)
    if entity.category is not None and entity.kind != "category":
        yield Quad(
            subject,
            _own("category"),
            NamedNode(entity_iri(f"category/{entity.category}")),
            place,
        )
    if entity.family is not None and entity.family != entity.name:
        family = NamedNode(entity_iri(f"weapon/{entity_key(entity.family)}"))
        yield Quad(subject, _own("family"), family, place)
        yield Quad(subject, NamedNode(SKOS.broader), family, place)
    elif entity.kind == "weapon" and entity.category is not None:
        yield Quad(subject, NamedNode(SKOS.broader), NamedNode(entity_iri(f"category/{entity.category}")), place)
    if entity.state is not None:
        yield Quad(
            subject,
            _own("origin" if entity.kind == "weapon" else "state"),
            NamedNode(entity_iri(f"state/{entity.state}")),
            place,
        )
    if entity.subtype is not None:
        yield Quad(subject, _own("subtype"), Literal(entity.subtype), place)


def slot_quads(
    node: str,
    kind: str,
    slots: Mapping[str, Any],
    resolver: Resolver,
    place: Place,
    named: dict[str, Entity],
) -> Iterator[Quad]:
    """Statements of the slots of a claim or fact under the IRI `node`."""
    subject = NamedNode(node)
    for slot in fact_kinds()[kind].slots:
        words = slots.get(f"{slot.name}_text")
        if words is not None:
            yield Quad(subject, _own(f"{slot.name}_text"), Literal(str(words)), place)
        value = slots.get(slot.name)
        if value is None:
            continue
        term = _own(slot.name)
        if slot.type in _TEXT_SLOTS:
            yield Quad(subject, term, Literal(value), place)
        elif slot.type == "date":
            yield Quad(subject, term, Literal(value, datatype=_EDTF), place)
        elif slot.type == "terms":
            for entry in value:
                yield Quad(subject, term, Literal(entry), place)
        elif slot.type in ("quantity", "money"):
            yield from _amount_quads(subject, f"{node}.{slot.name}", slot.type, term, value, place)
        elif slot.type == "disputes":
            for number, dispute in enumerate(value, 1):
                yield from _dispute_quads(subject, f"{node}.dispute{number}", dispute, resolver, place, named)
        elif slot.type == "source":
            yield from _credit_quads(subject, value, resolver, place, named)
        else:
            for name in value if slot.type in ("parties", "participants") else (value,):
                entity = _lookup(slot.type, name, resolver)
                named.setdefault(entity.id, entity)
                yield Quad(subject, term, NamedNode(entity_iri(entity.id)), place)
            if slot.type == "item":
                # The words tell generic items apart ("tank", "light tank"), which share the entity of their category.
                yield Quad(subject, _own("item_name"), Literal(value), place)


def _lookup(slot_type: str, name: str, resolver: Resolver) -> Entity:
    match slot_type:
        case "party" | "parties":
            return resolver.party(name)
        case "participants":
            return participant(name, resolver)
        case "person":
            return resolver.official(name)
        case "agency":
            return resolver.agency(name)
        case _:
            return resolver.item(name)


def _name_quads(entity: Entity, place: Place) -> Iterator[Quad]:
    subject = NamedNode(entity_iri(entity.id))
    yield Quad(subject, _TYPE, NamedNode(entity_class_iri(entity.kind)), place)
    yield Quad(subject, _LABEL, Literal(entity.name), place)


def _passage_quads(document: str, passage: Evidence, place: Place) -> Iterator[Quad]:
    node = passage_iri(document, passage.start, passage.end)
    subject, position, quote = (
        NamedNode(node),
        NamedNode(f"{node};position"),
        NamedNode(f"{node};quote"),
    )
    yield Quad(subject, _TYPE, _oa("SpecificResource"), place)
    yield Quad(subject, _oa("hasSource"), NamedNode(document_iri(document)), place)
    yield Quad(subject, _oa("hasSelector"), position, place)
    yield Quad(subject, _oa("hasSelector"), quote, place)
    yield Quad(position, _TYPE, _oa("TextPositionSelector"), place)
    yield Quad(position, _oa("start"), _number(passage.start), place)
    yield Quad(position, _oa("end"), _number(passage.end), place)
    yield Quad(quote, _TYPE, _oa("TextQuoteSelector"), place)
    yield Quad(quote, _oa("exact"), Literal(passage.text), place)


def _amount_quads(
    subject: NamedNode,
    node: str,
    slot_type: str,
    term: NamedNode,
    value: Mapping[str, Any],
    place: Place,
) -> Iterator[Quad]:
    amount = NamedNode(node)
    yield Quad(subject, term, amount, place)
    yield Quad(
        amount,
        _TYPE,
        NamedNode(SDO.MonetaryAmount if slot_type == "money" else SDO.QuantitativeValue),
        place,
    )
    for end, name in (("min", SDO.minValue), ("max", SDO.maxValue)):
        if value.get(end) is not None:
            yield Quad(amount, NamedNode(name), _number(value[end]), place)
    if value.get("currency") is not None:
        yield Quad(amount, NamedNode(SDO.currency), Literal(value["currency"]), place)
    if value.get("approx"):
        yield Quad(amount, _own("approx"), Literal(True), place)


def _dispute_quads(
    subject: NamedNode,
    node: str,
    dispute: Mapping[str, Any],
    resolver: Resolver,
    place: Place,
    named: dict[str, Entity],
) -> Iterator[Quad]:
    quarrel = NamedNode(node)
    yield Quad(subject, _own("disputes"), quarrel, place)
    yield Quad(quarrel, _TYPE, _own("Dispute"), place)
    for name in ("about", "claim", "modality"):
        if isinstance(dispute.get(name), str):
            yield Quad(quarrel, _own(name), Literal(dispute[name]), place)
    if isinstance(dispute.get("attributed_to"), str):
        yield from _credit_quads(quarrel, dispute["attributed_to"], resolver, place, named)


def _credit_quads(
    subject: NamedNode,
    name: str,
    resolver: Resolver,
    place: Place,
    named: dict[str, Entity],
) -> Iterator[Quad]:
    yield Quad(subject, _own("attributed_name"), Literal(name), place)
    credited = resolver.source(name)
    if credited is not None:
        named.setdefault(credited.id, credited)
        yield Quad(subject, _own("attributed_to"), NamedNode(entity_iri(credited.id)), place)


def _number(value: float) -> Literal:
    whole = int(value)
    return Literal(str(whole), datatype=_INTEGER) if whole == value else Literal(f"{value:f}", datatype=_DECIMAL)
