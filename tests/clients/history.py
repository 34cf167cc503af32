"""A server whose change log tells of several snapshots, and one that spoils what it passes on."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from graph.changelog import Entry, entries
from graph.namespaces import thing
from tests.api.conftest import Server
from tests.conftest import BACKGROUND, DECISION, Project

GONE = """
<id/company/soon-gone> a comity:Company ; rdfs:label "Soon Gone AG"@en ; comity:seat <id/jurisdiction/lu> ;
  dcterms:source <id/source/lu-press> .
"""
NEW = """
<id/company/newcomer> a comity:Company ; rdfs:label "Newcomer & Söhne <GmbH>"@en ; comity:seat <id/jurisdiction/lu> ;
  dcterms:source <id/source/lu-press> .
"""
NOTICE = """
<id/company/soon-gone> <http://www.w3.org/2002/07/owl#deprecated> true ; dcterms:modified "2026-11-01"^^xsd:date ;
  rdfs:comment "It was never addressed."@en .
"""
OLD_LABEL, NEW_LABEL = "CNPD v Parcelwise: fine", "CNPD v Parcelwise: fine of 30.5 million"
CHANGED, CREATED = thing("decision", "lu-cnpd-2023-parcelwise"), thing("company", "newcomer")
WITHDRAWN, SAME = thing("company", "soon-gone"), thing("company", "parcelwise")


def begin(project: Project) -> None:
    """Two snapshots: between them one thing is created, one updated, one withdrawn."""
    project.write_all(BACKGROUND + GONE)
    project.build()
    project.write_all(BACKGROUND + NEW + NOTICE, DECISION.replace(OLD_LABEL, NEW_LABEL))
    project.build()


def go_on(project: Project, label: str) -> Entry:
    """One more snapshot, in which the decision has another label; gives what the log tells of it."""
    project.write_all(BACKGROUND + NEW + NOTICE, DECISION.replace(OLD_LABEL, label))
    project.build()
    return entries(project.snapshots)[-1]


@contextmanager
def spoilt(server: Server, spoil: Callable[[str, bytes], bytes]) -> Iterator[str]:
    """Address of a server that passes on what `server` answers, after `spoil` was done to path and body."""

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            kept = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
            connection.request("GET", self.path, headers=kept)
            answer = connection.getresponse()
            body = spoil(self.path, answer.read())
            connection.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Passing) as passing:
        passing.daemon_threads = True
        thread = threading.Thread(target=passing.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{passing.server_address[1]}"
        finally:
            passing.shutdown()
            thread.join()
