"""A client that asks as OpenRefine does, and holds every answer to the specification."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

SCHEMA = json.loads((Path(__file__).parent / "reconciliation.schema.json").read_text(encoding="utf-8"))


def valid(body: Any, form: str) -> Any:
    """The body, which has the form that the specification gives it."""
    Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{form}"}).validate(body)
    return body


@dataclass(frozen=True)
class OpenRefine:
    """The requests of OpenRefine, in its encoding."""

    client: TestClient

    def batch(self, **queries: Any) -> Any:
        """Candidates for a batch, sent as a form."""
        answer = self.client.post("/reconcile", data={"queries": json.dumps(queries)})
        assert answer.status_code == 200, answer.text
        return valid(answer.json(), "results")

    def best(self, text: str, **more: Any) -> Any:
        """The candidates for one text."""
        return self.batch(q0={"query": text, **more})["q0"]["result"]

    def extend(self, ids: list[str], *properties: Any) -> Any:
        """Values of properties, given as ids or as objects with settings."""
        asked = [one if isinstance(one, dict) else {"id": one} for one in properties]
        answer = self.client.post("/reconcile", data={"extend": json.dumps({"ids": ids, "properties": asked})})
        assert answer.status_code == 200, answer.text
        return valid(answer.json(), "extension")

    def suggest(self, what: str, prefix: str, **more: str) -> Any:
        """Suggestions for what is being typed."""
        answer = self.client.get(f"/reconcile/suggest/{what}", params={"prefix": prefix, **more})
        assert answer.status_code == 200, answer.text
        return valid(answer.json(), "suggestions")["result"]
