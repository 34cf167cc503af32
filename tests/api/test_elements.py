"""XML that can be read again, whatever is written in it."""

from xml.etree import ElementTree as xml

from hypothesis import given
from hypothesis import strategies as st

from api.elements import child, document, root

ANY = st.text(alphabet=st.characters(exclude_categories=[]))


@given(ANY, ANY)
def test_any_text_can_be_written(text: str, value: str) -> None:
    top = root("a", {"": "x:y", "p": "x:z"})
    child(top, "p:b", text, {"c": value})
    [read] = xml.fromstring(document(top))
    assert read.tag == "{x:z}b"
    plain = all(" " <= one <= "~" for one in text + value)
    assert not plain or (read.text or "", read.get("c")) == (text, value)
