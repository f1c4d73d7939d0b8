"""Claims with their evidence, and the wire format in which they leave this room.

A claim is one fact as one document states it. Its `slots` hold only plain JSON values under the names of
`data.schema`; a slot `X` that holds a canonical name may have a sibling `X_text` with the words of the text.
Claims are values: their `id` is a content hash, two runs over the same bytes give the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from data.documents import Dispatch
from data.errors import WireFormatError
from data.schema import fact_kinds, vocabularies

ENTITY_GROUPS: Final = ("states", "officials", "agencies", "weapons")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the body that supports a claim: `body[start:end] == text`, in characters."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """Wire form."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as one document states it; absent slots are left out of `slots`, never None."""

    id: str
    kind: str
    slots: Mapping[str, Any]
    rule: str
    evidence: tuple[Evidence, ...]

    def to_json(self) -> dict[str, Any]:
        """Wire form: every slot of the kind in schema order, null where the text does not say."""
        row: dict[str, Any] = {"id": self.id, "kind": self.kind}
        for slot in fact_kinds()[self.kind].slots:
            row[slot.name] = self.slots.get(slot.name)
            words = self.slots.get(f"{slot.name}_text")
            if words is not None:
                row[f"{slot.name}_text"] = words
        row["rule"] = self.rule
        row["evidence"] = [passage.to_json() for passage in self.evidence]
        return row


