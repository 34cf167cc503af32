"""CKAN, on which most open data portals run, with its profile for DCAT-AP 3. `make test` installs it apart."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from graph.namespaces import BASE
from graph.snapshot import Snapshot
from tests.api.conftest import Server, running
from tests.clients.conftest import FOLDER, output

CKAN = FOLDER / ".ckan" / "bin" / "python"


def datasets(server: Server) -> dict[str, dict[str, Any]]:
    """The datasets that CKAN obtains, by their IRI, the extras of each as its fields."""
    found = json.loads(output(str(CKAN), "portal.py", f"{server.url}/catalog.ttl"))
    shown = [{**one, **{extra["key"]: extra["value"] for extra in one["extras"]}} for one in found]
    return {one["uri"]: one for one in shown}


def wrong(server: Server, dataset: dict[str, Any]) -> list[str]:
    """Names of the resources whose file is not the one that the catalogue tells of."""
    found = []
    for resource in dataset["resources"]:
        body = server.ask("/" + resource["download_url"].removeprefix(BASE)).body
        if (len(body), hashlib.sha256(body).hexdigest()) != (resource["size"], resource["hash"]):
            found.append(resource["name"])
    return found


@pytest.fixture(scope="module")
def harvested(server: Server) -> dict[str, dict[str, Any]]:
    """The datasets of the catalogue."""
    return datasets(server)


def test_the_snapshot_and_its_graphs(harvested: dict[str, dict[str, Any]], real: Snapshot) -> None:
    whole = f"{BASE}dataset/{real.version}"
    assert set(harvested) == {whole, *(f"{whole}#{graph.rpartition('/')[2]}" for graph in real.graphs)}
    dataset = harvested[whole]
    assert dataset["title"].startswith("Comity")
    assert len(dataset["notes"]) > 100
    assert dataset["version"] == real.version
    assert {tag["name"] for tag in dataset["tags"]} >= {"data protection", "GDPR"}
    assert dataset["publisher_name"] == "The Comity founders"
    assert dataset["issued"] == real.manifest["built"]
    assert dataset["temporal_start"] < dataset["temporal_end"]
    assert len(json.loads(dataset["language"])) == 5
    assert json.loads(dataset["theme"]) == ["http://publications.europa.eu/resource/authority/data-theme/JUST"]
    assert json.loads(dataset["conforms_to"]) == [f"{BASE}ontology"]
    assert len(json.loads(dataset["documentation"])) == 3


def test_its_resources_are_the_files(server: Server, harvested: dict[str, dict[str, Any]], real: Snapshot) -> None:
    dataset = harvested[f"{BASE}dataset/{real.version}"]
    assert len(dataset["resources"]) == 8
    assert {resource["license"] for resource in dataset["resources"]} == {"CC BY 4.0"}
    assert wrong(server, dataset) == []


def test_a_wrong_checksum_is_found_out(snapshots: Path, real: Snapshot, tmp_path: Path) -> None:
    broken = tmp_path / "snapshots"
    shutil.copytree(snapshots, broken)
    sums = broken / real.version / "dumps" / "SHA256SUMS"
    lines = [
        f"{'0' * 64}  comity.nq.gz" if line.endswith(" comity.nq.gz") else line for line in sums.read_text().split("\n")
    ]
    sums.write_text("\n".join(lines))
    with running(broken, tmp_path / "log") as server:
        assert wrong(server, datasets(server)[f"{BASE}dataset/{real.version}"]) == ["comity.nq.gz"]
