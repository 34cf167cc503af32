"""Scripts of other sites: what they may ask, and an answer in the shape of all errors where they may not."""

import json

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import PROBLEM, Problem, document
from api.requests import NAME, request_id


class Origins(CORSMiddleware):
    """Starlette's, whose refusal of a question (preflight) is a problem document; each answer names its request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if "origin" not in headers or scope["method"] != "OPTIONS" or "access-control-request-method" not in headers:
            await super().__call__(scope, receive, send)
            return
        response, name = self.preflight_response(headers), request_id(scope)
        if response.status_code >= 400:
            words = f"A script of another site may ask with {', '.join(self.allow_methods)} only."
            body = json.dumps(document(Problem(400, words), scope["path"], name))
            kept = {key: value for key, value in response.headers.items() if not key.startswith("content-")}
            response = Response(body, response.status_code, kept, PROBLEM)
        response.headers[NAME] = name
        await response(scope, receive, send)
