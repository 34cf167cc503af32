"""What can go wrong in the graph. Every message tells the reader what to do."""


class GraphError(Exception):
    """Base of the errors of this package."""


class TurtleError(GraphError):
    """A file of facts, ontology or shapes that does not parse. Names file and line."""


class HeaderError(GraphError):
    """A query file whose leading comment does not follow the contract in `graph.queries`."""


class ParameterError(GraphError):
    """A value that does not fit the parameter it was given for.

    `name` is the parameter, so that a caller can point at it.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class InvalidGraph(GraphError):
    """The facts break a shape or a check. The message lists the findings."""


class Untold(GraphError):
    """Things that were described before are gone, and nothing says what became of them."""


class UnknownVersion(GraphError):
    """A snapshot version that is not kept. `kept` lists those that are."""

    def __init__(self, version: str, kept: list[str]) -> None:
        super().__init__(f"There is no snapshot {version!r} here. Kept: {', '.join(kept) or 'none'}.")
        self.kept = kept


class NoSnapshot(GraphError):
    """Nothing has been built yet."""


class NoIndex(GraphError):
    """A snapshot without a search index that can be read."""


class NoDumps(GraphError):
    """A snapshot whose dumps have not been made."""


class OtherDumps(GraphError):
    """A folder to write dumps to that has those of another graph."""


class BuildUnderWay(GraphError):
    """Another process is building in the same folder."""


class QueryRefused(GraphError):
    """A stranger's query that is not run: malformed, nested too deeply, or reaching outside.

    `place` is line and column of the fault, counted from 1, where they are known.
    """

    def __init__(self, message: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.place = place


class QueryTooLong(GraphError):
    """A query that did not end within its limits of time or memory. The message says which."""


class AnswerTooLarge(GraphError):
    """An answer that passes the cap on rows or bytes. Nothing of it is given out."""


class AnswerUnfit(GraphError):
    """An answer that the format asked for cannot hold. The message says which can."""


class QueryBusy(GraphError):
    """All workers are busy and the queue is full."""


class PermalinkError(GraphError):
    """A token that is no permalink of a query, or a query too long for one."""


class EndpointDown(GraphError):
    """The remote endpoint does not answer, or is too busy to."""


class EndpointBroken(GraphError):
    """The remote endpoint answered with what is no whole answer, or with another graph than the snapshot in use."""
