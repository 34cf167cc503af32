"""References to decisions and cases, made from their records: what is cited, by whom it was decided, and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from api.lists import fitting
from api.references import Reference
from api.resources import Resource, listed
from api.shaping import Record
from api.versions import View
from api.wording import amount

PARTS = ("identifiers", "complainants", "measures", "status")
"""Parts of a decision that its reference tells."""
NUMBERS = ("neutralCitation", "ecli", "reference")
"""Numbers of a decision, the most official first."""
REPORTS = ("Complaint", "ProvisionalAct")
"""Types that decide nothing: cited as reports, not as cases of law."""


def references(
    view: View, resources: Mapping[str, Resource], kind: str, found: Iterable[Record], day: str
) -> Iterator[Reference]:
    """References to decisions (with PARTS) or cases, in the order of the records; the status told is that on `day`."""
    authorities = resources["authorities"]
    names = _names(view, authorities, fitting(view, authorities), day) if kind == "decision" else {}
    return (_of(kind, record, names, day, view) for record in found)


def reference(view: View, resources: Mapping[str, Resource], kind: str, record: Record, day: str) -> Reference:
    """The reference to one decision (with PARTS) or case."""
    slugs = [record["authority"]["id"]] if kind == "decision" else []
    return _of(kind, record, _names(view, resources["authorities"], slugs, day), day, view)


def _names(view: View, authorities: Resource, slugs: Sequence[str], day: str) -> dict[str, str]:
    """Official names of authorities by IRI."""
    return {one["iri"]: official(one) for one in listed(view, authorities, slugs, day)}


def _of(kind: str, record: Record, names: Mapping[str, str], day: str, view: View) -> Reference:
    if kind == "case":
        return _case(record, view.version, view.snapshot.built.date().isoformat())
    return _decision(record, names, day, view.version)


def pinned(iri: str, version: str) -> str:
    """The address of what a snapshot says of a thing: what styles print, which leave out version and note."""
    return f"{iri}?version={version}"


def official(authority: Record) -> str:
    """The official name of an authority: in English if it has one, else in its first language; its label if none."""
    names = sorted(
        authority["names"], key=lambda name: (name.get("language") != "en", name.get("language", ""), name["value"])
    )
    return str(names[0]["value"] if names else authority["label"])


def _case(record: Record, version: str, built: str) -> Reference:
    """A case is a set of data: it is of the day on which its snapshot was built."""
    acts = "1 act" if record["decisions"] == 1 else f"{record['decisions']} acts"
    orders = "1 jurisdiction" if record["jurisdictions"] == 1 else f"{record['jurisdictions']} jurisdictions"
    return Reference(
        id=record["id"],
        type="dataset",
        title=record["label"],
        authors=("Comity",),
        url=pinned(record["iri"], version),
        issued=built,
        publisher="Comity",
        version=version,
        note=f"{acts} in {orders}; Comity, snapshot {version}.",
    )


def _decision(record: Record, names: Mapping[str, str], day: str, version: str) -> Reference:
    authority = names[record["authority"]["iri"]]
    filed = record["type"]["id"] == "Complaint"
    type_ = "report" if record["type"]["id"] in REPORTS else "legal_case"
    complainants = tuple(one["label"] for one in record["complainants"])
    notes = [*_citations(record), *_dating(record), *([f"Filed with {authority}."] if filed else _fines(record, day))]
    return Reference(
        id=record["id"],
        type=type_,
        title=record["label"],
        authors=complainants if filed and complainants else (authority,),
        authority=authority if type_ == "legal_case" else "",
        url=pinned(record["iri"], version),
        issued=_issued(record),
        number="; ".join(one["value"] for kind in NUMBERS for one in record["identifiers"] if one["kind"] == kind),
        version=version,
        note=" ".join([*notes, f"Comity, snapshot {version}."]),
    )


def _issued(record: Record) -> str:
    """The day, month or year of an act, of its filing, or else of its publication; "" where none is known."""
    return record["decided"] or record["filed"] or record["published"] or ""


def _citations(record: Record) -> Iterator[str]:
    for one in record["identifiers"]:
        if one["kind"] == "citation":
            yield f"Official citation: {one['value'].rstrip('.')}."


def _dating(record: Record) -> Iterator[str]:
    """What must be said where the date is not that of the act."""
    if record["decided"] or record["filed"]:
        return
    known = f" (by {record['known_by']} at the latest)" if record["known_by"] else ""
    yield f"Day of the act not known{known}{'; the date is that of publication' if record['published'] else ''}."


def _fines(record: Record, day: str) -> Iterator[str]:
    """The fines of an act, each with its status on `day` as recorded."""
    for fine in record["measures"]["fines"]:
        if "money" not in fine:
            continue
        words = f"Fine of {fine['money']['currency']} {amount(fine['money']['amount'])}"
        force = fine["status"]["force"]
        if force is None:
            yield f"{words}."
            continue
        words += f"; {force['label']} on {day}"
        if "alternatively" in force:
            words += f", or {force['alternatively']['label']} (the day is not certain)"
        standing = force.get("standing")
        if standing and standing["amount"] != fine["money"]["amount"]:
            words += f", standing at {standing['currency']} {amount(standing['amount'])}"
        yield f"{words} (sources reach {force['sources_reach']})."


def line(reference: Reference) -> str:
    """A reference in one line of text, as a page shows it."""
    parts = [*reference.authors, reference.title, reference.issued, reference.number]
    return f"{', '.join(part for part in parts if part)}. Comity, snapshot {reference.version}. {reference.url}"
