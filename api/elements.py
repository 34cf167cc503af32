"""XML as every feed writes it: elements by prefixed name, whatever text in them."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as xml

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot have, escaped or not (section 2.2)."""
Element = xml.Element


def root(name: str, namespaces: Mapping[str, str]) -> Element:
    """The root of a document; namespaces by prefix, the default one under the empty prefix."""
    return xml.Element(name, {f"xmlns:{prefix}".rstrip(":"): iri for prefix, iri in namespaces.items()})


def child(parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None) -> Element:
    """A new last child of an element. A character that XML cannot have becomes the replacement character."""
    plain = {key: FORBIDDEN.sub("\ufffd", value) for key, value in (attributes or {}).items()}
    made = xml.SubElement(parent, name, plain)
    if text is not None:
        made.text = FORBIDDEN.sub("\ufffd", text)
    return made


def document(top: Element) -> bytes:
    """The whole document, UTF-8, indented so that people can read it."""
    xml.indent(top, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml.tostring(top, "unicode")}\n'.encode()
