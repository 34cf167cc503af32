"""Divergences on a made-up graph: what differs is found, decoys are not."""

import re
from typing import Any

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

from api.alignment import Alignment
from api.decisions import MEASURE_LISTS, RELATIONS
from api.divergences import divergences
from api.matrix import alignment_query
from api.questions import questions
from api.reach import reach
from api.support import Support
from api.versions import View
from graph.namespaces import ID
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore

PROVISIONS = """@base <https://w3id.org/comity/id/> . @prefix c: <https://w3id.org/comity/ontology#> .
@prefix d: <http://purl.org/dc/terms/> .
<provision/gdpr-3-2-b> c:instrument <instrument/gdpr> ; c:number "3(2)(b)" .
<provision/gdpr-3-2-a> c:instrument <instrument/gdpr> ; c:number "3(2)(a)" .
<provision/gdpr-3-2> c:instrument <instrument/gdpr> ; c:number "3(2)" .
<provision/gdpr-3-1> c:instrument <instrument/gdpr> ; c:number "3(1)" .
<provision/gdpr-6> c:instrument <instrument/gdpr> ; c:number "6" ; c:counterpart <provision/uk-gdpr-6> .
<provision/uk-gdpr-6> c:instrument <instrument/uk-gdpr> ; c:number "6" ; c:counterpart <provision/gdpr-6> .
<provision/gdpr-6-1> c:instrument <instrument/gdpr> ; c:number "6(1)" ; d:isPartOf <provision/gdpr-6> .
<provision/gdpr-6-1-f> c:instrument <instrument/gdpr> ; c:number "6(1)(f)" ;
  d:isPartOf <provision/gdpr-6-1> , <provision/gdpr-6> .
<provision/gdpr-9> c:instrument <instrument/gdpr> ; c:number "9" ; c:counterpart <provision/uk-gdpr-9> .
<provision/uk-gdpr-9> c:instrument <instrument/uk-gdpr> ; c:number "9" ; c:counterpart <provision/gdpr-9> .
<provision/gdpr-22> c:instrument <instrument/gdpr> ; c:number "22" ; c:formerCounterpart <provision/uk-gdpr-22> .
<provision/uk-gdpr-22> c:instrument <instrument/uk-gdpr> ; c:number "22" ; c:formerCounterpart <provision/gdpr-22> ;
  c:inForceUntil "2026-02-05"^^<http://www.w3.org/2001/XMLSchema#date> .
<provision/uk-gdpr-22a> c:instrument <instrument/uk-gdpr> ; c:number "22A" ;
  c:inForceFrom "2026-02-05"^^<http://www.w3.org/2001/XMLSchema#date> .
<provision/pipeda-1> c:instrument <instrument/pipeda> ; c:number "1" .
<provision/pipeda-whole> c:instrument <instrument/pipeda> .
"""
NAMES = "".join(
    f'<{name}> <http://www.w3.org/2000/01/rdf-schema#label> "{name.partition("/")[2]}"@en .\n'
    for name in sorted(set(re.findall(r"<((?:provision|instrument)/[^>]+)>", PROVISIONS)))
)


NUMBERS = {
    **{"gdpr-3-2-a": "3(2)(a)", "gdpr-3-2-b": "3(2)(b)", "gdpr-3-2": "3(2)", "gdpr-3-1": "3(1)"},
    "pipeda-whole": None,
}


def base(name: str) -> dict[str, Any]:
    """A provision as the record of an act has it; its instrument is what stands before its number."""
    law, _, rest = name.rpartition("gdpr-")
    instrument = f"{law}gdpr" if rest != name else name.partition("-")[0]
    told = {"id": instrument, "iri": f"{ID}instrument/{instrument}", "label": instrument}
    number = NUMBERS.get(name, "x")
    shown = {"id": name, "iri": f"{ID}provision/{name}", "label": name, "number": number}
    return {**shown, "instrument": told}


