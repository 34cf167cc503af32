"""Health: alive is not ready."""

from pathlib import Path

from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.snapshot import Snapshot


def test_alive_and_ready(client: TestClient, real: Snapshot) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready", "version": real.version}


def test_health_is_never_kept_by_a_cache(client: TestClient) -> None:
    for path in ("/health/live", "/health/ready"):
        assert client.get(path).headers["cache-control"] == "no-store"
        assert client.head(path).status_code == 200


def test_without_a_snapshot_it_lives_but_is_not_ready(tmp_path: Path) -> None:
    settings = Settings(snapshots=tmp_path, workers=1)
    app = create_app(settings, Versions(tmp_path))
    client = TestClient(app)  # Without its start, which would fail: `comity serve` says so before.
    try:
        assert client.get("/health/live").status_code == 200
        for path in ("/health/ready", "/api/v1/decisions", "/sparql?query=ASK%7B%7D"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "10"
            assert "comity build" in answer.json()["detail"]
    finally:
        app.state.comity.workers.close()
