"""Profiles: how much a document says. Chosen by `?profile=`, else by Accept-Profile, else all of it is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from api.negotiation import ranges
from graph.errors import ParameterError
from graph.namespaces import CONCEPT
from graph.queries import Query

FULL = "full"
NAMES = (FULL, "brief", "claims")


def iri(name: str) -> str:
    """IRI of the profile of that name."""
    return f"{CONCEPT}profile/{name}"


def suffix(name: str) -> str:
    """End of the address of a document in the profile of that name."""
    return "" if name == FULL else f"?profile={name}"


@dataclass(frozen=True)
class Profile:
    """A measure of how much is said: its name and the query that says it. Its IRI is a concept that defines it.

    The full one asks its query of a thing and of all its parts (`graph.descriptions`).
    """

    name: str
    query: Query

    @property
    def iri(self) -> str:
        """IRI of the profile."""
        return iri(self.name)

    @property
    def suffix(self) -> str:
        """End of the address of a document in this profile."""
        return suffix(self.name)


def profile(name: str, pages: Mapping[str, Query]) -> Profile:
    """The profile of a name, with its query among those of the pages."""
    return Profile(name, pages["document-brief" if name == FULL else f"document-{name}"])


def chosen(request: Request, pages: Mapping[str, Query]) -> Profile:
    """The profile a request asks for, by name or IRI. Raises ParameterError for a `?profile=` that is not known.

    An Accept-Profile that names none of ours gets the full document: there is none that says more.
    """
    known = {name: profile(name, pages) for name in NAMES}
    name = request.query_params.get("profile")
    if name is not None:
        name = name.removeprefix(f"{CONCEPT}profile/")
        if name not in known:
            raise ParameterError("profile", f"profile: there is no {name[:60]!r}. Known: {', '.join(known)}.")
        return known[name]
    wanted = dict(ranges(request.headers.get("accept-profile", "")))
    return max(known.values(), key=lambda one: wanted.get(f"<{one.iri}>", 0.0))  # The first of equals: full.
