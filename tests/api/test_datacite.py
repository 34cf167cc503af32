"""DataCite: valid by the schema of version 4.5, and true of the snapshot."""

from typing import Any

import pytest
from datacite import schema45
from starlette.testclient import TestClient

from graph.snapshot import Snapshot


@pytest.fixture(scope="module")
def record(client: TestClient) -> dict[str, Any]:
    """The record, as a client that asks the home page for it gets it."""
    answer = client.get("/", headers={"Accept": "application/vnd.datacite.datacite+json"})
    assert answer.headers["content-type"] == "application/vnd.datacite.datacite+json"
    found: dict[str, Any] = answer.json()
    return found


def test_it_is_valid(record: dict[str, Any]) -> None:
    assert schema45.validate(record)
    assert "Comity" in schema45.tostring(record)


@pytest.mark.parametrize("missing", ["creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"])
def test_the_schema_sees_what_is_missing(record: dict[str, Any], missing: str) -> None:
    assert not schema45.validate({name: value for name, value in record.items() if name != missing})


def test_it_tells_the_snapshot(record: dict[str, Any], real: Snapshot) -> None:
    assert record["version"] == real.version
    assert record["alternateIdentifiers"][0]["alternateIdentifier"] == f"https://w3id.org/comity/dataset/{real.version}"
    assert record["publicationYear"] == real.manifest["built"][:4]
    assert record["sizes"] == [f"{sum(real.manifest['quads'].values())} quads"]
    assert {"geoLocationPlace": "Netherlands"} in record["geoLocations"]
