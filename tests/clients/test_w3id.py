"""The redirects of w3id.org, run by Apache as w3id.org runs them: every name leads to the right place, Accept kept."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
import requests
from rdflib.compare import isomorphic

from graph.namespaces import ROOT
from graph.snapshot import Snapshot
from tests.api.conftest import Server
from tests.clients.test_linked_data import IRI, expected
from tests.conftest import free_port, soon

RULES = ROOT / "ontology" / "w3id" / ".htaccess"
HOST = "https://comity.example.org"
MODULES = ("mpm_event", "authz_core", "rewrite")
CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
{modules}
DocumentRoot {folder}/root
<Directory {folder}/root>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def w3id(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the project at an Apache with our rules, which lead to the server of the tests."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.fail("apache2 is missing, without which these tests say nothing: `make test` installs it.")
    folder, port = tmp_path_factory.mktemp("apache"), free_port()
    (folder / "root" / "comity").mkdir(parents=True)
    for place in (folder, *folder.parents[:2], folder / "root", folder / "root" / "comity"):
        place.chmod(0o755)  # Apache reads files as another user where root starts it.
    rules = RULES.read_text(encoding="utf-8")
    assert HOST in rules
    file = folder / "root" / "comity" / ".htaccess"
    file.write_text(rules.replace(HOST, server.url))
    loaded = (f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
    configuration = folder / "conf"
    configuration.write_text(CONFIGURATION.format(port=port, folder=folder, modules="\n".join(loaded)))
    process = subprocess.Popen([program, "-f", str(configuration), "-D", "FOREGROUND"])
    try:

        def answers() -> bool:
            assert process.poll() is None, Path(folder / "log").read_text()
            try:
                requests.head(f"http://127.0.0.1:{port}/", timeout=60)
            except requests.ConnectionError:
                return False
            return True

        soon(answers)
        yield f"http://127.0.0.1:{port}/comity"
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.parametrize(
    ("path", "accept", "target", "media_type"),
    [
        ("/id/decision/nl-ap-2024-clearview", "text/turtle", "/decisions/nl-ap-2024-clearview.ttl", "text/turtle"),
        ("/id/decision/nl-ap-2024-clearview", "text/html", "/decisions/nl-ap-2024-clearview", "text/html"),
        (
            "/id/case/clearview-scraping?as_of=2024-01-01",
            "*/*",
            "/cases/clearview-scraping?as_of=2024-01-01",
            "text/html",
        ),
        ("/concept/force/annulled", "application/ld+json", "/concepts/force/annulled.jsonld", "application/ld+json"),
        ("/ontology", "application/rdf+xml", "/ontology", "application/rdf+xml"),
        ("/ontology", "text/html", "/ontology", "text/html"),
        ("/query/top-ten-fines", "text/turtle", "/queries/top-ten-fines.ttl", "text/turtle"),
        ("/sparql?query=ASK%20%7B%7D", "text/csv", "/sparql?query=ASK%20%7B%7D", "text/csv"),
        ("/", "text/html", "/", "text/html"),
    ],
)
def test_a_name_leads_to_its_place(
    w3id: str, server: Server, path: str, accept: str, target: str, media_type: str
) -> None:
    answer = requests.get(w3id + path, headers={"Accept": accept}, timeout=30)
    assert answer.history[0].status_code == 302
    assert answer.url == server.url + target
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_citable_query_and_a_posted_one_arrive_whole(w3id: str, server: Server) -> None:
    token = requests.get(f"{server.url}/q?query=ASK%20%7B%7D", allow_redirects=False, timeout=30).headers["location"]
    assert requests.get(w3id + token, headers={"Accept": "application/json"}, timeout=30).json()["data"]["unchanged"]
    answer = requests.post(f"{w3id}/sparql", data={"query": "ASK {}"}, headers={"Accept": "text/csv"}, timeout=30)
    assert (answer.history[0].status_code, answer.text.strip()) == (307, "true")


def test_rdflib_resolves_a_name(w3id: str, real: Snapshot) -> None:
    found = rdflib.Graph().parse(f"{w3id}/id/decision/nl-ap-2024-clearview")
    assert isomorphic(found, expected(real, IRI))


def test_the_version_of_the_ontology_leads_to_itself(w3id: str, server: Server) -> None:
    written = requests.get(f"{server.url}/ontology.ttl", timeout=30).text
    facts = rdflib.Graph().parse(data=written, format="turtle")
    [version] = facts.objects(None, rdflib.OWL.versionIRI)
    path = str(version).removeprefix("https://w3id.org/comity")
    answer = requests.get(w3id + path, headers={"Accept": "text/turtle"}, timeout=30)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    assert answer.url.startswith(f"{server.url}/ontology.ttl?version=")
    assert f"{path.rpartition('/')[2]}" in answer.text
