"""Permalinks: tokens that come back as they went, and canonical answers."""

import base64
import hashlib
import json
import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import PermalinkError
from graph.permalink import LONGEST_TOKEN, Difference, Permalink, canonical, difference, digest, permalink
from graph.tokens import LONGEST

HEX = "0123456789abcdef"
PERMALINKS = st.builds(
    Permalink,
    query=st.text(st.characters(exclude_categories=("Cs",)), max_size=300),
    version=st.text(HEX, min_size=1, max_size=64),
    built=st.dates().map(str),
    commit=st.text(HEX, max_size=40),
    rows=st.integers(0, 10**9),
    sha256=st.text(HEX, min_size=64, max_size=64),
    edition=st.sampled_from([1, 2]),
)


@given(PERMALINKS)
def test_a_token_gives_back_what_it_was_made_of(cited: Permalink) -> None:
    assert permalink(cited.token) == cited
    assert cited.token.replace("-", "").replace("_", "").isalnum()
    assert cited.token.isascii()


def packed(members: object) -> str:
    """A token as somebody else might forge it."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(members).encode())).decode().rstrip("=")


GOOD = [1, "ab", "2026-11-22", "", 1, "0" * 64, "ASK {}"]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "é",
        "A" * (LONGEST_TOKEN + 1),
        packed(GOOD)[:-3],
        packed(GOOD) + "AAAA",
        packed("[" * 300_000),
        packed({}),
        packed(GOOD[:-1]),
        packed([True, *GOOD[1:]]),
        packed([0, *GOOD[1:]]),
        packed([*GOOD[:4], -1, *GOOD[5:]]),
        packed([*GOOD[:4], 10**3000, *GOOD[5:]]),
        packed([*GOOD[:-1], "ASK {} #" + "x" * LONGEST]),
        packed([*GOOD[:-1], "x" * 20_000_000]),
        *(
            packed([*GOOD[:i], *bad, *GOOD[i + 1 :]])
            for i, bad in enumerate([[3], ["../x"], ["2026-13-01"], ["g"], [-1.5], ["0"], [7]])
        ),
        packed([*GOOD[:4], True, *GOOD[5:]]),
        packed([*GOOD[:-1], "\ud800"]),
        base64.urlsafe_b64encode(zlib.compress(b"[" * 10_000_000)).decode()[:LONGEST_TOKEN],
        base64.urlsafe_b64encode(zlib.compress(b"[" * 5_000_000, 9)).decode().rstrip("="),
    ],
    ids=lambda token: token[:16],
)
def test_forged_tokens_are_refused(token: str) -> None:
    with pytest.raises(PermalinkError, match="no permalink"):
        permalink(token)
    assert permalink(packed(GOOD)).query == "ASK {}"


def test_a_query_too_long_for_an_address_says_so() -> None:
    noise = "".join(Random(7).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", k=20_000))
    with pytest.raises(PermalinkError, match="8,000"):
        _ = Permalink(noise, "ab", "2026-11-22", "", 1, "0" * 64).token


def test_order_of_rows_and_names_of_blank_nodes_do_not_count() -> None:
    one = b'?a\t?b\n<x:1>\t_:f3\n<x:2>\t"_:f3x"\n'
    two = b'?a\t?b\n<x:2>\t"_:f3x"\n<x:1>\t_:0a\n'
    assert canonical(one) == canonical(two) == [b"?a\t?b", b"<x:1>\t_:b", b'<x:2>\t"_:f3x"']
    assert digest(canonical(one)) == digest(canonical(two))
    assert canonical(b"_:z <x:p> _:y .\n<x:a> <x:p> <x:b> .\n") == [b"<x:a> <x:p> <x:b> .", b"_:b <x:p> _:b ."]


def test_what_looks_like_a_blank_node_within_a_term_counts() -> None:
    for row in (b'"x %b y"', b"<x:%b>", b'"\\" %b"@en', b'<<( _:c <x:p> "%b" )>>\t_:d'):
        one, two = (b"?a\n" + row % label + b"\n" for label in (b"_:abc", b"_:abd"))
        assert canonical(one) != canonical(two)
    assert canonical(b'?a\n<<( _:c <x:p> "_:k" )>>\n') == [b"?a", b'<<( _:b <x:p> "_:k" )>>']


@given(st.text(st.characters(exclude_characters='\t\n\r"\\', exclude_categories=("Cs",))))
def test_a_text_is_hashed_as_it_is(text: str) -> None:
    line = f'"{text} _:x"'.encode()
    assert canonical(b"?a\t?b\n" + line + b"\t_:x1\n") == [b"?a\t?b", line + b"\t_:b"]


def test_a_graph_without_triples_has_no_line() -> None:
    assert canonical(b"") == []
    assert digest(canonical(b"")) == hashlib.sha256(b"").hexdigest()
    assert difference(canonical(b""), canonical(b"<x:a> <x:b> <x:c> .\n")).gone == ()
    assert canonical(b"\n\n") == [b"", b""], "the header of a table without columns, and a row"


def test_the_first_edition_is_still_read() -> None:
    assert canonical(b"", 1) == [b""]
    assert canonical(b'?a\n"x _:abc y"\n_:k\n', 1) == [b"?a", b'"x _:b y"', b"_:b"]


def test_values_columns_and_rows_that_stand_twice_count() -> None:
    answers = [b"?a\n1\n", b"?b\n1\n", b"?a\n1\n1\n", b"?a\n2\n", b"?a\n", b"true", b"false"]
    assert len({digest(canonical(answer)) for answer in answers}) == len(answers)


def test_the_digest_is_the_one_that_sort_and_sha256sum_give() -> None:
    # printf '?a\n1\n2\n' | sha256sum
    assert digest(canonical(b"?a\n2\n1\n")) == "62c7f587c92540b79b89380a3f8e2045dc35a1ae3b43cc2e0657d9348654373f"


def test_the_difference_tells_rows_gone_and_new() -> None:
    earlier, later = canonical(b"?a\n1\n1\n2\n"), canonical(b"?a\n1\n3\n")
    assert difference(earlier, later) == Difference((b"1", b"2"), (b"3",))
    assert difference(earlier, earlier) == Difference((), ())
    assert difference([b"true"], [b"false"]) == Difference((b"true",), (b"false",))


@given(st.lists(st.sampled_from([b"1", b"2", b"3"])), st.lists(st.sampled_from([b"1", b"2", b"3"])))
def test_a_difference_leads_from_one_answer_to_the_other(earlier: list[bytes], later: list[bytes]) -> None:
    found = difference(earlier, later)
    left = list(earlier)
    for row in found.gone:
        left.remove(row)
    assert sorted([*left, *found.new]) == sorted(later)
