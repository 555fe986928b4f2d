"""What stands before every write: whose token, for what, how often, and whether it is a repeat."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request
from pydantic_core import from_json

from statuspage.actions.once import once
from statuspage.actions.staff.tokens import seconds_to_wait, token_of
from statuspage.domain.desk.token import Token
from statuspage.errors import InvalidRows, RowFault, message
from statuspage.said import said
from statuspage.site.api.writes import JSON, JSON_LINES
from statuspage.web.api.problems import Refused

_KEY = re.compile(r"[!-~]{1,255}")
_EMPTY = said("The body is empty; send one object, an array, or one object on each line.")


def bearer(scope: str) -> Token:
    """The token of this request. Raises Refused: 401 without one, 403 for another scope, 429."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None:
        raise Refused(401, headers={"WWW-Authenticate": 'Bearer realm="statuspage"'})
    if scope not in token.scopes:
        challenge = f'Bearer realm="statuspage", error="insufficient_scope", scope="{scope}"'
        detail = said("This needs a token with the scope {scope}.", scope=scope)
        raise Refused(403, detail, {"WWW-Authenticate": challenge})
    return counted(token)


def counted(token: Token) -> Token:
    """The same token, its request counted. Raises Refused with 429 when there were too many."""
    if wait := seconds_to_wait(token):
        raise Refused(429, headers={"Retry-After": str(math.ceil(wait))})
    return token


def raw_rows() -> list[tuple[int, Any]]:
    """The JSON values of the body with their lines; in an array, their places.

    Raises Refused with 415, InvalidRows for what is not JSON.
    """
    if request.mimetype not in (JSON, JSON_LINES):
        raise Refused(415, headers={"Accept": f"{JSON}, {JSON_LINES}"})
    body = request.get_data()
    if not body.strip():
        raise InvalidRows([RowFault(1, "", _EMPTY)])
    if request.mimetype == JSON_LINES:
        return _lines(body)
    try:
        found = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidRows(
            [RowFault(1, "", said("This is not JSON: {error}.", error=message(error)))]
        ) from error
    return list(enumerate(found, 1)) if isinstance(found, list) else [(1, found)]


def answer_once(token: Token, act: Callable[[], dict[str, Any]]) -> Response:
    """Carry out a request, or give the first answer again when its Idempotency-Key is known.

    What was refused is not remembered, so that it can be mended and sent again. Raises Refused with
    422 for a key that came with another request, and what `act` raises.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return jsonify(act())
    if not _KEY.fullmatch(key):
        raise Refused(422, said("An Idempotency-Key has 1 to 255 plain characters without blanks."))
    digest = hashlib.sha256(request.path.encode() + b"\0" + request.get_data()).hexdigest()
    with once(f"api:{token.hash}:{key}") as deed:
        if deed.answer is None:
            deed.answer = json.dumps([digest, act()])
    first, answer = json.loads(deed.answer)
    if first != digest:
        raise Refused(422, said("This Idempotency-Key came with another request; take a new one."))
    return jsonify(answer)


def _lines(body: bytes) -> list[tuple[int, Any]]:
    found, faults = [], []
    for number, line in enumerate(body.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append((number, from_json(line, allow_inf_nan=False)))
        except ValueError as error:
            faults.append(
                RowFault(number, "", said("This is not JSON: {error}.", error=message(error)))
            )
    if faults:
        raise InvalidRows(faults)
    return found
