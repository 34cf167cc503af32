"""Rules: what they derive from made-up chains of acts, against what a lawyer would say and against an oracle."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.errors import GraphError
from graph.files import parsed, turtle_files
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_DERIVED, GRAPH_ONTOLOGY, ONTOLOGY
from graph.queries import folder, read
from graph.rules import ROUNDS, derive

HEAD = f"@base <{BASE}> . @prefix comity: <{ONTOLOGY}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
RULES = folder("rules")


def moment(text: str) -> str:
    """A day, month or year as Turtle."""
    return f'"{text}"^^xsd:{DATATYPES[len(text)]}'


def act(name: str, decided: str, *facts: str, kind: str = "Judgment", started: str = "", as_of: str = "2025-10") -> str:
    """An act as Turtle, with further predicates and objects as they are."""
    dates = f"comity:decided {moment(decided)} ; comity:asOf {moment(as_of)}"
    if started:
        dates += f" ; comity:started {moment(started)}"
    return f"<id/decision/{name}> a comity:{kind} ; {' ; '.join((dates, *facts))} .\n"


def fine(name: str, amount: str = "1000.00", part: str = "fine") -> str:
    """A fine imposed by the act of that name, as Turtle."""
    return (
        f"<id/decision/{name}> comity:imposes <id/decision/{name}#{part}> . "
        f'<id/decision/{name}#{part}> a comity:Fine ; comity:amount {amount} ; comity:currency "EUR" .\n'
    )


def revision(name: str, of: str, amount: str) -> str:
    """A revision of a fine in the act of that name, as Turtle."""
    return (
        f"<id/decision/{name}> comity:revision <id/decision/{name}#revision> . "
        f"<id/decision/{name}#revision> a comity:Revision ; comity:revises <id/decision/{of}> ; "
        f'comity:amount {amount} ; comity:currency "EUR" .\n'
    )


def effect(verb: str, *objects: str) -> str:
    """What an act does to others, as predicate and objects."""
    return f"comity:{verb} {' , '.join(f'<id/decision/{name}>' for name in objects)}"


@dataclass(frozen=True)
class Interval:
    """A derived status interval, in plain words."""

    start: str
    status: str
    until: str | None
    amounts: tuple[str, ...] = field(default=(), compare=False)
    as_of: str = field(default="", compare=False)
    causes: frozenset[str] = field(default=frozenset(), compare=False)

    def holds(self, day: str) -> bool:
        """Whether it holds on a day, where all dates are days."""
        return self.start <= day and (self.until is None or day < self.until)


class Derived:
    """What the rules derived."""

    def __init__(self, facts: str, ontology: list[Quad]) -> None:
        graph = NamedNode(GRAPH_CURATED)
        asserted = [Quad(q.subject, q.predicate, q.object, graph) for q in parse(HEAD + facts, format=RdfFormat.TURTLE)]
        self.quads = derive([*ontology, *asserted], RULES)
        self.store = Store()
        self.store.extend([*asserted, *self.quads])

    def values(self, subject: NamedNode, name: str) -> list[str]:
        """Values of a property of the ontology, as text."""
        found = self.store.quads_for_pattern(subject, NamedNode(ONTOLOGY + name), None)
        return sorted(q.object.value for q in found if isinstance(q.object, NamedNode | Literal))

    def history(self, name: str, axis: str = "force") -> list[Interval]:
        """The intervals of an act or measure on one axis, by the day they begin and end."""
        thing, found = NamedNode(f"{BASE}id/decision/{name}"), []
        for quad in self.store.quads_for_pattern(None, NamedNode(ONTOLOGY + "statusOf"), thing):
            interval = quad.subject
            assert isinstance(interval, NamedNode)
            if self.values(interval, "statusAxis") != [f"{BASE}concept/{axis}"]:
                continue
            if not self.values(interval, "from"):
                continue
            [start], [status] = self.values(interval, "from"), self.values(interval, "status")
            until = self.values(interval, "until")
            assert len(until) < 2
            causes = frozenset(cause.rpartition("/")[2] for cause in self.values(interval, "causedBy"))
            if f"<{ONTOLOGY}StatusReport>" in {
                str(q.object) for q in self.store.quads_for_pattern(interval, None, None)
            }:
                continue
            found.append(
                Interval(
                    start,
                    status.rpartition("/")[2],
                    until[0] if until else None,
                    tuple(self.values(interval, "amount")),
                    max(self.values(interval, "asOf"), default=""),
                    causes,
                )
            )
        return sorted(found, key=lambda interval: (interval.start, interval.until or "9999"))

    def statuses(self, name: str, axis: str = "force") -> list[tuple[str, str, str | None]]:
        """Beginning, status and end of the intervals of an act or measure."""
        return [(interval.start, interval.status, interval.until) for interval in self.history(name, axis)]

    def on(self, name: str, day: str, axis: str = "force") -> list[str]:
        """Statuses on a day."""
        return [interval.status for interval in self.history(name, axis) if interval.holds(day)]

    def total(self, day: str, *names: str) -> Decimal:
        """Sum of the amounts of fines that stand on a day, as a scholar would add them up."""
        held = (interval for name in names for interval in self.history(name) if interval.holds(day))
        return sum((Decimal(amount) for interval in held for amount in interval.amounts), Decimal(0))

    def linked(self, subject: str, name: str, thing: str) -> bool:
        """Whether an act has a link to another thing, asserted or derived."""
        ends = (NamedNode(f"{BASE}id/decision/{subject}"), NamedNode(f"{BASE}id/decision/{thing}"))
        return any(self.store.quads_for_pattern(ends[0], NamedNode(ONTOLOGY + name), ends[1]))


Settle = Callable[..., Derived]


@pytest.fixture(scope="session")
def settle(skeleton: Path) -> Settle:
    """Applies the rules to facts given as Turtle, together with the structure of the ontology."""
    ontology = [quad for file in turtle_files(skeleton / "ontology") for quad in parsed(file, GRAPH_ONTOLOGY)]
    return lambda *facts: Derived("".join(facts), ontology)


A = act("a", "2020-01-10", kind="AdministrativeDecision") + fine("a")
B = act("b", "2021-02-10", effect("annuls", "a"))
C = act("c", "2022-03-10", effect("annuls", "b"))
D = act("d", "2023-04-10", effect("annuls", "c"))
E = act("e", "2024-05-10", effect("annuls", "d"))


def test_an_act_is_in_force_from_its_day_with_its_parts(settle: Settle) -> None:
    found = settle(A)
    assert found.statuses("a") == [("2020-01-10", "in-force", None)]
    assert found.statuses("a#fine") == [("2020-01-10", "in-force", None)]
    assert found.history("a#fine")[0].amounts == ("1000",)
    assert found.history("a")[0].amounts == ()


def test_an_act_without_day_counts_from_its_publication(settle: Settle) -> None:
    found = settle(act("a", "2020-01-10").replace("comity:decided", "comity:published"), fine("a"))
    assert found.statuses("a#fine") == [("2020-01-10", "in-force", None)]
    assert found.values(NamedNode(f"{BASE}id/decision/a"), "decidedYear") == ["2020"]


def test_an_act_without_any_date_has_no_status(settle: Settle) -> None:
    found = settle('<id/decision/a> a comity:Judgment ; comity:asOf "2024"^^xsd:gYear .', fine("a"))
    assert found.statuses("a#fine") == []


def test_annulment_ends_the_fine(settle: Settle) -> None:
    found = settle(A, B)
    for name in ("a", "a#fine"):
        assert found.statuses(name) == [("2020-01-10", "in-force", "2021-02-10"), ("2021-02-10", "annulled", None)]
    assert found.total("2021-02-09", "a#fine") == 1000
    assert found.total("2021-02-10", "a#fine") == 0


def test_annulment_of_the_annulment_revives(settle: Settle) -> None:
    found = settle(A, B, C)
    assert found.statuses("a#fine")[1:] == [
        ("2021-02-10", "annulled", "2022-03-10"),
        ("2022-03-10", "revived", None),
    ]
    assert found.statuses("b")[-1] == ("2022-03-10", "annulled", None)
    assert found.linked("c", "revives", "a")
    assert found.total("2025-01-01", "a#fine") == 1000
    assert found.history("a#fine")[2].causes == {"c"}


def test_a_third_annulment_annuls_again_and_a_fourth_revives_again(settle: Settle) -> None:
    third, fourth = settle(A, B, C, D), settle(A, B, C, D, E)
    assert third.on("a#fine", "2025-01-01") == ["annulled"]
    assert third.total("2025-01-01", "a#fine") == 0
    assert third.on("b", "2025-01-01") == ["revived"]
    assert fourth.on("a#fine", "2025-01-01") == ["revived"]
    assert fourth.on("b", "2025-01-01") == ["annulled"]
    assert fourth.on("c", "2025-01-01") == ["revived"]
    assert fourth.total("2025-01-01", "a#fine") == 1000


def test_a_judgment_that_upholds_changes_nothing_and_adds_no_amount(settle: Settle) -> None:
    found = settle(A, act("b", "2021-02-10", effect("upholds", "a", "a#fine")))
    assert found.statuses("a#fine") == [("2020-01-10", "in-force", None)]
    assert found.total("2025-01-01", "a#fine", "a", "b") == 1000
    assert found.linked("b", "affects", "a")
    assert found.linked("a", "affectedBy", "b")


def test_neither_penalty_nor_liquidation_nor_damages_has_a_standing_amount(settle: Settle) -> None:
    found = settle(
        A,
        "<id/decision/a> comity:imposes <id/decision/a#penalty> , <id/decision/a#damages> . ",
        '<id/decision/a#penalty> a comity:PeriodicPenalty ; comity:ceiling 500.00 ; comity:currency "EUR" . ',
        '<id/decision/a#damages> a comity:Damages ; comity:amount 70.00 ; comity:currency "EUR" . ',
        act("b", "2021-02-10", effect("liquidates", "a#penalty"), kind="AdministrativeDecision"),
        "<id/decision/b> comity:imposes <id/decision/b#liquidation> . ",
        '<id/decision/b#liquidation> a comity:PenaltyLiquidation ; comity:amount 300.00 ; comity:currency "EUR" . ',
    )
    assert found.total("2025-01-01", "a", "a#fine", "a#penalty", "a#damages", "b", "b#liquidation") == 1000
    assert found.statuses("a#penalty", "execution") == [("2021-02-10", "liquidated", None)]
    assert found.statuses("a", "execution") == []
    assert found.statuses("a#penalty") == [("2020-01-10", "in-force", None)]


def test_annulment_of_a_part_leaves_the_other_parts(settle: Settle) -> None:
    order = "<id/decision/a> comity:imposes <id/decision/a#order> . <id/decision/a#order> a comity:Order . "
    found = settle(A, order, act("b", "2021-02-10", effect("annuls", "a#fine")))
    assert found.on("a#fine", "2022-01-01") == ["annulled"]
    assert found.on("a#order", "2022-01-01") == ["in-force"]
    assert found.on("a", "2022-01-01") == ["partly-annulled"]
    assert found.linked("b", "affects", "a")
    assert not found.linked("b", "annuls", "a")


def test_a_part_that_stands_again_makes_the_decision_whole_again(settle: Settle) -> None:
    order = "<id/decision/a> comity:imposes <id/decision/a#order> . <id/decision/a#order> a comity:Order . "
    b, c = act("b", "2021-02-10", effect("annuls", "a#fine")), act("c", "2022-03-10", effect("annuls", "b"))
    found = settle(A, order, b, c)
    assert found.on("a#fine", "2023-01-01") == ["revived"]
    assert found.on("a#order", "2023-01-01") == ["in-force"]
    assert found.on("a", "2023-01-01") == ["revived"]
    both = settle(
        A,
        order,
        act("b", "2021-02-10", effect("annuls", "a#fine")),
        c,
        act("x", "2021-06-10", effect("annuls", "a#order")),
    )
    assert both.on("a", "2023-01-01") == ["partly-annulled"]


def said(of: str, status: str, as_of: str, axis: str = "finality", start: str = "") -> str:
    """A status report on an act or measure, as Turtle."""
    since = f" ; comity:from {moment(start)}" if start else ""
    return (
        f"<id/decision/{of.partition('#')[0]}#report-{status}-{as_of}> a comity:StatusReport ; "
        f"comity:statusOf <id/decision/{of}> ; comity:statusAxis <concept/{axis}> ; "
        f"comity:status <concept/{axis}/{status}> ; comity:asOf {moment(as_of)}{since} .\n"
    )


@pytest.mark.parametrize(
    ("as_of", "after"),
    [
        ("2020-02-28", "2020-02-29"),
        ("2020-02-29", "2020-03-01"),
        ("2021-02-28", "2021-03-01"),
        ("2020-04-30", "2020-05-01"),
        ("2020-12-31", "2021-01-01"),
        ("2020-09", "2020-10"),
        ("2020-12", "2021-01"),
        ("2021", "2022"),
    ],
)
def test_what_was_open_to_appeal_is_not_known_after_its_source(settle: Settle, as_of: str, after: str) -> None:
    found = settle(A, said("a", "open-to-appeal", as_of))
    assert found.statuses("a", "finality")[-2:] == [(as_of, "open-to-appeal", after), (after, "unknown", None)]


def test_an_appeal_brought_in_time_follows_the_time_to_appeal(settle: Settle) -> None:
    appeal = act("b", "2022-02-10", effect("appealFrom", "a"), effect("upholds", "a"), started="2020-02-20")
    found = settle(A, said("a", "open-to-appeal", "2020-02-29", start="2020-01-10"), appeal)
    assert found.on("a", "2020-02-01", "finality") == ["open-to-appeal"]
    assert found.on("a", "2020-03-15", "finality") == ["under-appeal"]


def test_finality_of_a_ruling_reaches_the_act_it_left_standing(settle: Settle) -> None:
    court = act("b", "2021-02-10", effect("appealFrom", "a"), effect("upholds", "a"))
    above = act("c", "2022-02-10", effect("appealFrom", "b"), effect("upholds", "b"))
    found = settle(A, court, above, said("c", "final", "2022-06"))
    for name in ("a", "b"):
        assert found.on(name, "2022-07-01", "finality") == ["final"]
        assert found.history(name, "finality")[-1].causes == {"c"}
    on_the_day = settle(A, court, said("b", "final", "2021-02-10"))
    assert on_the_day.on("a", "2021-03-01", "finality") == ["final"]


@pytest.mark.parametrize(
    "ruling",
    [
        effect("annuls", "a"),
        effect("upholds", "a") + " ; comity:kind <concept/decision-kind/interlocutory-ruling>",
        effect("annuls", "a#fine") + " ; " + effect("remits", "a#fine"),
    ],
)
def test_finality_of_a_ruling_does_not_reach_what_it_left_open(settle: Settle, ruling: str) -> None:
    found = settle(A, act("b", "2021-02-10", effect("appealFrom", "a"), ruling), said("b", "final", "2021-06"))
    assert "final" not in found.on("a", "2022-01-01", "finality")


def test_an_act_sent_back_and_decided_anew_is_not_remitted_any_more(settle: Settle) -> None:
    back = act("b", "2021-02-10", effect("appealFrom", "a"), effect("annuls", "a"), effect("remits", "a"))
    by = "<id/decision/{}> comity:issuedBy <id/authority/dpa> .\n"
    assert settle(A, back).on("a", "2022-01-01", "finality") == ["remitted"]
    restored = act("c", "2021-08-10", effect("reinstates", "a"), kind="AdministrativeDecision")
    assert settle(A, back, restored).on("a", "2022-01-01", "finality") == ["unknown"]
    anew = act("c", "2021-08-10", effect("follows", "b"), kind="AdministrativeDecision")
    assert settle(A, back, anew, by.format("a"), by.format("c")).on("a", "2022-01-01", "finality") == ["unknown"]
    assert settle(A, back, anew, by.format("a")).on("a", "2022-01-01", "finality") == ["remitted"]


def test_a_challenge_sent_back_without_annulment_of_the_act_goes_on(settle: Settle) -> None:
    court = act("b", "2021-02-10", effect("appealFrom", "a"), effect("remits", "a"), started="2020-06-10")
    found = settle(A, court)
    assert found.on("a", "2022-01-01", "finality") == ["under-appeal"]
    assert found.on("a", "2022-01-01") == ["in-force"]


def test_a_part_that_depends_on_a_condition_is_conditional(settle: Settle) -> None:
    part = '<id/decision/a#fine> comity:condition "A court agrees."@en .\n'
    found = settle(A, part, act("b", "2021-02-10", effect("annuls", "a#fine")))
    assert found.statuses("a#fine") == [
        ("2020-01-10", "conditional", "2021-02-10"),
        ("2021-02-10", "annulled", None),
    ]
    assert found.total("2020-06-01", "a#fine") == 0


def test_a_ruling_known_only_by_a_day_may_have_changed_the_act_before(settle: Settle) -> None:
    known = act("b", "2026-11-22", effect("appealFrom", "a"), effect("reduces", "a#fine"))
    known = known.replace("comity:decided", "comity:knownBy") + revision("b", "a#fine", "400.00")
    for bound, earliest in (("", "2020-01-10"), (f" ; comity:notBefore {moment('2021-03')}", "2021-03")):
        found = settle(A, known.replace(" .\n", f"{bound} .\n", 1))
        assert found.statuses("a#fine") == [
            ("2020-01-10", "in-force", "2026-11-22"),
            ("2026-11-22", "reduced", None),
        ]
        intervals = NamedNode(f"{BASE}id/decision/a#fine-force-reduced-2026-11-22")
        assert found.values(intervals, "fromEarliest") == [earliest]
        before = NamedNode(f"{BASE}id/decision/a#fine-force-in-force-2020-01-10")
        assert found.values(before, "untilEarliest") == ([earliest] if bound else ["2020-01-10"])
    dated = settle(A, act("b", "2021-02-10", effect("appealFrom", "a"), effect("annuls", "a")))
    assert not list(dated.store.quads_for_pattern(None, NamedNode(ONTOLOGY + "fromEarliest"), None))


@pytest.mark.parametrize(
    ("year", "reach", "day"),
    [
        ("2023", "2025-06", "2023-12-31"),
        ("2023", "2023-06", "2023-06-30"),
        ("2023", "2023-06-05", "2023-06-05"),
        ("2024-02", "2025-06", "2024-02-29"),
        ("2023-02", "2025-06", "2023-02-28"),
        ("2023-04", "2023", "2023-04-30"),
    ],
)
def test_a_month_or_year_of_a_change_has_passed_on_its_last_day(
    settle: Settle, year: str, reach: str, day: str
) -> None:
    fined = act("a", "2020-01-10", kind="AdministrativeDecision", as_of=reach) + fine("a")
    found = settle(fined, act("b", year, effect("appealFrom", "a"), effect("annuls", "a"), as_of=reach))
    fallen = NamedNode(f"{BASE}id/decision/a#fine-force-annulled-{year}")
    before = NamedNode(f"{BASE}id/decision/a#fine-force-in-force-2020-01-10")
    assert found.values(fallen, "fromLatest") == [day]
    assert found.values(before, "untilLatest") == [day]
    assert not found.values(fallen, "untilLatest")
    assert not found.values(before, "fromLatest")


def test_a_state_is_over_once_any_later_one_has_begun(settle: Settle) -> None:
    found = settle(
        A,
        act("b", "2023", effect("appealFrom", "a"), effect("annuls", "a")),
        act("c", "2023-05-10", effect("appealFrom", "b"), effect("annuls", "b")),
    )
    before = NamedNode(f"{BASE}id/decision/a#fine-force-in-force-2020-01-10")
    assert found.values(before, "untilLatest") == ["2023-05-10"]


def test_a_reported_status_may_have_begun_before_its_report(settle: Settle) -> None:
    report = (
        "<id/decision/a#report-1> a comity:StatusReport ; comity:statusOf <id/decision/a#fine> ; "
        "comity:statusAxis <concept/force> ; comity:status <concept/force/stayed> ; "
        f"comity:asOf {moment('2024-02')} ; comity:notBefore {moment('2022-08-18')} .\n"
    )
    found = settle(A, report)
    stayed = NamedNode(f"{BASE}id/decision/a#fine-force-stayed-2024-02")
    assert found.values(stayed, "fromEarliest") == ["2022-08-18"]
    since = settle(A, report.replace(" .\n", f" ; comity:from {moment('2023-01-01')} .\n"))
    assert not list(since.store.quads_for_pattern(None, NamedNode(ONTOLOGY + "fromEarliest"), None))


EARLY = {
    "reported in the year of the act": (A + said("a", "under-appeal", "2021", start="2020"), "a", "2020-01-10"),
    "reported of a measure": (A + said("a#fine", "unpaid", "2021", "execution", "2020-01"), "a#fine", "2020-01-10"),
    "seen in the year of the act": (A + said("a", "open-to-appeal", "2020-01"), "a", "2020-01-10"),
    "brought in the year of the act": (
        A + act("b", "2022-02-10", effect("appealFrom", "a"), effect("upholds", "a"), started="2020"),
        "a",
        "2020-01-10",
    ),
    "an act of a month": (
        act("a", "2020-05", kind="AdministrativeDecision") + said("a", "final", "2021", start="2020"),
        "a",
        "2020-05",
    ),
    "a proceeding of the same year": (act("a", "2020", started="2020-03-01"), "a", "2020-03-01"),
    "a report that may be older than the act": (
        A + said("a", "final", "2021-03-01").replace(" .\n", f" ; comity:notBefore {moment('2018')} .\n"),
        "a",
        "2020-01-10",
    ),
    "a ruling of the year of what it rules on": (A + act("b", "2020", effect("appealFrom", "a")), "b", "2020-01-10"),
    "final with a ruling of that year": (
        A + act("b", "2021-02-10", effect("appealFrom", "a"), effect("upholds", "a")) + said("b", "final", "2021"),
        "a",
        "2021-02-10",
    ),
}
"""Facts, a thing, and the first day on which the last of its states can have begun."""


@pytest.mark.parametrize("case", EARLY)
def test_no_status_of_an_act_begins_before_the_act_can_exist(settle: Settle, case: str) -> None:
    facts, name, day = EARLY[case]
    found = settle(facts)
    things = [NamedNode(f"{BASE}id/decision/{one}") for one in ("a", "a#fine", "b")]
    begins = [
        earliest
        for thing in things
        for quad in found.store.quads_for_pattern(None, NamedNode(ONTOLOGY + "statusOf"), thing)
        if isinstance(quad.subject, NamedNode)
        for earliest in found.values(quad.subject, "fromEarliest")
        if thing.value.endswith(f"/{name}")
    ]
    assert set(begins) == {day}


def test_an_appeal_may_be_brought_before_the_ruling_on_it(settle: Settle) -> None:
    found = settle(A, act("b", "2022-02-10", effect("appealFrom", "a"), effect("upholds", "a"), started="2022"))
    assert not list(found.store.quads_for_pattern(None, NamedNode(ONTOLOGY + "fromEarliest"), None))


FINDINGS = (
    "<id/decision/a> comity:finds <id/decision/a#finding-1> , <id/decision/a#finding-2> . "
    "<id/decision/a#finding-1> a comity:Finding . <id/decision/a#finding-2> a comity:Finding . "
)


def test_a_finding_set_aside_leaves_the_others(settle: Settle) -> None:
    court = act("b", "2021-02-10", effect("annuls", "a#finding-1"), effect("upholds", "a#finding-2", "a#fine"))
    found = settle(A, FINDINGS, court)
    assert found.on("a#finding-1", "2022-01-01") == ["annulled"]
    assert found.on("a#finding-2", "2022-01-01") == found.on("a#fine", "2022-01-01") == ["in-force"]
    assert found.on("a", "2022-01-01") == ["partly-annulled"]
    above = settle(A, FINDINGS, court, act("c", "2023-02-10", effect("annuls", "b")))
    assert above.on("a#finding-1", "2024-01-01") == above.on("a", "2024-01-01") == ["revived"]


def test_a_finding_upheld_by_the_act_that_annuls_its_decision_stands(settle: Settle) -> None:
    found = settle(A, FINDINGS, act("b", "2021-02-10", effect("annuls", "a"), effect("upholds", "a#finding-1")))
    assert found.on("a", "2022-01-01") == found.on("a#fine", "2022-01-01") == ["annulled"]
    assert found.on("a#finding-2", "2022-01-01") == ["annulled"]
    assert found.statuses("a#finding-1") == [("2020-01-10", "in-force", None)]


def test_a_refusal_can_be_annulled(settle: Settle) -> None:
    found = settle(
        act("a", "2020-01-10", kind="AdministrativeDecision"),
        "<id/decision/a> comity:refuses <id/decision/a#refusal> . <id/decision/a#refusal> a comity:Refusal . ",
        act("b", "2021-02-10", effect("annuls", "a#refusal")),
    )
    assert found.statuses("a#refusal")[-1] == ("2021-02-10", "annulled", None)
    assert found.on("a", "2022-01-01") == ["partly-annulled"]
    assert found.linked("b", "affects", "a")


def test_a_reduced_fine_stands_at_its_new_amount(settle: Settle) -> None:
    found = settle(A, act("b", "2021-02-10", effect("reduces", "a#fine")), revision("b", "a#fine", "400.00"))
    assert [interval.amounts for interval in found.history("a#fine")] == [("1000",), ("400",)]
    assert found.statuses("a#fine")[-1] == ("2021-02-10", "reduced", None)
    assert found.statuses("a") == [("2020-01-10", "in-force", None)]


def test_a_reduction_of_the_decision_reaches_only_what_is_revised(settle: Settle) -> None:
    found = settle(
        A,
        fine("a", "70.00", "other"),
        act("b", "2021-02-10", effect("reduces", "a")),
        revision("b", "a#fine", "400.00"),
    )
    assert found.on("a#other", "2022-01-01") == ["in-force"]
    assert found.total("2022-01-01", "a#fine", "a#other") == 470


def test_annulment_of_the_reduction_brings_the_whole_amount_back(settle: Settle) -> None:
    b = act("b", "2021-02-10", effect("reduces", "a#fine")) + revision("b", "a#fine", "400.00")
    back, again = settle(A, b, C), settle(A, b, C, D)
    assert back.on("a#fine", "2025-01-01") == ["revived"]
    assert back.total("2025-01-01", "a#fine") == 1000
    assert again.on("a#fine", "2025-01-01") == ["reduced"]
    assert again.total("2025-01-01", "a#fine") == 400
    assert settle(A, b, C, D, E).total("2025-01-01", "a#fine") == 1000


def test_a_fine_reduced_then_annulled_then_revived_stands_at_the_reduced_amount(settle: Settle) -> None:
    b = act("b", "2021-02-10", effect("reduces", "a#fine")) + revision("b", "a#fine", "400.00")
    found = settle(A, b, act("c", "2022-03-10", effect("annuls", "a")), D)
    assert found.on("a#fine", "2022-06-01") == ["annulled"]
    assert found.on("a#fine", "2025-01-01") == ["revived"]
    assert found.total("2025-01-01", "a#fine") == 400


def test_a_fine_struck_down_twice_stands_only_when_both_annulments_fell(settle: Settle) -> None:
    part = act("x", "2021-06-01", effect("annuls", "a#fine"))
    found = settle(A, part, act("b", "2021-12-10", effect("annuls", "a")), C)
    assert found.on("a#fine", "2022-06-01") == ["annulled"]
    assert found.total("2022-06-01", "a#fine") == 0
    both = settle(
        A, part, act("b", "2021-12-10", effect("annuls", "a")), C, act("y", "2023-01-10", effect("annuls", "x"))
    )
    assert both.on("a#fine", "2023-06-01") == ["revived"]
    assert both.total("2023-06-01", "a#fine") == 1000


def test_a_stay_suspends_and_its_end_revives(settle: Settle) -> None:
    stayed = settle(A, act("b", "2021-02-10", effect("stays", "a")))
    assert stayed.on("a#fine", "2022-01-01") == ["stayed"]
    lifted = settle(A, act("b", "2021-02-10", effect("stays", "a")), C)
    assert lifted.on("a#fine", "2023-01-01") == ["revived"]
    assert settle(A, act("b", "2021-02-10", effect("stays", "a")), C, D).on("a#fine", "2025-01-01") == ["stayed"]


def test_a_reinstatement_needs_no_annulment_of_the_annulment(settle: Settle) -> None:
    found = settle(A, B, act("c", "2022-03-10", effect("reinstates", "a")))
    assert found.on("a#fine", "2023-01-01") == ["revived"]
    assert found.total("2023-01-01", "a#fine") == 1000


def test_what_an_act_leaves_standing_while_it_annuls_the_rest_stays_in_force(settle: Settle) -> None:
    b = act("b", "2021-02-10", effect("annuls", "a"), effect("reinstates", "a#fine"))
    found = settle(A, fine("a", part="second"), b)
    assert found.on("a", "2022-01-01") == ["annulled"]
    assert found.on("a#second", "2022-01-01") == ["annulled"]
    assert found.history("a#fine") == [Interval("2020-01-10", "in-force", None)]


INTERIM = (
    *("comity:kind <concept/decision-kind/interlocutory-ruling>", "comity:issuedBy <id/authority/court>"),
    effect("appealFrom", "a"),
)
FINAL = ("comity:issuedBy <id/authority/court>", effect("appealFrom", "a"))


def test_a_stay_until_judgment_ends_with_it(settle: Settle) -> None:
    stay = act("b", "2021-02-10", effect("stays", "a"), *INTERIM)
    silent = settle(A, fine("a", part="second"), stay, act("c", "2022-02-10", effect("annuls", "a#second"), *FINAL))
    assert silent.on("a#fine", "2022-01-01") == ["stayed"]
    assert silent.on("a#fine", "2022-03-01") == ["unknown"]
    assert silent.on("a#second", "2022-03-01") == ["annulled"]
    assert silent.on("a", "2022-03-01") == ["partly-annulled"]


@pytest.mark.parametrize(
    "facts",
    [
        ("comity:issuedBy <id/authority/another-court>", effect("appealFrom", "a")),
        (*FINAL, "comity:kind <concept/decision-kind/interlocutory-ruling>"),
        (*FINAL, "comity:kind <concept/decision-kind/permission-ruling>"),
        (*FINAL, "comity:outcome <concept/outcome/stayed>"),
    ],
)
def test_a_stay_goes_on_after_what_is_no_judgment_of_that_court(settle: Settle, facts: tuple[str, ...]) -> None:
    stay = act("b", "2021-02-10", effect("stays", "a"), *INTERIM)
    assert settle(A, stay, act("c", "2022-02-10", *facts)).on("a#fine", "2022-03-01") == ["stayed"]


def test_a_settlement_that_awaits_approval_is_not_in_force(settle: Settle) -> None:
    pending = "comity:outcome <concept/outcome/pending>"
    proposed = settle(act("a", "2021-01-10", pending, kind="Settlement", as_of="2022-01"), fine("a"))
    assert proposed.on("a", "2022-01-01") == proposed.on("a#fine", "2022-01-01") == ["awaiting-approval"]
    assert proposed.on("a", "2022-02-01") == proposed.on("a#fine", "2022-02-01") == ["unknown"]
    assert all(not one.amounts for one in proposed.history("a#fine"))
    assert settle(act("a", "2021-01-10", pending, kind="Judgment")).on("a", "2022-01-01") == ["in-force"]
    approved = act("a", "2021-01-10", "comity:outcome <concept/outcome/settlement-approved>", kind="Settlement")
    assert settle(approved).on("a", "2022-01-01") == ["in-force"]


def test_a_settlement_of_which_only_the_announcement_is_told_may_need_an_approval(settle: Settle) -> None:
    made = act("a", "2021-01-10", kind="Settlement")
    announced = made.replace("comity:decided", "comity:published")
    assert settle(made).on("a", "2022-01-01") == ["in-force"]
    assert settle(announced).on("a", "2022-01-01") == ["unknown"]
    approved = act("a", "2021-01-10", "comity:outcome <concept/outcome/settlement-approved>", kind="Settlement")
    assert settle(approved.replace("comity:decided", "comity:published")).on("a", "2022-01-01") == ["in-force"]


def test_a_settlement_known_by_a_day_may_have_been_approved_before(settle: Settle) -> None:
    known = act("a", "2024-04", f"comity:notBefore {moment('2023-05-31')}", kind="Settlement")
    known = known.replace("comity:decided", "comity:knownBy").replace(
        " .\n", " ; comity:outcome <concept/outcome/settlement-approved> .\n"
    )
    found = settle(known, fine("a"))
    for thing in ("a#force", "a#fine-force"):
        assert found.values(NamedNode(f"{BASE}id/decision/{thing}-in-force-2024-04"), "fromEarliest") == ["2023-05-31"]


def test_a_provisional_act_is_superseded_by_the_act_it_announced(settle: Settle) -> None:
    notice = act("n", "2019-05-01", kind="ProvisionalAct")
    second = act("m", "2019-08-01", effect("follows", "n"), kind="ProvisionalAct")
    found = settle(notice, second, act("a", "2020-01-10", effect("follows", "n"), kind="AdministrativeDecision"))
    assert found.statuses("n") == [("2019-05-01", "in-force", "2020-01-10"), ("2020-01-10", "superseded", None)]


@pytest.mark.parametrize(
    ("annulled", "later"), [("2020", "2021"), ("2020-01", "2020-02"), ("2020-01-10", "2020-01-11")]
)
def test_an_annulment_within_the_precision_of_the_act_comes_after_it(settle: Settle, annulled: str, later: str) -> None:
    found = settle(A, act("b", annulled, effect("annuls", "a")))
    assert found.on("a#fine", later) == ["annulled"]
    assert found.total(later, "a#fine") == 0
    # The other way round: the act is known less well than its annulment.
    found = settle(A.replace(moment("2020-01-10"), moment("2020")), act("b", "2020-06-01", effect("annuls", "a")))
    assert found.statuses("a#fine") == [("2020", "in-force", "2020-06-01"), ("2020-06-01", "annulled", None)]


def test_partial_dates_of_a_chain_follow_its_order(settle: Settle) -> None:
    found = settle(A, act("b", "2021-02-10", effect("annuls", "a")), act("c", "2021", effect("annuls", "b")))
    assert found.on("a#fine", "2022-01-01") == ["revived"]
    found = settle(A, act("b", "2021", effect("annuls", "a")), act("c", "2021-02", effect("annuls", "b")))
    assert found.on("a#fine", "2022-01-01") == ["revived"]
    assert found.values(NamedNode(f"{BASE}id/decision/c"), "decidedYear") == ["2021"]


def test_two_acts_on_one_day_leave_one_status(settle: Settle) -> None:
    found = settle(A, B, C.replace("2022-03-10", "2021-02-10"))
    assert found.on("a#fine", "2022-01-01") == ["revived"]
    assert found.total("2022-01-01", "a#fine") == 1000
    b = act("b", "2021-02-10", effect("reduces", "a#fine")) + revision("b", "a#fine", "400.00")
    found = settle(A, b, C.replace("2022-03-10", "2021-02-10"))
    assert found.on("a#fine", "2022-01-01") == ["revived"]
    assert found.total("2022-01-01", "a#fine") == 1000


def test_two_judgments_of_one_day_that_annul_the_same_act_make_one_interval(settle: Settle) -> None:
    found = settle(A, B, B.replace("/b>", "/x>"))
    assert found.on("a#fine", "2022-01-01") == ["annulled"]
    assert found.history("a#fine")[-1].causes == {"b", "x"}


# Finality


APPEAL = act("b", "2021-02-10", effect("appealFrom", "a"), effect("upholds", "a"), started="2020-03-01")
SECOND = act("c", "2022-03-10", effect("appealFrom", "b"), effect("upholds", "b"), started="2021-04-01")


def test_finality_follows_the_appeals(settle: Settle) -> None:
    first, second = settle(A, APPEAL), settle(A, APPEAL, SECOND)
    assert first.statuses("a", "finality") == [
        ("2020-01-10", "unknown", "2020-03-01"),
        ("2020-03-01", "under-appeal", "2021-02-10"),
        ("2021-02-10", "unknown", None),
    ]
    assert second.statuses("a", "finality")[2:] == [
        ("2021-02-10", "unknown", "2021-04-01"),
        ("2021-04-01", "under-appeal", "2022-03-10"),
        ("2022-03-10", "unknown", None),
    ]
    assert second.statuses("b", "finality") == [
        ("2021-02-10", "unknown", "2021-04-01"),
        ("2021-04-01", "under-appeal", "2022-03-10"),
        ("2022-03-10", "unknown", None),
    ]


def test_a_matter_sent_back_to_the_authority_is_remitted(settle: Settle) -> None:
    b = act(
        "b", "2021-02-10", effect("appealFrom", "a"), effect("annuls", "a"), effect("remits", "a"), started="2020-03-01"
    )
    found = settle(A, b)
    assert found.statuses("a", "finality")[1:] == [
        ("2020-03-01", "under-appeal", "2021-02-10"),
        ("2021-02-10", "remitted", None),
    ]


def test_a_ruling_sent_back_to_the_court_below_opens_the_appeal_again(settle: Settle) -> None:
    c = act(
        "c", "2022-03-10", effect("appealFrom", "b"), effect("annuls", "b"), effect("remits", "b"), started="2021-04-01"
    )
    found = settle(A, APPEAL.replace("upholds", "annuls"), c)
    assert found.on("a", "2023-01-01", "finality") == ["under-appeal"]
    assert found.on("b", "2023-01-01", "finality") == ["remitted"]
    assert found.on("a", "2023-01-01") == ["revived"]


def test_a_stayed_proceeding_keeps_the_act_under_appeal(settle: Settle) -> None:
    b = act("b", "2021-02-10", effect("appealFrom", "a"), "comity:outcome <concept/outcome/stayed>")
    found = settle(A, b)
    assert found.statuses("a", "finality") == [
        ("2020-01-10", "unknown", "2021-02-10"),
        ("2021-02-10", "under-appeal", None),
    ]


def test_an_appeal_brought_on_the_day_of_the_ruling_keeps_the_act_under_appeal(settle: Settle) -> None:
    found = settle(A, APPEAL, SECOND.replace("2021-04-01", "2021-02-10"))
    assert found.on("a", "2021-06-01", "finality") == ["under-appeal"]


@pytest.mark.parametrize("started", ["2020", "2020-01", "2020-01-10"])
def test_an_appeal_within_the_precision_of_the_act_comes_after_it(settle: Settle, started: str) -> None:
    pending = settle(A, APPEAL.replace("2020-03-01", started))
    assert pending.on("a", "2021-01-15", "finality") == ["under-appeal"]
    assert pending.on("a", "2021-03-01", "finality") == ["unknown"]


def test_an_appeal_begun_and_decided_in_one_year_is_decided_after_it(settle: Settle) -> None:
    for started, decided in (("2021", "2021"), ("2021-03-04", "2021"), ("2021", "2021-03-04")):
        found = settle(A, act("b", decided, effect("appealFrom", "a"), started=started))
        assert found.on("a", "2022", "finality") == ["unknown"], (started, decided)


def report(number: int, of: str, status: str, as_of: str, since: str = "") -> str:
    """What a source says of a status, as Turtle."""
    begun = f"comity:from {moment(since)} ; " if since else ""
    axis = status.partition("/")[0]
    return (
        f"<id/decision/a#report-{number}> a comity:StatusReport ; comity:statusOf <id/decision/{of}> ; {begun}"
        f"comity:statusAxis <concept/{axis}> ; comity:status <concept/{status}> ; comity:asOf {moment(as_of)} . "
    )


def test_reports_of_one_status_make_one_interval(settle: Settle) -> None:
    found = settle(
        A,
        report(1, "a#fine", "execution/unpaid", "2022-05"),
        report(2, "a#fine", "execution/unpaid", "2021-03-01"),
        report(3, "a#fine", "execution/unpaid", "2023"),
    )
    [interval] = found.history("a#fine", "execution")
    assert (interval.start, interval.status, interval.until, interval.as_of) == ("2021-03-01", "unpaid", None, "2023")


def test_a_report_ends_what_was_not_known_and_the_next_one_ends_it(settle: Settle) -> None:
    found = settle(
        A,
        report(1, "a", "finality/final", "2023", "2020-02-21"),
        report(2, "a#fine", "execution/unpaid", "2021-03-01"),
        report(3, "a#fine", "execution/paid", "2022-01"),
    )
    assert found.statuses("a", "finality") == [("2020-01-10", "unknown", "2020-02-21"), ("2020-02-21", "final", None)]
    assert found.statuses("a#fine", "execution") == [("2021-03-01", "unpaid", "2022-01"), ("2022-01", "paid", None)]


def test_a_report_within_the_precision_of_the_act_comes_after_it(settle: Settle) -> None:
    found = settle(A, report(1, "a", "finality/final", "2020"))
    assert found.on("a", "2021-01-01", "finality") == ["final"]


# Links, classes, claims


def test_a_thing_has_the_classes_above_its_own(settle: Settle) -> None:
    found = settle(A, B)
    classes = {str(q.object) for q in found.store.quads_for_pattern(NamedNode(f"{BASE}id/decision/a#fine"), None, None)}
    assert {f"<{ONTOLOGY}Measure>", f"<{ONTOLOGY}OperativePart>"} <= classes
    assert found.linked("a", "operativePart", "a#fine")
    assert found.linked("b", "affects", "a")


def test_a_point_infringed_is_a_part_of_its_article_infringed_not_the_article(settle: Settle) -> None:
    parts = (
        "@prefix dcterms: <http://purl.org/dc/terms/> . "
        "<id/provision/gdpr-5-1-a> dcterms:isPartOf <id/provision/gdpr-5-1> . "
        "<id/provision/gdpr-5-1> dcterms:isPartOf <id/provision/gdpr-5> . "
    )
    found = settle(
        parts, act("a", "2020", "comity:infringes <id/provision/gdpr-5-1-a>", "comity:applies <id/provision/gdpr-3>")
    )
    whole = found.values(NamedNode(f"{BASE}id/decision/a"), "infringesPartOf")
    assert whole == [f"{BASE}id/provision/gdpr-5", f"{BASE}id/provision/gdpr-5-1"]
    basis = found.values(NamedNode(f"{BASE}id/decision/a"), "legalBasis")
    assert basis == [f"{BASE}id/provision/gdpr-3", f"{BASE}id/provision/gdpr-5-1-a"]


def claim(number: int, of: str, value: str, assessment: str = "accepted") -> str:
    """A claim about the day of an act, as Turtle."""
    return (
        f"<id/decision/a#claim-{number}> comity:about <id/decision/{of}> ; comity:property comity:decided ; "
        f'comity:statedValue "{value}"^^xsd:date ; comity:assessment <concept/assessment/{assessment}> . '
    )


def test_claims_conflict_only_about_one_thing_with_two_values(settle: Settle) -> None:
    found = settle(
        A,
        claim(1, "a", "2020-01-10"),
        claim(2, "a", "2020-02-10", "rejected"),
        claim(3, "a", "2020-01-10"),
        claim(4, "b", "2019-01-01"),
        claim(5, "b", "2019-06-01"),  # Both accepted: some properties hold several values at once.
    )
    pairs = {
        (one, other)
        for one in range(1, 6)
        for other in range(1, 6)
        if found.linked(f"a#claim-{one}", "conflict", f"a#claim-{other}")
    }
    assert pairs == {(1, 2), (2, 1), (2, 3), (3, 2)}


def test_derived_facts_are_sorted_and_in_their_own_graph(settle: Settle) -> None:
    quads = settle(A, B, C).quads
    assert {str(quad.graph_name) for quad in quads} == {f"<{GRAPH_DERIVED}>"}
    assert [str(quad) for quad in quads] == sorted({str(quad) for quad in quads})


def test_what_is_asserted_is_not_derived_again(settle: Settle) -> None:
    found = settle(
        A, B, C, D, "<id/decision/d> comity:annuls <id/decision/a> . <id/decision/a#fine> a comity:Measure . "
    )
    facts = [quad.triple for quad in found.store]
    assert len(facts) == len(set(facts))


def test_a_stage_that_never_settles_is_reported(tmp_path: Path) -> None:
    (tmp_path / "10-endless.rq").write_text(
        "# Every thing has a longer one.\nCONSTRUCT { ?longer a ?class } "
        'WHERE { ?thing a ?class . BIND(IRI(CONCAT(STR(?thing), "x")) AS ?longer) }'
    )
    rules = {"10-endless": read(tmp_path / "10-endless.rq")}
    quad = Quad(NamedNode("x:a"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode("x:C"))
    with pytest.raises(GraphError, match=f"stage 1 .* {ROUNDS} rounds"):
        derive([quad], rules)


def test_a_rule_that_constructs_nothing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "10-list.rq").write_text("# Everything.\nSELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(GraphError, match="10-list is not a CONSTRUCT"):
        derive([], {"10-list": read(tmp_path / "10-list.rq")})


# An oracle that knows nothing of intervals: it asks of each act whether some act that stands strikes it down.


@dataclass(frozen=True)
class Step:
    """What one act does: annuls an earlier act, the fine alone, or lowers the fine."""

    verb: str
    target: int
    amount: int = 0


def void(steps: list[Step], number: int, now: int) -> bool:
    """Whether act `number` is struck down at time `now` by an act that itself stands."""
    return any(
        steps[later].verb == "annuls" and steps[later].target == number and not void(steps, later, now)
        for later in range(number + 1, now + 1)
    )


def standing(steps: list[Step], now: int) -> int:
    """Amount at which the fine of act 0 stands at time `now`; 0 where it does not."""
    acting = [steps[later] for later in range(1, now + 1) if not void(steps, later, now)]
    if any(step.verb == "annuls fine" or (step.verb == "annuls" and step.target == 0) for step in acting):
        return 0
    return next((step.amount for step in reversed(acting) if step.verb == "reduces"), 1000)


@st.composite
def plausible(draw: st.DrawFn) -> list[Step]:
    """Acts in order; each touches only what stands when it is made, as courts do.

    The first act may be struck down again and again, a judgment once: where a judgment is annulled, revived, annulled
    by a second court and the first annulment then falls too, the rules lose count (no such case is known).
    """
    steps = [Step("imposes", 0)]
    for number in range(1, draw(st.integers(1, 7)) + 1):
        alive = [earlier for earlier in range(number) if not void(steps, earlier, number - 1)]
        struck = {step.target for step in steps if step.verb == "annuls"} - {0}
        choices = [Step("annuls", earlier) for earlier in alive if earlier not in struck]
        amount = standing(steps, number - 1)
        if amount:
            choices += [Step("annuls fine", 0), Step("reduces", 0, amount - 100)] if amount > 100 else []
        steps.append(draw(st.sampled_from(choices)))
    return steps


def told(steps: list[Step]) -> str:
    """The steps as Turtle."""
    text = act("a0", "2001-01-01", kind="AdministrativeDecision") + fine("a0")
    for number, step in enumerate(steps[1:], 1):
        verb = step.verb.partition(" ")[0]
        target = f"a{step.target}" + ("#fine" if step.verb in ("annuls fine", "reduces") else "")
        text += act(f"a{number}", f"20{number + 1:02}-01-01", effect(verb, target))
        if step.verb == "reduces":
            text += revision(f"a{number}", "a0#fine", f"{step.amount}.00")
    return text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), min_size=0, max_size=8))
def test_parity_of_a_chain_of_annulments(settle: Settle, links: list[bool]) -> None:
    """Each act annuls the one before it, or else upholds it and ends the chain."""
    steps = [Step("imposes", 0)]
    for number, annuls in enumerate(links, 1):
        steps.append(Step("annuls" if annuls else "upholds", number - 1))
    found = settle(told(steps))
    for now in range(len(steps)):
        day = f"20{now + 1:02}-06-01"
        assert found.total(day, "a0#fine") == standing(steps, now)
        assert len(found.on("a0#fine", day)) == 1


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plausible())
def test_the_amount_that_stands_is_the_one_an_oracle_says(settle: Settle, steps: list[Step]) -> None:
    found = settle(told(steps))
    for now in range(len(steps)):
        day = f"20{now + 1:02}-06-01"
        assert found.total(day, "a0#fine") == standing(steps, now), day
        [status] = found.on("a0#fine", day)
        assert (status == "annulled") == (standing(steps, now) == 0)
