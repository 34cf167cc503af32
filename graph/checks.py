"""Checks: the queries whose every row is a fault, each with the sentence that says what to do."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import QuerySolutions, Store

from graph.errors import GraphError
from graph.findings import Finding, Severity, compact
from graph.queries import Query


def findings(store: Store, checks: Mapping[str, Query]) -> Iterator[Finding]:
    """What the checks find in `store`, without its place. Raises GraphError for one that is not a SELECT query."""
    for check in checks.values():
        rows = store.query(check.text, use_default_graph_as_union=True)
        if not isinstance(rows, QuerySolutions):
            raise GraphError(f"The check {check.name} is not a SELECT query: make it one.")
        names = [variable.value for variable in rows.variables]
        severity: Severity = "warning" if check.fields.get("severity") == "warning" else "violation"
        for row in rows:
            values = {name: getattr(row[name], "value", "") if row[name] else "" for name in names}
            message = _filled(check.fields["message"], values)
            yield Finding(severity, message, values["focus"], "", "", f"checks/{check.name}")


def _filled(template: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: compact(values.get(match.group(1), "")), template)
