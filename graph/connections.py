"""HTTP to a SPARQL endpoint: kept alive, no redirects, a deadline, a cap on bytes, whole answers only."""

import time
from dataclasses import dataclass, field
from urllib.request import Request

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    InvalidChunkLength,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from graph.errors import AnswerTooLarge, EndpointBroken, EndpointDown, QueryTooLong
from graph.replies import CUT, DOWN, LATE, Reply

AT_ONCE = 64
"""Connections kept open at most: more than a server of ours has threads."""
CONNECT = 3.0
"""Seconds an endpoint may take to accept a connection."""
PIECE = 65_536
"""Bytes read at once; the deadline and the cap are looked at between two pieces."""
COMPLAINT = 2_000
"""Bytes read of an answer that is an error."""


def _pool() -> PoolManager:
    return PoolManager(num_pools=1, maxsize=AT_ONCE, retries=False)


@dataclass(frozen=True)
class Connections:
    """Connections to one endpoint, shared by all threads. Proxies of the environment are not used."""

    pool: PoolManager = field(default_factory=_pool)

    def reply(self, request: Request, seconds: float, size: int) -> Reply:
        """Send a request and read its answer.

        Raises EndpointDown where nothing listens, QueryTooLong where the answer takes more than `seconds`,
        AnswerTooLarge where it has more than `size` bytes, and EndpointBroken where it ends before it is whole.
        """
        deadline = time.monotonic() + seconds
        try:
            try:
                return _read(self._sent(request, seconds), deadline, size)
            except ProtocolError as error:  # A kept connection that the endpoint has closed in the meantime.
                if not isinstance(error.__context__, ConnectionError) or time.monotonic() > deadline:
                    raise
                return _read(self._sent(request, seconds), deadline, size)
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise EndpointDown(DOWN) from error
        except (ReadTimeoutError, TimeoutError) as error:
            raise QueryTooLong(LATE.format(seconds)) from error
        except ProtocolError as error:
            cut = EndpointDown(DOWN) if isinstance(error.__context__, ConnectionError) else EndpointBroken(CUT)
            raise cut from error
        except (IncompleteRead, InvalidChunkLength) as error:
            raise EndpointBroken(CUT) from error
        except HTTPError as error:
            raise EndpointDown(DOWN) from error

    def _sent(self, request: Request, seconds: float) -> BaseHTTPResponse:
        return self.pool.request(
            request.get_method(),
            request.full_url,
            body=request.data if isinstance(request.data, bytes) else None,
            headers=dict(request.header_items()),
            redirect=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(connect=min(CONNECT, seconds), read=seconds),
        )


def _read(response: BaseHTTPResponse, deadline: float, size: int) -> Reply:
    """The whole answer. An error is read as far as it explains itself."""
    failed = response.status != 200
    parts: list[bytes] = []
    length = 0
    whole = False
    try:
        while part := response.read1(PIECE):
            parts.append(part)
            length += len(part)
            if failed and length > COMPLAINT:
                break
            if length > size:
                raise AnswerTooLarge(f"The answer has more than {size:,} bytes. Narrow the query or add LIMIT.")
            if time.monotonic() > deadline:
                raise TimeoutError
        else:
            whole = True
    finally:
        if not whole:
            response.close()  # What follows on this connection is the rest of this answer.
    if not failed and "content-length" not in response.headers and not getattr(response, "chunked", False):
        raise EndpointBroken(CUT)  # An answer whose length is not told may be cut unseen.
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status, headers, b"".join(parts))
