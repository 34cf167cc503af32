"""Records as JSON-LD: the JSON of the API with a context, in the terms of the ontology."""

import itertools
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from api.shaping import Record
from graph.literals import stored
from graph.namespaces import BASE, CONCEPT, ID, PREFIXES, ROOT

CONTEXT = ROOT / "ontology" / "context.jsonld"
RANGES = ("amount_from", "amount_up_to", "ceiling", "rate")
"""Sums that the JSON gives as money and the ontology as an amount beside the currency."""
PARTIAL = {4: "xsd:gYear", 7: "xsd:gYearMonth"}
"""Types of a date by its length, where it is less than a day."""
RENAMED = {
    "jurisdiction": {"names": "labels"},
    "source": {"kind": "source_kind"},
    "instrument": {"provisions": "counted", "names": "other_names"},
}
"""Names that mean something else in records of a kind of thing."""


@cache
def context() -> Record:
    """The context: what each name in a record means."""
    found: Record = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    return found


@cache
def types() -> Mapping[str, str]:
    """Types of literals, such as `xsd:date`, by the names whose values have one."""
    terms = ((name, term.get("@type", "")) for name, term in context().items() if isinstance(term, dict))
    return {name: type_ for name, type_ in terms if type_.startswith("xsd:")}


def linked(record: Record) -> Record:
    """A record as a node of JSON-LD with that context.

    Partial dates get their type, money its own properties. Literals are the very ones of the graph, so that who
    merges such a record with a dump holds no sum twice. What the graph does not state of a thing as such (its status
    on a day, how many acts it has) has no term in the context and falls away.
    """
    made: Record = {}
    names, typed = _names(record), types()
    for name, value in record.items():
        if name == "money":
            made |= _money(value)
        elif name in RANGES and isinstance(value, dict):
            made |= {name: _literal(value["amount"], typed[name]), "currency": value["currency"]}
        elif name in typed and isinstance(value, str):
            made[name] = _literal(value, typed[name])
        elif name == "fines" and isinstance(value, dict):
            continue  # How many there are and their sum, which the graph does not state.
        elif name == "addressees":
            made[name] = [linked(one) for one in value if not one["iri"].startswith(CONCEPT)]
            made["addressee_kinds"] = [linked(one) for one in value if one["iri"].startswith(CONCEPT)]
        elif value is not None:
            made[names.get(name, name)] = _nested(value)
    return made


def _names(record: Record) -> dict[str, str]:
    """Names to be changed in a record: an act that is filed is not issued."""
    type_ = record.get("type")
    if isinstance(type_, dict) and type_["id"] == "Complaint":
        return {"authority": "filed_with"}
    return RENAMED.get(str(record.get("iri", "")).removeprefix(ID).partition("/")[0], {})


def _nested(value: Any) -> Any:
    if isinstance(value, list):
        return [_nested(one) for one in value]
    return linked(value) if isinstance(value, dict) else value


def _money(money: Record) -> Record:
    """Money as properties of the measure."""
    euro = money.get("in_euro")
    made: Record = {"amount": money["amount"], "currency": money["currency"]}
    if euro:
        made |= {"amount_in_euro": euro["amount"], "exchange_rate": euro["rate"], "exchange_rate_rule": euro["rule"]}
        if euro["rate_date"]:
            made["exchange_rate_date"] = euro["rate_date"]
    return linked(made)


def _literal(value: str, type_: str) -> str | Record:
    """A value of a type of the context, in the form in which the graph has it; with its type where that is another.

    The JSON of the API gives sums with two decimals; a deadline may be a day.
    """
    own = type_
    if type_ == "xsd:date":
        own = PARTIAL.get(len(value), type_)
    elif type_ == "xsd:duration" and not value.startswith("P"):
        own = "xsd:date"
    text = stored(Literal(value, datatype=NamedNode(PREFIXES["xsd"] + own.removeprefix("xsd:")))).value
    return text if own == type_ else {"@value": text, "@type": own}


def document(found: Iterable[Record], address: str, version: str, licence: str) -> bytes:
    """Records as a JSON-LD document that stands alone: with its context, the address it came from, and its version."""
    about = {"iri": BASE + address.lstrip("/"), "dcterms:identifier": version, "dcterms:license": {"iri": licence}}
    nodes = map(_text, itertools.chain([about], map(linked, found)))  # One by one: text takes a tenth of the objects.
    return b'{"@context":%b,"data":[%b]}' % (_text(context()), b",".join(nodes))


def _text(node: Record) -> bytes:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).encode()
