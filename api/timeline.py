"""Timelines of a case or a company: dated events in lanes, with partial dates kept as they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from api.acts import EFFECTS, dated, taken
from api.cells import CAUSES, all_measures, named, parts
from api.chronology import bounded, order, place
from api.contract import COMMON, Operation, Operations, Route
from api.given import single
from api.lists import fitting
from api.parameters import choice, thing_slug
from api.resources import Resource, completed, item, listed
from api.responses import Content, encoded
from api.schemas import answer, ref
from api.shaping import Record
from api.spans import precision
from api.state import state_of
from api.support import Support
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import thing

LANES = ("jurisdiction", "act")
WORDS = {"lanes": f"What a lane stands for: {' or '.join(LANES)}."}
PARTS = ("history", "affects", "measures", "findings", "sources")


def _event(act: Record, kind: str, date: str | None, words: str, sources: list[str], **more: object) -> Record:
    told = {"date": date, "precision": precision(date)} if date is not None else {"date": None, "precision": None}
    return {**told, "kind": kind, "words": words, "decision": named(act), **more, "sources": sources}


def _latest(act: Record) -> Record:
    """What an event tells that an act brought about of which no source gives the day: it had happened by its date.

    `earliest` is the day before which it cannot have, if that is known.
    """
    if act["decided"] or act["filed"]:
        return {}
    since = act["not_before"] or act["started"] or act["conduct_from"]
    return {"at_the_latest": True, **({"earliest": since} if since else {})}


def _since(row: Record) -> Record:
    """The same of a change of status; where only the month or year is known, it happened in that, after `earliest`."""
    since = row.get("earliest")
    if since is None:
        return {}
    return {"earliest": since} if since.startswith(row["from"]) else {"at_the_latest": True, "earliest": since}


def _own(act: Record, support: Support) -> Iterable[Record]:
    """Events of an act itself: its beginning, its adoption or filing, its publication."""
    appeal = [row for row in act["affects"] if row["relation"]["id"] == "appealFrom"]
    if act["started"]:
        kind, words = ("appeal-brought", "Challenge brought") if appeal else ("started", "Proceeding began")
        about = {"about": [named(row) for row in appeal]} if appeal else {}
        yield _event(act, kind, act["started"], words, support.of(act["id"], ("started",)), **about)
    for name, kind, words in (
        ("filed", "complaint", "Filed"),
        ("decided", "decided", "Decided"),
        ("published", "published", "Published"),
    ):
        if act[name]:
            yield _event(act, kind, act[name], words, support.of(act["id"], (name,)))
    if act["known_by"] and not act["decided"] and not act["filed"]:
        words = "Adopted by then; the day is not known"
        yield _event(act, "known-by", act["known_by"], words, support.of(act["id"], ("knownBy",)), **_latest(act))


def _effects(act: Record, support: Support) -> Iterable[Record]:
    for row in act["affects"]:
        name = row["relation"]["id"]
        if name in EFFECTS:
            sources = support.of(act["id"], (name,))
            told = {"about": [named(row)], "relation": name, "derived": row["derived"], **_latest(act)}
            yield _event(act, "effect", dated(act), f"{name.capitalize()} {row['label']}", sources, **told)


def _changes(act: Record, support: Support) -> Iterable[Record]:
    """Changes of status: of the act on every axis, of its measures where they differ from it or are on execution.

    Of a part of the act the words say which: that one order was annulled is not that the act was.
    """
    its = {act["iri"]: named(act), **parts(act)}
    whole = {(row["status"]["id"], row["from"]) for row in act["history"] if "#" not in row["thing"]["iri"]}
    for row in act["history"]:
        state, axis, part = row["status"], row["axis"]["id"], "#" in row["thing"]["iri"]
        cause = row.get("caused_by")
        if state["id"] == "unknown" or (state["id"] == "in-force" and cause is None):
            continue
        if part and axis != "execution" and (state["id"], row["from"]) in whole:
            continue
        properties = ("statusReport",) if cause is None else CAUSES
        by = act["id"] if cause is None else cause["id"].partition("#")[0]
        kind = "payment" if axis == "execution" else "status"
        of = its.get(row["thing"]["iri"], named(row["thing"]))
        words = state["label"].capitalize() + (f": {of['label']}" if part and "label" in of else "")
        told = {"about": [of], "axis": axis, "status": named(state)}
        told |= {"caused_by": named(cause)} if cause is not None else {}
        told |= _since(row)
        yield _event(act, kind, row["from"], words, support.of(by, properties), **told)


def _terms(act: Record, support: Support) -> Iterable[Record]:
    """Liquidations, and deadlines: a day is an event, a period stays one, for it runs from a day not recorded."""
    for measure in act["measures"]["liquidations"]:
        sources = support.of(act["id"], ("liquidates", "amount"))
        told = {"about": [named(measure)], "money": measure.get("money"), **_latest(act)}
        yield _event(act, "liquidation", dated(act), measure["label"], sources, **told)
    for measure in all_measures(act):
        for name in ("deadline", "grace"):
            if name in measure:
                value, sources = measure[name], support.of(act["id"], (name,))
                period = value.startswith("P")
                told = {"about": [named(measure)], **({"period": value, "after": dated(act)} if period else {})}
                yield _event(act, "deadline", None if period else value, measure["label"], sources, **told)


def timeline(view: View, resource: Resource, found: Sequence[Record], lanes: str, as_of: str) -> Record:
    """Events of acts up to the day `as_of`, oldest first, in lanes; deadlines set by then may lie ahead of it.

    `undated` has deadlines that are periods. `sources` of an event name evidence in `sources` of the answer.
    """
    completed(view, resource, found, as_of, PARTS)
    support = Support(found)
    acts = [act for act in found if taken(act, as_of) or (act["started"] or "9999") <= as_of]
    acts.sort(key=dated)
    known = {act["id"]: act for act in acts}
    timed: list[Record] = []
    undated: list[Record] = []
    for act in acts:
        lane = act if lanes == "act" else act["jurisdiction"]
        for event in (bounded(one, known) for make in MAKERS for one in make(act, support)):
            ahead = event["date"] is not None and place(event) > as_of
            if taken(act, as_of) if event["kind"] == "deadline" else not ahead:
                told = {**event, "lane": lane["id"], "supported": bool(event["sources"]), "lies_ahead": ahead}
                (undated if event["date"] is None else timed).append(told)
    order(timed)
    shown = {lane["id"]: named(lane) for lane in (act if lanes == "act" else act["jurisdiction"] for act in acts)}
    return {
        "as_of": as_of,
        "lanes": list(shown.values()),
        "events": timed,
        "undated": undated,
        "sources": support.used(),
    }


MAKERS: tuple[Callable[[Record, Support], Iterable[Record]], ...] = (_own, _effects, _changes, _terms)


def _lanes(request: Request) -> str:
    given = single(request, (*WORDS, *COMMON)).get("lanes", LANES[0])
    if given not in LANES:
        raise ParameterError("lanes", f"lanes: {given[:40]!r} is none of these: {', '.join(LANES)}.")
    return given


def _route(plural: str, filter_: str) -> Route:
    async def route(request: Request) -> Response:
        state, slug = state_of(request), request.path_params["slug"]

        def make(view: View, day: str) -> Content:
            lanes, resource = _lanes(request), state.resources["decisions"]
            main = state.resources[plural]
            of = item(view, replace(main, parts={}), slug, day)
            found = listed(view, resource, fitting(view, resource, filter_, thing(filter_, slug)), day)
            data = {filter_: named(of), **timeline(view, resource, found, lanes, day)}
            return Content(encoded({"data": data, "version": view.version}), "application/json")

        return await state.answer(request, "json", make)

    return route


def router() -> Operations:
    """The routes of timelines, documented."""
    routes = Operations()
    types = {"lanes": {"schema": choice(LANES)}, "slug": {"schema": thing_slug()}}
    told = (
        "Partial dates stay as they are and stand at their beginning; what is known only to have happened by a day "
        "stands on it with at_the_latest, and with earliest where that is known. What is of a month or year has "
        "earliest too, where what it hangs on is of a later day in it: nothing befalls an act before that, nor is it "
        "challenged or published. A status of a part of an act says in words of which. order_certain says where the "
        "place is known."
    )
    for plural, filter_, slug in (("cases", "case", "clearview-scraping"), ("companies", "company", "clearview-ai")):
        one = Operation(
            f"/{plural}/{{slug}}/timeline",
            _route(plural, filter_),
            f"Dated events of a {filter_}, oldest first, in lanes",
            plural,
            WORDS | COMMON,
            answer(ref(f"{filter_.capitalize()}Timeline")),
            told,
            types=lambda _: types,
            sample={"slug": slug},
        )
        routes.add(one)
    return routes
