"""Pages made from templates, with everything escaped and the headers that keep a browser safe."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api import wording
from api.links import Link, header
from api.negotiation import HTML
from api.responses import Content
from api.security import SECURITY

HERE = Path(__file__).resolve().parent
FRAMED = {
    **SECURITY,
    "Content-Security-Policy": SECURITY["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
}
"""For what is made to stand in a frame of another site: it has neither form nor script to be clicked by mistake."""
FILTERS: list[Callable[..., object]] = [
    wording.money,
    wording.amount,
    wording.web,
    wording.day,
    wording.duration,
    wording.stated,
    wording.pointed,
    wording.site,
    wording.by_instrument,
]


@cache
def environment() -> Environment:
    """The templates, with everything escaped and a missing value an error."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for filter_ in FILTERS:
        found.filters[filter_.__name__] = filter_
    return found


def rendered(template: str, **context: Any) -> bytes:
    """The page that a template makes of a context."""
    return environment().get_template(template).render(**context).encode()


def html(template: str, relations: Sequence[Link] = (), **context: Any) -> Content:
    """A page with the headers that keep it safe, and its links to others: all in a header, those of HTML within too."""
    body = rendered(template, relations=relations, **context)
    told = {"Link": header(relations)} if relations else {}
    return Content(body, HTML.content_type, {**SECURITY, "Vary": "Accept", **told})


def framed(template: str, **context: Any) -> Content:
    """A small page that may stand in a frame of any site."""
    return Content(rendered(template, **context), HTML.content_type, FRAMED)
