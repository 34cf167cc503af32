"""The parameters given in an address: each known where it stands, and given once unless it may be repeated."""

from collections.abc import Collection, Iterable, Sequence

from starlette.requests import Request

from graph.errors import ParameterError


def several(request: Request, known: Iterable[str], repeated: Collection[str] = ()) -> dict[str, list[str]]:
    """The values of each parameter in the address, in their order.

    Raises ParameterError for a parameter that is none of `known`, and for one given twice that is none of `repeated`.
    """
    names = dict.fromkeys(known)
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in names:
            raise ParameterError(name, f"There is no parameter {name[:60]!r} here. Known: {', '.join(names)}.")
        found.setdefault(name, []).append(value)
        if name not in repeated:
            one(name, found[name])
    return found


def single(request: Request, known: Iterable[str]) -> dict[str, str]:
    """The value of each parameter in the address. Raises ParameterError as `several` does."""
    return {name: values[0] for name, values in several(request, known).items()}


def once(request: Request, names: Iterable[str]) -> None:
    """Raise ParameterError where one of these parameters is given twice; others are not looked at."""
    for name in names:
        if values := request.query_params.getlist(name):
            one(name, values)


def one(name: str, values: Sequence[str]) -> str:
    """The only value of a parameter. Raises ParameterError where there are more."""
    if len(values) != 1:
        raise ParameterError(name, f"{name}: give it once.")
    return values[0]
