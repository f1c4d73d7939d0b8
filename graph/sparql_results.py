"""SPARQL answers as bytes: rows as JSON, XML, CSV or TSV, graphs as Turtle or N-Triples, as the W3C's formats say.

Rows are written here and not by Oxigraph, because an answer is cut at its row limit and Oxigraph can only write it whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyoxigraph as ox

ROW_FORMATS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPH_FORMATS: Final = {"ttl": "text/turtle; charset=utf-8", "nt": "application/n-triples"}
_SRX: Final = "http://www.w3.org/2005/sparql-results#"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"

Row = Sequence[Any]


def write_rows(form: str, variables: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Rows of terms (None where unbound) in one of ROW_FORMATS."""
    match form:
        case "json":
            bindings = [{name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None} for row in rows]
            return orjson.dumps({"head": {"vars": list(variables)}, "results": {"bindings": bindings}})
        case "xml":
            return _xml_rows(variables, rows)
        case "csv":
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(variables)
            writer.writerows([_csv_term(term) for term in row] for row in rows)
            return text.getvalue().encode("utf-8", "replace")
        case _:
            lines = ["\t".join(f"?{name}" for name in variables)]
            lines += ["\t".join("" if term is None else _tsv_term(term) for term in row) for row in rows]
            return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def write_boolean(form: str, value: bool) -> bytes:
    """The answer of an ASK query; CSV and TSV have no form of their own for it and give the bare word."""
    word = "true" if value else "false"
    match form:
        case "json":
            return orjson.dumps({"head": {}, "boolean": value})
        case "xml":
            return f'<?xml version="1.0"?>\n<sparql xmlns="{_SRX}"><head/><boolean>{word}</boolean></sparql>\n'.encode()
        case _:
            return f"{word}\n".encode()


def write_graph(form: str, triples: Sequence[ox.Triple]) -> bytes:
    """Triples in one of GRAPH_FORMATS."""
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE if form == "ttl" else ox.RdfFormat.N_TRIPLES)
    return written or b""


def _json_term(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "literal", "value": str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language is not None:
        found["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml_rows(variables: Sequence[str], rows: Sequence[Row]) -> bytes:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    parts = [f'<?xml version="1.0"?>\n<sparql xmlns="{_SRX}"><head>{head}</head><results>']
    for row in rows:
        bound = "".join(
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(variables, row, strict=True)
            if term is not None
        )
        parts.append(f"\n<result>{bound}</result>")
    parts.append("\n</results></sparql>\n")
    return "".join(parts).encode("utf-8", "replace")


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if not isinstance(term, ox.Literal):
        return f"<literal>{_xml_text(str(term))}</literal>"
    if term.language is not None:
        return f"<literal xml:lang={quoteattr(term.language)}>{_xml_text(term.value)}</literal>"
    kind = "" if term.datatype.value == _STRING else f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    # Characters that XML 1.0 cannot hold at all are shown as the replacement character.
    legal = "".join(letter if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff") else "\ufffd" for letter in text)
    return escape(legal)


def _csv_term(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _tsv_term(term: Any) -> str:
    # N-Triples escape line breaks; a tab may stand in a literal as it is, and would split the row.
    return str(term).replace("\t", "\\t")
