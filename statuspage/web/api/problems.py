"""Problem documents (RFC 9457): whatever goes wrong in the API, as one answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from statuspage.errors import (
    Conflict,
    InvalidInput,
    InvalidRows,
    NotFound,
    StatusPageError,
    StoreError,
)
from statuspage.said import Said, joined, said
from statuspage.site import catalogue
from statuspage.site.api.guide import PROBLEMS
from statuspage.site.api.openapi import PROBLEM
from statuspage.web.cache.answer import CROSS_ORIGIN
from statuspage.web.faults import own_fault, store_fault
from statuspage.web.language import speaker


class Refused(StatusPageError):
    """A request that is not carried out, with the status and headers to say so."""

    def __init__(
        self, status: int, detail: Said | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.headers = headers or {}
        super().__init__(detail or PROBLEMS[status])


class NotJson(InvalidRows):
    """A body, or lines of one, that is no JSON at all."""


def problem_of(error: Exception) -> Response:
    """The answer to whatever was raised."""
    if isinstance(error, Refused):
        return _problem(error.status, error.said, error.headers)
    if isinstance(error, NotJson):
        return _problem(400, PROBLEMS[400], errors=_errors(error))
    if isinstance(error, InvalidInput):
        return _problem(422, said("Nothing was taken; see “errors”."), errors=_errors(error))
    if isinstance(error, Conflict):
        return _problem(409, error.said)
    if isinstance(error, NotFound):
        return _problem(404, error.said)
    if isinstance(error, StoreError):
        store_fault(error)
        return _problem(503, error.said, {"Retry-After": "30"})
    if isinstance(error, HTTPException):
        return _http_problem(error)
    own_fault(error, request.url_rule)
    return _problem(500, PROBLEMS[500])


def _http_problem(error: HTTPException) -> Response:
    status = error.code or 500
    headers = dict(error.get_headers())
    kept = {name: text for name, text in headers.items() if name in ("Allow", "Retry-After")}
    is_read = catalogue.find(request.path) is not None
    is_asked = request.method in ("GET", "HEAD")
    if status == 405 and is_read and is_asked:  # its page found nothing there
        status, kept = 404, {}
    elif status == 404 and is_read and not is_asked:
        status, kept = 405, {"Allow": "GET, HEAD"}
    elif status == 405 and is_read and "GET" not in kept["Allow"]:
        kept["Allow"] = f"GET, HEAD, {kept['Allow']}"  # read from the catalogue, written by Flask
    detail = PROBLEMS.get(status) or joined([error.description or error.name], "")
    return _problem(status, detail, kept)


def _problem(
    status: int,
    detail: Said,
    headers: Mapping[str, str] | None = None,
    errors: list[dict[str, Any]] | None = None,
) -> Response:
    body = problem_document(status, detail, speaker().say, errors)
    answer = Response(body, status, content_type=PROBLEM)
    answer.headers.extend(headers or {})
    if request.method in ("GET", "HEAD"):
        answer.headers.extend(CROSS_ORIGIN)
    return answer


def problem_document(
    status: int,
    detail: Said,
    say: Callable[[Said | str], str],
    errors: list[dict[str, Any]] | None = None,
) -> bytes:
    """What went wrong, in the words of a language."""
    found: dict[str, Any] = {
        "type": f"/api#problem-{status}" if status in PROBLEMS else "about:blank",
        "title": say(HTTPStatus(status).phrase),
        "status": status,
        "detail": say(detail),
    }
    if errors is not None:
        found["errors"] = errors
    return json.dumps(found).encode()


def _errors(error: InvalidInput) -> list[dict[str, Any]]:
    say = speaker().say
    if isinstance(error, InvalidRows):
        return [
            {"line": row.line, "field": row.field or None, "detail": say(row.text)}
            for row in error.rows
        ]
    return [
        {"field": _place(field) or None, "detail": say(text)}
        for field, text in error.faults.items()
    ]


def _place(field: str) -> str:
    """Where a field stands in a body: that of a further language is within its texts."""
    name, _, language = field.partition(":")
    return f"texts.{language}.{name}" if language else field