def act(name: str, where: str, **more: Any) -> dict[str, Any]:
    """An act with those provisions by relation, states, outcomes, grounds, effects and a fine or none."""
    force, finality = more.get("force", "in-force"), more.get("finality", "unknown")
    status = {"force": {"id": force, "label": force}, "finality": {"id": finality, "label": finality}}
    measures: dict[str, Any] = {kind: [] for kind in MEASURE_LISTS.values()}
    if "fine" in more:
        money = {"amount": more["fine"], "currency": "EUR"}
        fine = {"id": f"{name}#fine", "iri": f"{name}#fine", "label": "Fine", "money": money}
        measures["fines"] = [{**fine, "status": {**status, "execution": None}}]
    for kind, states in more.get("execution", {}).items():
        measures[kind] = [
            {
                **{"id": f"{name}#{kind}-{number}", "iri": f"{name}#{kind}-{number}", "label": f"{kind} {number}"},
                "status": {**status, "execution": {"id": state, "label": state} if state else None},
            }
            for number, state in enumerate(states)
        ]
    return {
        **{"id": name, "iri": name, "url": name, "label": name, "as_of": "2025-01-01"},
        "jurisdiction": {"id": where, "label": where},
        "case": {"id": more.get("case", "case")},
        "type": {"id": more.get("type", "AdministrativeDecision")},
        "legal_bases": {relation: [base(one) for one in more.get(relation, ())] for relation in RELATIONS},
        "status": {**status, "execution": None},
        "measures": measures,
        "outcomes": [{"id": one, "label": one} for one in more.get("outcomes", ())],
        "grounds": [{"id": one, "label": one} for one in more.get("grounds", ())],
        "findings": [
            {
                "iri": f"{name}#{number}",
                "label": f"finding {number}",
                "provisions": [{"iri": base(one)["iri"]} for one in provisions],
                "status": {"force": {"id": stands, "label": stands}, "finality": None, "execution": None},
            }
            for number, (stands, provisions) in enumerate(more.get("findings", ()))
        ],
        "affects": [{"id": on, "iri": on, "relation": {"id": how}} for how, on in more.get("affects", ())],
        "affected_by": [
            {
                **{"id": by, "label": by, "relation": {"id": how}, "effective": "2024-01-01", "derived": False},
                "object": {"iri": "".join([name, *on])},
            }
            for how, by, *on in more.get("affected_by", ())
        ],
        **{"decided": more.get("decided", "2024-01-01"), "sources": []},
        "mechanisms": [{"id": one, "label": one} for one in more.get("mechanisms", ())],
        "respondents": [
            {"id": more.get("respondent", "company"), "seat": {"id": more["seat"]} if "seat" in more else None}
        ],
    }


@pytest.fixture(scope="module")
def view(real: Snapshot) -> View:
    """A store that knows the made-up provisions only."""
    store = Oxigraph()
    store.load((PROVISIONS + NAMES).encode(), format=RdfFormat.TURTLE)
    return View(real, EmbeddedStore(store))


def raw(view: View, *acts: dict[str, Any]) -> list[dict[str, Any]]:
    """Divergences as they are told."""
    iris = [one["iri"] for act_ in acts for bases in act_["legal_bases"].values() for one in bases]
    alignment, support = Alignment(view, alignment_query(), iris), Support(acts)
    rows = [reach(acts, alignment, support), *questions(acts, alignment, support)]
    return divergences(acts, rows, alignment)


