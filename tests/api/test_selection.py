"""What lists of OAI-PMH are asked for, and the tokens with which they go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.selection import LONGEST, Fault, Selection, selection
from graph.changelog import entries
from graph.snapshot import Snapshot

TIMES = st.sampled_from(["", "2024-01-01", "2024-12-31T23:59:59Z"])


@given(st.sampled_from(["oai_dc", "oai_datacite"]), TIMES, st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_token_holds_all_that_was_asked(prefix: str, time: str, number: int, given_: int) -> None:
    asked = Selection(prefix, time, time, "", (number, number), given_)
    assert len(asked.token) < LONGEST
    assert selection({"resumptionToken": asked.token}, ()) == asked


def test_a_day_reaches_to_its_end() -> None:
    since, until = Selection("oai_dc", "2024-01-01", "2024-01-01").bounds
    assert (until - since).total_seconds() == 24 * 60 * 60 - 1


def test_rows_go_on_behind_the_last_one_given(client: TestClient, real: Snapshot) -> None:
    log = entries(real.folder.parent)
    rows = Selection("oai_dc").rows(log)
    assert Selection("oai_dc", after=rows[9].place).rows(log) == rows[10:]
    with pytest.raises(Fault):
        selection({}, log)
