"""Statistics over HTTP: fines, durations, appeals and powers, as JSON and as one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from api import parameters
from api.appeals import appeals
from api.contract import COMMON, Operation, Operations, Route, Types
from api.coverage import LIMITS
from api.durations import BY as DURATIONS_BY
from api.durations import durations
from api.fines import BY as FINES_BY
from api.fines import totals
from api.given import single
from api.links import of_answer
from api.names import Names
from api.pages import carried
from api.parts import parts
from api.powers import powers
from api.rendering import html
from api.resources import Resource
from api.responses import Content, encoded
from api.schemaorg import webpage
from api.schemas import answer, array, joined, record, ref
from api.scope import YEAR, scope
from api.shaping import Record
from api.state import state_of
from api.unrecorded import of_query
from api.versions import View
from graph.errors import ParameterError
from graph.queries import Query, folder

MEANING = "Selected decisions are recorded. A number tells of these, not of all that were taken."
NOTHING = "Not covered: no decision is recorded here. That does not mean that there was none."


@cache
def queries() -> dict[str, Query]:
    """The queries of the statistics, by name."""
    return folder("stats")


@dataclass(frozen=True)
class Statistic:
    """A statistic: the query whose parameters filter it, the keys of its rows (the first by default), its words."""

    name: str
    query: str
    by: tuple[str, ...]
    title: str
    description: str

    def parameters(self) -> dict[str, str]:
        """Its parameters with their words, for the contract."""
        words = {parameter.name: parameter.description for parameter in queries()[self.query].parameters}
        return ({"by": f"What a row stands for: {', '.join(self.by)}."} if self.by else {}) | words | YEAR


STATISTICS = {
    one.name: one
    for one in (
        Statistic(
            "fines",
            "fines",
            FINES_BY,
            "Totals of fines, as imposed and as they stand",
            "Gross is what was imposed by the day, whatever became of it; net is what stands that day. Gross is net "
            "with what is stayed (imposed, not to be enforced while the stay lasts), uncertain (it may stand: the "
            "sources leave it open) and fallen (annulled, withdrawn, taken off); contested is a part of net. What may "
            "have been imposed by the day, but not for certain, is in `perhaps` alone. Every fine counts once in the "
            "total, and amounts in euro are at the rate of the day of the act. A row includes the parts of its key: "
            "the row of Germany its Länder, that of Article 5 its paragraphs and points. Such rows do not add up; "
            "`level` and `above` allow to choose one level, and `own` has what is under the key itself. `behind` has "
            "the acts of each sum.",
        ),
        Statistic(
            "durations",
            "durations",
            DURATIONS_BY,
            "Days from the beginning of a proceeding to its act",
            "Median and quartiles, between the least and the most that partial dates allow; open proceedings and "
            "unknown beginnings are told apart. Open are also acts under appeal and those sent back, by their status "
            "that day; what no source has followed for more than a year is in `not_followed`. The row of a state "
            "includes its parts, which name it as `above`.",
        ),
        Statistic(
            "appeals",
            "appeals",
            (),
            "What became of challenged acts, by level of court",
            "Effects of rulings with their grounds: each number counts rulings, and `challenged_acts` those they were "
            "given on. Of each effect `whole` and `in_part` tell whether it was on the act itself or on a part of it, "
            "a fine, an order or a finding: an act of which one order fell is not annulled. Where no effect on an act "
            "is recorded, the outcome of the ruling is told. Interlocutory rulings and settlements are left out; "
            "permission to appeal and reviews by authorities stand apart.",
        ),
        Statistic(
            "powers",
            "powers",
            (),
            "Corrective powers of Article 58(2), and their combinations, by authority and law",
            "For acts that found the GDPR or the UK GDPR infringed, or rest on it without a recorded finding. The "
            "point of an order is what the act itself applied, else it is read from its kind; `named` says how many "
            "acts name it.",
        ),
    )
}


def given(request: Request, statistic: Statistic) -> dict[str, str]:
    """The parameters in the address, `by` among them. Raises ParameterError for one unknown or given twice."""
    found = single(request, (*statistic.parameters(), *COMMON))
    for name in COMMON:
        found.pop(name, None)
    if statistic.by and found.setdefault("by", statistic.by[0]) not in statistic.by:
        raise ParameterError("by", f"by: {found['by'][:40]!r} is none of these: {', '.join(statistic.by)}.")
    return found


def statistic_data(
    view: View, resources: Mapping[str, Resource], statistic: Statistic, asked: Mapping[str, str], as_of: str
) -> Record:
    """The statistic under the filters asked for. Raises ParameterError where a value does not fit its type."""
    known, by = queries(), asked.get("by", "")
    query = known[statistic.query]
    filters = {name: value for name, value in asked.items() if name != "by"}
    over = scope(view, resources, query, filters)
    make: dict[str, Callable[[], Record]] = {
        "fines": partial(totals, view, known, by, over, as_of),
        "durations": partial(durations, view, query, by, over, as_of, resources["decisions"]),
        "appeals": partial(appeals, view, query, over, as_of),
        "powers": partial(powers, view, query, over, as_of),
    }
    return {"statistic": statistic.name, "as_of": as_of, "filters": filters, **make[statistic.name]()}


def covered(view: View, resources: Mapping[str, Resource], asked: Mapping[str, str]) -> Record:
    """How complete the records are on which a statistic rests, as far as authority or jurisdiction tell.

    `api.coverage` says the same of one list; this counts over all authorities, and says it of a number.
    """
    query = queries()["coverage"]
    over = scope(view, resources, query, {name: value for name, value in asked.items() if name in LIMITS})
    rows = over.found(view, query)
    recorded = sum(row["decisions"] for row in rows)
    return {
        "completeness": rows[0]["completeness"]["id"] if rows else "not-covered",
        "decisions_recorded": recorded,
        "authorities": {row["completeness"]["id"]: row["authorities"] for row in rows},
        "meaning": MEANING if recorded else NOTHING,
    }


_BESIDE = record(
    {"coverage": ref("CoverageOfStatistic"), "unknown": array(ref("Unknown")), "parts": array(ref("Parts"))},
    ("unknown", "parts"),
)


def router() -> Operations:
    """The routes of the statistics, documented."""
    routes = Operations()
    for one in STATISTICS.values():
        gives = joined(answer(ref(one.name.capitalize())), _BESIDE)
        told = Operation(
            f"/stats/{one.name}",
            _route(one),
            one.title,
            "stats",
            one.parameters() | COMMON,
            gives,
            one.description,
            types=_types(one),
            sample={"jurisdiction": "nl"},
        )
        routes.add(told)
    return routes


def _types(statistic: Statistic) -> Types:
    by = {"by": {"schema": parameters.choice(statistic.by)}}
    year = {"year": {"schema": parameters.typed("year")}}
    return lambda _: by | parameters.of_query(queries()[statistic.query]) | year


def _route(statistic: Statistic) -> Route:
    async def route(request: Request) -> Response:
        state = state_of(request)

        def content(view: View, day: str) -> Content:
            asked = given(request, statistic)
            data = statistic_data(view, state.resources, statistic, asked, day)
            body: Record = {"data": data, "coverage": covered(view, state.resources, asked), "version": view.version}
            if within := parts(
                view, state.resources["jurisdictions"], {name: [value] for name, value in asked.items()}
            ):
                body["parts"] = within
            if missing := of_query(view, state.resources, queries()[statistic.query], asked):
                body["unknown"] = missing
            return Content(encoded(body), "application/json")

        return await state.answer(request, "json", content)

    return route


async def page(request: Request) -> Response:
    """The four statistics on one page, under the filters that all of them know."""
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        asked = given(request, STATISTICS["fines"])
        filters = {name: value for name, value in asked.items() if name != "by"}
        found = {
            name: statistic_data(view, state.resources, one, filters | ({"by": _by(one, asked)} if one.by else {}), day)
            for name, one in STATISTICS.items()
        }
        context: Record = {"found": found, "by": asked["by"], "keys": FINES_BY, "filters": filters}
        context |= {"query": urlencode(filters), "coverage": covered(view, state.resources, asked)}
        context["unrecorded"] = of_query(view, state.resources, queries()["fines"], filters)
        context["names"] = Names(view, state.pages["names"], list(found.values()))
        context["carry"] = carried(request)
        context["markup"] = webpage("WebPage", "/stats", "statistics")
        return html(
            "stats.html",
            of_answer("/stats", urlencode(request.query_params.multi_items())),
            **context,
            version=view.version,
            day=day,
        )

    return await state.answer(request, "html", make)


def _by(statistic: Statistic, asked: Mapping[str, str]) -> str:
    return asked["by"] if asked["by"] in statistic.by else statistic.by[0]