@dataclass(frozen=True, slots=True)
class Mentions:
    """The entities that a document names, whether or not a fact uses them.

    `states` are ISO alpha-3 keys, `officials` full names; `agencies` and `weapons` are lists of spellings, canonical first.
    """

    states: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    agencies: tuple[tuple[str, ...], ...] = ()
    weapons: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Wire form."""
        return {
            "states": list(self.states),
            "officials": list(self.officials),
            "agencies": [list(names) for names in self.agencies],
            "weapons": [list(names) for names in self.weapons],
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document told: its metadata, claims and mentions; `text` only where the body travels along."""

    document: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    claims: tuple[Claim, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    text: str | None = None

    @classmethod
    def of(cls, dispatch: Dispatch, claims: Sequence[Claim], mentions: Mentions) -> Extraction:
        """The extraction of a dispatch, body included."""
        return cls(
            document=dispatch.document,
            sha256=dispatch.sha256,
            title=dispatch.title,
            publisher=dispatch.publisher,
            published=dispatch.published,
            url=dispatch.url,
            claims=tuple(claims),
            mentions=mentions,
            text=dispatch.text,
        )

    def to_json(self, *, with_text: bool = False) -> dict[str, Any]:
        """The object that `armsgraph extract` prints as one line."""
        row: dict[str, Any] = {
            "document": self.document,
            "title": self.title,
            "publisher": self.publisher,
            "published": self.published,
            "url": self.url,
            "sha256": self.sha256,
            "facts": [claim.to_json() for claim in self.claims],
            "entities": self.mentions.to_json(),
        }
        if with_text:
            row["text"] = self.text
        return row


def make_claim(kind: str, slots: Mapping[str, Any], rule: str, evidence: Sequence[Evidence], sha256: str) -> Claim:
    """A claim whose id hashes the document's body, kind, slots and evidence offsets."""
    present = {name: value for name, value in slots.items() if value is not None and value != []}
    content = [sha256, kind, present, [[passage.start, passage.end] for passage in evidence]]
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Claim(digest[:20], kind, present, rule, tuple(evidence))


def to_line(extraction: Extraction, *, with_text: bool = False) -> bytes:
    """One line of the wire format, without its newline."""
    return orjson.dumps(extraction.to_json(with_text=with_text))


def from_line(line: bytes | str, where: str) -> Extraction:
    """The extraction that a line of the wire format holds; WireFormatError names `where` and what is wrong."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise WireFormatError(where, f"not a JSON object: {error}") from error
    return from_json(row, where)


def from_json(row: Any, where: str) -> Extraction:
    """Checks and takes in one object of the wire format."""
    if not isinstance(row, dict):
        raise WireFormatError(where, "a JSON object with document, sha256 and facts is expected")
    for key in ("document", "sha256"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise WireFormatError(where, f"{key}: a non-empty text is expected")
    for key in ("title", "publisher", "published", "url", "text"):
        if not isinstance(row.get(key), str | None):
            raise WireFormatError(where, f"{key}: a text or null is expected")
    text = row.get("text")
    if text is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["sha256"]:
        raise WireFormatError(where, "sha256 is not that of text")
    facts = row.get("facts", [])
    if not isinstance(facts, list):
        raise WireFormatError(where, "facts: a list is expected")
    claims = tuple(_claim_from_json(fact, row["sha256"], f"{where}: facts[{i}]", text) for i, fact in enumerate(facts))
    return Extraction(
        document=row["document"],
        sha256=row["sha256"],
        title=row.get("title"),
        publisher=row.get("publisher"),
        published=row.get("published"),
        url=row.get("url"),
        claims=claims,
        mentions=_mentions_from_json(row.get("entities") or {}, where),
        text=text,
    )


def _claim_from_json(fact: Any, sha256: str, where: str, text: str | None) -> Claim:
    if not isinstance(fact, dict) or fact.get("kind") not in fact_kinds():
        raise WireFormatError(where, f"kind must be one of {', '.join(fact_kinds())}")
    kind = fact_kinds()[fact["kind"]]
    slots = {}
    for name, value in fact.items():
        if name in ("id", "kind", "rule", "evidence") or value is None:
            continue
        slot = kind.slot(name) or kind.slot(name.removesuffix("_text"))
        if slot is None:
            raise WireFormatError(where, f"{kind.name} has no slot {name!r}")
        if name == slot.name:
            _check_value(slot.type, value, f"{where}: {name}")
        slots[name] = value
    for slot in kind.slots:
        if slot.required and not slots.get(slot.name):
            raise WireFormatError(where, f"{kind.name} needs {slot.name}")
    evidence = _evidence_from_json(fact.get("evidence"), where, text)
    return make_claim(kind.name, slots, str(fact.get("rule") or "loaded"), evidence, sha256)


def _evidence_from_json(value: Any, where: str, text: str | None) -> tuple[Evidence, ...]:
    if not isinstance(value, list) or not value:
        raise WireFormatError(where, "evidence: a non-empty list of {start, end, text} is expected")
    found = []
    for item in value:
        try:
            passage = Evidence(int(item["start"]), int(item["end"]), str(item["text"]))
        except (TypeError, KeyError, ValueError) as error:
            raise WireFormatError(where, f"evidence: {item!r} is no {{start, end, text}}") from error
        if not 0 <= passage.start < passage.end or passage.end - passage.start != len(passage.text):
            raise WireFormatError(where, f"evidence: offsets {passage.start}-{passage.end} do not fit the quoted text")
        if text is not None and text[passage.start : passage.end] != passage.text:
            raise WireFormatError(where, f"evidence: the text at {passage.start}-{passage.end} is not the quoted one")
        found.append(passage)
    return tuple(found)


def _check_value(slot_type: str, value: Any, where: str) -> None:
    closed = {"status": vocabularies().status, "modality": vocabularies().modality, "restriction_type": vocabularies().restriction_type}
    if slot_type in closed and value not in closed[slot_type]:
        raise WireFormatError(where, f"{value!r} is not one of {', '.join(closed[slot_type])}")
    if slot_type == "terms" and not (isinstance(value, list) and set(value) <= set(vocabularies().terms)):
        raise WireFormatError(where, f"{value!r} is not a list out of {', '.join(vocabularies().terms)}")
    if slot_type in ("parties", "participants") and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        raise WireFormatError(where, "a list of names is expected")
    if slot_type in ("quantity", "money"):
        if not isinstance(value, dict) or not all(isinstance(value.get(end), int | float | None) for end in ("min", "max")):
            raise WireFormatError(where, "an object with min and max (numbers or null) is expected")
        if slot_type == "money" and not isinstance(value.get("currency"), str):
            raise WireFormatError(where, "currency: an ISO 4217 code is expected")
    if slot_type in ("party", "person", "agency", "source", "item", "date", "place", "text") and not isinstance(value, str):
        raise WireFormatError(where, f"a text is expected, not {value!r}")


def _mentions_from_json(value: Any, where: str) -> Mentions:
    if not isinstance(value, dict) or not set(value) <= set(ENTITY_GROUPS):
        raise WireFormatError(where, f"entities: an object with {', '.join(ENTITY_GROUPS)} is expected")
    try:
        return Mentions(
            states=tuple(map(str, value.get("states", []))),
            officials=tuple(map(str, value.get("officials", []))),
            agencies=tuple(tuple(map(str, names)) for names in value.get("agencies", [])),
            weapons=tuple(tuple(map(str, names)) for names in value.get("weapons", [])),
        )
    except TypeError as error:
        raise WireFormatError(where, f"entities: {error}") from error
