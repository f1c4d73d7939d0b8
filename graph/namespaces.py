"""The only place where IRIs are made.

Own names are URNs: they claim no web address, and stay the same wherever a store is copied to.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD, Namespace
from rdflib.namespace import ORG

from data.entities import ENTITY_KINDS

__all__ = [
    "AG",
    "DCTERMS",
    "EDTF",
    "ENTITY",
    "OA",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SEM",
    "SKOS",
    "XSD",
]

BASE: Final = "urn:armsgraph:"
# Terms of the ontology; local names of properties are the slot names of the wire format.
AG: Final = Namespace(f"{BASE}ontology#")
ENTITY: Final = Namespace(f"{BASE}entity:")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
SEM: Final = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
# Datatype of dates that are EDTF rather than xsd:date.
EDTF: Final = "http://id.loc.gov/datatypes/edtf"
# Named graph of what the lexicons know of weapons, states and categories; it belongs to no document.
REFERENCE_GRAPH: Final = f"{BASE}reference"
_DOCUMENT: Final = f"{BASE}document:"

# For serialisations and for queries, which may use them undeclared.
PREFIXES: Final = {
    "ag": str(AG),
    # A prefix for each kind of entity, so that a query can say state:RUS and weapon:bm-30-smerch.
    **{kind: f"{ENTITY}{kind}/" for kind in ENTITY_KINDS},
    "dcterms": str(DCTERMS),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sdo": str(SDO),
    "sem": str(SEM),
    "skos": str(SKOS),
    "xsd": str(XSD),
}


def entity_iri(entity: str) -> str:
    """IRI of an entity id such as `state/RUS`."""
    return f"{ENTITY}{entity}"


def document_iri(document: str) -> str:
    """IRI of a document and of its named graph; every document id, with whatever characters, has its own."""
    return _DOCUMENT + quote(document, safe="")


def document_of(iri: str) -> str | None:
    """The document id that an IRI stands for, None if it stands for something else."""
    return unquote(iri[len(_DOCUMENT) :]) if iri.startswith(_DOCUMENT) and "#" not in iri else None


def claim_iri(document: str, claim: str) -> str:
    """IRI of a claim: below its document, since two copies of one text make claims of the same id."""
    return f"{document_iri(document)}#{claim}"


def passage_iri(document: str, start: int, end: int) -> str:
    """IRI of a passage of a document, after RFC 5147 (character positions of a plain text)."""
    return f"{document_iri(document)}#char={start},{end}"


def fact_iri(fact: str) -> str:
    """IRI of a merged fact."""
    return f"{BASE}fact:{fact}"


def kind_iri(kind: str) -> str:
    """Class of a fact kind: `transfer` is `ag:Transfer`."""
    return str(AG[kind.capitalize()])


def entity_class_iri(kind: str) -> str:
    """Class of an entity kind: `state` is `ag:State`."""
    return str(AG[kind.capitalize()])
