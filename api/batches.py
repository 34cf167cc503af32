"""Reconciliation queries: what the rows of somebody's table ask, read from a batch, and the candidates for each."""

from collections.abc import Mapping
from typing import Any

from api.days import today
from api.errors import Problem
from api.extension import objects, property_of
from api.shaping import Record
from api.suggestions import class_name, described, description, kinds_of
from api.versions import View
from graph.candidates import RECONCILED, Candidate, Wanted, candidates
from graph.errors import ParameterError
from graph.properties import Type

BATCH = 50
"""Queries of a batch: OpenRefine sends 10."""
MOST_CANDIDATES, USUAL_CANDIDATES = 25, 10
MOST_GIVEN = 20
"""Properties of a query, and values of a property."""
MOST_STATED = 250
"""Values of properties in a batch: five for each of its rows. Each is looked up, which takes some milliseconds."""
STRICTNESS = ("any", "all", "should")


def batch(view: View, known: Mapping[str, Type], queries: object) -> Record:
    """Candidates for each query of a batch, under its name. Raises Problem 400 or 413, or ParameterError.

    A query that cannot be asked (a class or property that there is not, a bad limit, another shape) ends alone: its
    result is empty and `error` says why, which the specification leaves open. Where this is so of every query of the
    batch, as where somebody mistypes a property of the whole column, the batch is refused with the first reason: a
    client that does not know `error` would take the rows for unmatched, and shows a refusal in their cells instead.
    """
    if not isinstance(queries, dict):
        raise Problem(400, "queries: give an object that has a query, an object, under each name.")
    if len(queries) > BATCH:
        raise Problem(413, f"queries: there are {len(queries)}: send {BATCH} at a time.")
    read: dict[str, list[Wanted]] = {}
    refused: dict[str, Problem | ParameterError] = {}
    for name, query in queries.items():
        try:
            read[name] = wanted(query, known)
        except (Problem, ParameterError) as refusal:
            refused[name] = refusal
    if refused and not read:
        raise next(iter(refused.values()))
    stated = sum(len(values) for query in read.values() for _, values in query[0].evidence)
    if stated > MOST_STATED:
        raise Problem(
            413, f"queries: they state {stated:,} values of properties: {MOST_STATED} at a time are the most."
        )
    found: dict[str, Record] = {}
    for name in queries:
        if name in refused:
            found[name] = {"result": [], "error": str(refused[name])}
            continue
        best: list[Candidate] = []
        for one in read[name]:
            best = best or (candidates(view.search, view.store, one, today()) if one.kinds else [])
        found[name] = {"result": [told(candidate, known) for candidate in best]}
    return found


def wanted(query: object, known: Mapping[str, Type]) -> list[Wanted]:
    """What a query asks, and what to ask where nothing answers that (`type_strict: should` prefers a type only).

    Raises Problem 400 for another shape, ParameterError for a class or property that there is not, or a bad limit.
    """
    if not isinstance(query, dict):
        raise Problem(400, "queries: give an object that has a query, an object, under each name.")
    text, limit, strict = query.get("query") or "", query.get("limit"), query.get("type_strict") or "any"
    given = query.get("type") or []
    named = [one.get("id") if isinstance(one, dict) else one for one in (given if isinstance(given, list) else [given])]
    if not isinstance(text, str) or strict not in STRICTNESS or not all(isinstance(name, str) for name in named):
        raise Problem(
            400, "queries: `query` is text, `type` a class or a list of them, `type_strict` any, all or should."
        )
    if limit is None:
        limit = USUAL_CANDIDATES
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1 or limit % 1:
        raise ParameterError("limit", "limit: it is a whole number of candidates, 1 or more.")
    names = frozenset(class_name(known, str(name)) for name in named)
    kinds = kinds_of(known, names) if names else RECONCILED
    evidence = _evidence(query.get("properties") or [])
    most = int(min(limit, MOST_CANDIDATES))
    strictly = Wanted(text, kinds, names, strict == "all", evidence, most)
    return [strictly, Wanted(text, evidence=evidence, limit=most)] if names and strict == "should" else [strictly]


def _evidence(stated: object) -> Any:
    """Values by property. Raises Problem, and ParameterError for a property that there is not."""
    given = objects(stated, "pid", "queries: `properties` is a list of objects with `pid` and `v`.")
    if len(given) > MOST_GIVEN:
        raise Problem(413, f"queries: there are {len(given)} properties: give {MOST_GIVEN} at most.")
    found = []
    for one in given:
        property_, value = property_of("pid", one["pid"]), one.get("v")
        texts = [_text(part) for part in (value if isinstance(value, list) else [value])]
        if len(texts) > MOST_GIVEN:
            raise Problem(413, f"queries: {property_.id} has {len(texts)} values: give {MOST_GIVEN} at most.")
        if any(texts):
            found.append((property_, tuple(text for text in texts if text)))
    return tuple(found)


def _text(value: object) -> str:
    """A value of a property as text: an entity by its id; "" for what is none."""
    if isinstance(value, dict):
        value = value.get("id") or value.get("name")
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)[:300].strip() if isinstance(value, str | int | float) else ""


def told(candidate: Candidate, known: Mapping[str, Type]) -> Record:
    """A candidate as the protocol tells it, its classes the narrowest first."""
    mine = [known[name] for name in sorted(candidate.types) if name in known]
    above = {name for one in mine for name in one.broader}
    features: list[Record] = [
        {"id": "name", "value": round(candidate.name, 2)},
        {"id": "identifier", "value": candidate.identified},
        *({"id": name, "value": agrees} for name, agrees in candidate.agrees.items()),
    ]
    return {
        "id": candidate.id,
        "name": candidate.entry.label(),
        "description": description(candidate.entry),
        "type": [described(one) for one in sorted(mine, key=lambda one: one.id in above)],
        "score": candidate.score,
        "match": candidate.match,
        "features": features,
    }