def told(view: View, *acts: dict[str, Any]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Divergences by kind and question: the acts by their answer."""
    return {
        (one["kind"], one["question"]): {side["answer"]: [who["id"] for who in side["acts"]] for side in one["sides"]}
        for one in raw(view, *acts)
    }


def test_parallel_provisions_are_one_question(view: View) -> None:
    found = told(view, act("a", "fr", infringes=["gdpr-6"]), act("b", "gb", infringes=["uk-gdpr-6"], force="annulled"))
    assert found["provision", "infringes:gdpr-6"] == {"found": ["a"], "found, then annulled": ["b"]}


def test_a_finding_set_aside_apart_differs_from_the_rest_of_its_act(view: View) -> None:
    split = act("a", "fr", infringes=["gdpr-6", "gdpr-9"], force="partly-annulled", findings=[("annulled", ["gdpr-9"])])
    found = told(view, split, act("b", "gb", infringes=["uk-gdpr-6"]), act("c", "it", infringes=["gdpr-9"]))
    assert found["provision", "infringes:gdpr-9"] == {
        "found": ["c"],
        "found, then annulled": ["a"],
        "not recorded": ["b"],
    }
    assert found["provision", "infringes:gdpr-6"] == {"found": ["a", "b"], "not recorded": ["c"]}


def test_a_finding_confirmed_by_the_ruling_that_annuls_its_act_stands(view: View) -> None:
    kept = act("a", "lu", infringes=["gdpr-6", "gdpr-9"], force="annulled", findings=[("in-force", ["gdpr-6"])])
    found = told(view, kept, act("b", "it", infringes=["gdpr-6", "gdpr-9"]))
    assert found == {
        ("provision", "infringes:gdpr-9"): {"found": ["b"], "found, then annulled": ["a"]},
        ("status", "status:force"): {"annulled": ["a"], "in-force": ["b"]},
    }
    unnamed = act("a", "be", infringes=["gdpr-6"], force="annulled", findings=[("in-force", [])])
    found = told(view, unnamed, act("b", "it", infringes=["gdpr-6"]))
    assert list(found["provision", "infringes:gdpr-6"].values()) == [["b"], ["a"]]
    assert any("which is not recorded" in answer for answer in found["provision", "infringes:gdpr-6"])


def test_a_legal_basis_rejected_and_accepted_diverges(view: View) -> None:
    set_aside = act("a", "fr", rejects=["gdpr-6-1-f"], findings=[("annulled", ["gdpr-6-1-f"])])
    found = told(view, set_aside, act("b", "fr", accepts=["gdpr-6-1-f"], type="Judgment"))
    assert found["basis", "rejects:gdpr-6-1-f"] == {"rejected, then annulled": ["a"], "accepted": ["b"]}


def test_the_same_finding_is_no_divergence(view: View) -> None:
    assert told(view, act("a", "fr", infringes=["gdpr-6"]), act("b", "gb", infringes=["uk-gdpr-6"])) == {}


def test_a_point_is_a_finding_on_its_article_and_not_the_other_way_round(view: View) -> None:
    found = told(view, act("a", "fr", infringes=["gdpr-6-1"]), act("b", "it", infringes=["gdpr-6"]))
    assert found == {}


def test_what_nobody_recorded_is_no_answer(view: View) -> None:
    acts = act("a", "fr", infringes=["gdpr-6", "gdpr-9"]), act("b", "it", infringes=["gdpr-6"])
    assert told(view, *acts) == {("provision", "infringes:gdpr-9"): {"found": ["a"], "not recorded": ["b"]}}


def test_acts_under_another_law_are_not_asked(view: View) -> None:
    found = told(view, act("a", "fr", infringes=["gdpr-6"]), act("b", "ca", infringes=["pipeda-1"]))
    assert not [kind for kind, _ in found if kind == "provision"]


def test_the_law_of_one_legal_order_is_not_asked_of_another(view: View) -> None:
    """Article 22 of the UK GDPR had a parallel until February 2026; what replaced it has none."""
    british, french = act("gb", "gb", infringes=["uk-gdpr-22"]), act("fr", "fr", infringes=["gdpr-6"])
    expected = {("provision", "infringes:gdpr-22"): {"found": ["gb"], "not recorded": ["fr"]}}
    found = told(view, british, french)
    assert {key: value for key, value in found.items() if key[1] == "infringes:gdpr-22"} == expected
    late = act("gb", "gb", infringes=["uk-gdpr-22a"], decided="2026-03-01")
    assert ("provision", "infringes:uk-gdpr-22a") not in told(view, late, french)
    union = act("nl", "nl", infringes=["gdpr-22"], decided="2026-03-01")
    assert ("provision", "infringes:gdpr-22") not in told(view, union, late)
    before = act("gb", "gb", infringes=["uk-gdpr-6"], decided="2026-01-01")
    assert told(view, union, before)["provision", "infringes:gdpr-22"] == {"found": ["nl"], "not recorded": ["gb"]}


def test_a_law_found_infringed_without_its_sections_answers_for_none_of_them(view: View) -> None:
    section, whole = act("a", "ca-ab", infringes=["pipeda-1"]), act("b", "ca", infringes=["pipeda-whole"])
    assert not [kind for kind, _ in told(view, section, whole) if kind == "provision"]


def theories(view: View, *acts: dict[str, Any]) -> dict[str, list[str]]:
    """Theories of reach of acts, by their id; of those that raise the question."""
    iris = [one["iri"] for act_ in acts for bases in act_["legal_bases"].values() for one in bases]
    answers = reach(acts, Alignment(view, alignment_query(), iris), Support(acts)).answers
    return {name: [one["theory"] for one in cell["values"][0]["theories"]] for name, cell in answers.items()}


def test_an_authority_and_its_own_state_raise_no_question_of_reach(view: View) -> None:
    reaching = act("nl", "nl", infringes=["gdpr-6"], applies=["gdpr-3-2-b"], seat="us")
    home = act("se", "se", infringes=["pipeda-1"], seat="se")
    assert theories(view, reaching, home) == {"nl": ["monitoring of behaviour"]}
    abroad = act("se", "se", infringes=["pipeda-1"], seat="us")
    assert theories(view, reaching, abroad)["se"] == ["other law"]
    joint = act("ca-qc", "ca-qc", infringes=["pipeda-1"], seat="ca", mechanisms=["extraterritorial"])
    assert theories(view, reaching, joint)["ca-qc"] == ["other law"]


def test_a_statute_is_no_theory_of_reach(view: View) -> None:
    reaching = act("nl", "nl", infringes=["gdpr-6"], applies=["gdpr-3-2-b"])
    abroad = act("se", "se", infringes=["pipeda-1"], seat="us")
    assert ("reach-theory", "reach") not in told(view, reaching, abroad)
    third = act("fr", "fr", infringes=["gdpr-6"], applies=["gdpr-3-1"])
    assert told(view, reaching, abroad, third)["reach-theory", "reach"] == {
        "monitoring of behaviour": ["nl"],
        "not recorded": ["se"],
        "establishment": ["fr"],
    }


def test_the_points_of_article_3_2_are_theories_and_an_act_that_names_both_has_one_answer(view: View) -> None:
    both = act("it", "it", infringes=["gdpr-6"], applies=["gdpr-3-2-a", "gdpr-3-2-b"])
    assert ("reach-theory", "reach") not in told(view, both)
    one = act("nl", "nl", infringes=["gdpr-6"], applies=["gdpr-3-2-b"])
    found = told(view, both, one)
    expected = {"monitoring of behaviour and offering of goods or services": ["it"], "monitoring of behaviour": ["nl"]}
    assert found["reach-theory", "reach"] == expected
    unnamed = act("fr", "fr", infringes=["gdpr-6"], applies=["gdpr-3-2"])
    assert ("reach-theory", "reach") not in told(view, one, unnamed)
    established = act("ie", "ie", infringes=["gdpr-6"], mechanisms=["one-stop-shop"])
    assert told(view, unnamed, established)["reach-theory", "reach"] == {
        "offering or monitoring": ["fr"],
        "establishment": ["ie"],
    }


def test_an_act_that_found_nothing_against_the_respondent_said_so(view: View) -> None:
    nothing = act("b", "it", applies=["gdpr-6"], outcomes=["no-infringement"])
    found = told(view, act("a", "fr", infringes=["gdpr-6"], fine="10.00"), nothing)
    assert found["provision", "infringes:gdpr-6"] == {"found": ["a"], "not found": ["b"]}
    assert found["fine", "fines"] == {"fined": ["a"], "no fine: no infringement found": ["b"]}


def test_a_notice_alleges_only(view: View) -> None:
    notice = act("b", "it", alleges=["gdpr-6"], type="ProvisionalAct")
    found = told(view, act("a", "fr", infringes=["gdpr-6"]), notice)
    assert found["provision", "infringes:gdpr-6"] == {"found": ["a"], "alleged only": ["b"]}


def test_a_basis_rejected_here_and_not_there(view: View) -> None:
    left = act("b", "de", reliedOn=["gdpr-6-1-f"], outcomes=["motion-denied"], type="Judgment")
    open_ = act("c", "no", reliedOn=["gdpr-6-1-f"])
    found = told(view, act("a", "fr", rejects=["gdpr-6-1-f"], reliedOn=["gdpr-6-1-f"]), left, open_)
    assert found["basis", "rejects:gdpr-6-1-f"] == {
        "rejected": ["a"],
        "relied on and not rejected": ["b"],
        "relied on, what was held is not recorded": ["c"],
    }


def test_a_fine_and_none_recorded(view: View) -> None:
    again = act("d", "it", infringes=["gdpr-6"])
    acts = act("a", "fr", infringes=["gdpr-6"]), act("b", "it", infringes=["gdpr-6"], fine="5.00"), again
    assert told(view, *acts)["fine", "fines"] == {"fined": ["b"], "not recorded": ["a"]}


def test_reach_refused_for_want_of_competence(view: View) -> None:
    undone = [("annuls", "ruling")]
    notice = act("gb", "gb", infringes=["uk-gdpr-6"], applies=["gdpr-3-2-b"], force="annulled", affected_by=undone)
    on = {"grounds": ["competence"], "affects": [("annuls", "gb")], "type": "Judgment"}
    ruling = act("ruling", "gb", **on)
    fr = act("fr", "fr", infringes=["gdpr-6"], applies=["gdpr-3-1"])
    found = told(view, notice, fr, ruling)
    assert found["reach", "reach"] == {"accepted, then annulled": ["gb"], "accepted": ["fr"], "refused": ["ruling"]}
    assert found["reach-theory", "reach"] == {"monitoring of behaviour": ["gb"], "establishment": ["fr"]}
    assert found["appeal", "appeals:gb"] == {"decided so": ["gb"], "annulled": ["ruling"]}
    other = told(view, notice, fr, act("ruling", "gb", **{**on, "grounds": ["procedure"]}))
    assert ("reach", "reach") not in other


def test_a_ruling_on_a_ruling_turns_it_round_again(view: View) -> None:
    notice = act("gb", "gb", infringes=["uk-gdpr-6"], force="revived")
    first = act("first", "gb", grounds=["competence"], affects=[("annuls", "gb")], type="Judgment", force="annulled")
    second = act("second", "gb", grounds=["competence"], affects=[("annuls", "first")], type="Judgment")
    found = told(view, notice, first, second)
    assert found["reach", "reach"] == {"accepted": ["gb", "second"], "refused, then annulled": ["first"]}


def test_status_differs_only_between_known_states(view: View) -> None:
    acts = act("a", "fr", infringes=["gdpr-6"], finality="final"), act("b", "it", infringes=["gdpr-6"])
    assert told(view, *acts) == {}
    third = act("c", "nl", infringes=["gdpr-6"], finality="under-appeal")
    found = told(view, *acts, third)
    expected = {"final": ["a"], "not recorded": ["b"], "under-appeal": ["c"]}
    assert found["status", "status:finality"] == expected


def test_what_is_in_force_again_is_in_force(view: View) -> None:
    acts = act("a", "br", infringes=["gdpr-6"], force="revived"), act("b", "br", infringes=["gdpr-6"], force="in force")
    assert told(view, *acts) == {}


def test_an_act_is_no_divergence_from_itself_and_like_is_compared_with_like(view: View) -> None:
    states = {"fines": ["unpaid"], "orders": ["not complied with"], "periodic_penalties": ["liquidated"]}
    french = act("fr", "fr", infringes=["gdpr-6"], execution=states)
    dutch = act("nl", "nl", infringes=["gdpr-6"], execution={"fines": ["unpaid"], "orders": [None]})
    assert told(view, french, dutch) == {}
    greek = act("gr", "gr", infringes=["gdpr-6"], execution={"fines": ["paid"], "orders": ["not complied with"]})
    assert told(view, french, dutch, greek) == {
        ("status", "status:execution:fines"): {"unpaid": ["fr", "nl"], "paid": ["gr"]}
    }


def test_an_act_with_two_orders_gives_one_answer(view: View) -> None:
    mixed = act("a", "fr", infringes=["gdpr-6"], execution={"orders": ["complied with", "not complied with"]})
    assert told(view, mixed) == {}
    done = act("b", "it", infringes=["gdpr-6"], execution={"orders": ["complied with"]})
    assert told(view, mixed, done)["status", "status:execution:orders"] == {
        "complied with and not complied with": ["a"],
        "complied with": ["b"],
    }


def test_to_annul_one_finding_is_not_to_annul_the_act(view: View) -> None:
    ruled = [("annuls", "ruling", "#0"), ("upholds", "ruling", "#fine"), ("upholds", "first")]
    changed = act("a", "ng", infringes=["gdpr-6"], fine="1.00", findings=[("annulled", ["gdpr-6"])], affected_by=ruled)
    ruling, first = act("ruling", "ng", type="Judgment"), act("first", "ng", type="Judgment")
    assert told(view, changed, ruling, first)["appeal", "appeals:a"] == {
        "decided so": ["a"],
        "annulled in this part: finding 0": ["ruling"],
        "upheld in this part: Fine": ["ruling"],
        "upheld": ["first"],
    }
    [one] = [one for one in raw(view, changed, ruling, first) if one["kind"] == "appeal"]
    of = {side["answer"]: side["of"]["iri"] for side in one["sides"] if "of" in side}
    assert of == {"annulled in this part: finding 0": "a#0", "upheld in this part: Fine": "a#fine"}


def test_no_infringement_answers_for_what_was_examined(view: View) -> None:
    found = act("a", "no", infringes=["gdpr-6-1", "gdpr-9"], rejects=["gdpr-6-1-f"])
    point = act("b", "es", applies=["gdpr-6-1-f"], outcomes=["no-infringement"])
    answers = told(view, found, point)
    assert answers["provision", "infringes:gdpr-6-1"] == {"found": ["a"], "not found, of the part examined": ["b"]}
    assert answers["basis", "rejects:gdpr-6-1-f"] == {"rejected": ["a"], "examined and not rejected": ["b"]}
    assert ("provision", "infringes:gdpr-9") not in answers
    whole = act("c", "it", applies=["gdpr-6"], outcomes=["no-infringement"])
    answers = told(view, found, whole)
    assert answers["provision", "infringes:gdpr-6-1"] == {"found": ["a"], "not found": ["c"]}
    assert ("basis", "rejects:gdpr-6-1-f") not in answers


def test_one_respondent_fined_does_not_answer_for_another(view: View) -> None:
    fined = act("a", "se", infringes=["gdpr-9"], fine="5.00", respondent="shop")
    order = act("b", "se", infringes=["gdpr-6"], execution={"orders": [None]}, respondent="grocer")
    found = told(view, fined, order)
    assert found["fine", "fines"] == {"fined": ["a"], "other measures, and no fine recorded": ["b"]}
    assert found["provision", "infringes:gdpr-9"] == {"found": ["a"], "not recorded": ["b"]}
    assert not any(one["recorded"] for one in raw(view, fined, order))
    same = act("b", "se", infringes=["gdpr-6"], execution={"orders": [None]}, respondent="shop")
    assert told(view, fined, same) == {}
    other_case = act("b", "se", infringes=["gdpr-6"], respondent="shop", case="other")
    assert told(view, fined, other_case)["fine", "fines"] == {"fined": ["a"], "not recorded": ["b"]}
