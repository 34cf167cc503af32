"""Derivation: what follows from the facts, by the rules in `queries/rules`, never by hand."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from graph.errors import GraphError
from graph.namespaces import GRAPH_DERIVED
from graph.queries import Query

REPEATED = "1"
"""The stage whose rules feed one another: classes, effects of acts on acts. Later ones are asked once, in order."""
ROUNDS = 25
"""Rounds after which that stage must have settled. A chain of appeals has a handful of steps; 25 means a loop."""


def derive(quads: Iterable[Quad], rules: Mapping[str, Query], store: Store | None = None) -> list[Quad]:
    """The quads that the rules derive from `quads`, in the derived graph, sorted.

    The first digit of a rule's file name is its stage. The rules of stage 1 are repeated until they add nothing;
    those of later stages are asked once, each seeing what those before it by name have added. So a rule may ask for
    what is absent from earlier stages. An empty store that is given holds both `quads` and what was derived in the
    end. Raises GraphError when stage 1 does not settle.
    """
    quads = tuple(quads)
    asserted = {quad.triple for quad in quads}  # Not derived again: the union of the graphs would count it twice.
    store = Store() if store is None else store
    store.bulk_extend(quads)
    graph = NamedNode(GRAPH_DERIVED)
    derived: set[Quad] = set()
    for stage, group in groupby(rules.values(), key=lambda rule: rule.name[0]):
        members = list(group)
        for _ in range(ROUNDS):
            size = len(derived)
            for rule in members:
                triples = store.query(rule.text, use_default_graph_as_union=True)
                if not isinstance(triples, QueryTriples):
                    raise GraphError(f"The rule {rule.name} is not a CONSTRUCT query: make it one.")
                new = {Quad(t.subject, t.predicate, t.object, graph) for t in triples if t not in asserted} - derived
                store.extend(new)
                derived |= new
            if len(derived) == size or stage != REPEATED:
                break
        else:
            raise GraphError(f"The rules of stage {stage} still add facts after {ROUNDS} rounds: look for a loop.")
    return sorted(derived, key=str)
