"""What stands before every write: whose token, for what, how often, and whether it is a repeat."""

from __future__ import annotations

import hashlib
import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, g, request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from statuspage.actions.once import answered, once, remember_newest
from statuspage.actions.staff.tokens import (
    REQUESTS,
    Allowance,
    allowance_of,
    note_use,
    seconds_after_wrong,
    token_of,
)
from statuspage.config.faults import faults_of
from statuspage.config.kinds.values import Model
from statuspage.domain.desk.caller import Caller, place_of
from statuspage.domain.desk.token import Token
from statuspage.domain.vocabulary.text import cleaned_of, not_utf8, one_line
from statuspage.errors import InvalidInput, InvalidRows, RowFault, StoreError, message
from statuspage.said import Said, said
from statuspage.site.api.writes import JSON, JSON_LINES
from statuspage.web.api.problems import NotJson, Refused
from statuspage.web.forms.peers import client_address

Handed = TypeVar("Handed", bound=Model)

_KEY = re.compile(r"[!-~]{1,255}")
_MOST_KEYS = 20_000  # of one token that are remembered, and a few hundred more
_AROUND = 20  # bytes that are shown beside one that is not UTF-8
KEYS_OF = "api:{token}:"
"""How the keys of a token begin where they are remembered; `token` is its hash."""

_NO_OBJECT = said('must be an object, such as {{"key": "value"}}')
_NO_BODY = said('The body must be one object, such as {{"key": "value"}}.')
_EMPTY = said("The body is empty; send one object, an array, or one object on each line.")


def bearer(scope: str) -> Token:
    """The token of this request, counted. Raises Refused: as `shown` does, and 429."""
    return counted(shown(scope))


def shown(*scopes: str) -> Token:
    """The token of this request, if it is good for one of some scopes.

    Raises Refused: 401 without one, 403 for another scope, 429 after many that opened nothing.
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None:
        if secret:
            count_wrong()
        raise Refused(401, headers={"WWW-Authenticate": 'Bearer realm="statuspage"'})
    if not set(scopes) & set(token.scopes):
        scope = scopes[0]
        challenge = f'Bearer realm="statuspage", error="insufficient_scope", scope="{scope}"'
        detail = said("This needs a token with the scope {scope}.", scope=scope)
        raise Refused(403, detail, {"WWW-Authenticate": challenge})
    note_use(token)
    return token


def count_wrong() -> None:
    """A secret of this request opened nothing. Raises Refused with 429 where there were many."""
    with suppress(StoreError):  # a store that cannot be written to tells nobody's secret
        if wait := seconds_after_wrong(Caller(client_address(request.environ))):
            raise Refused(429, headers={"Retry-After": str(math.ceil(wait))})


def counted(token: Token) -> Token:
    """The same token, its request counted. Raises Refused with 429 when there were too many."""
    found = allowance_of(token)
    g.allowance = found
    if found.wait:
        raise Refused(429, headers={"Retry-After": str(math.ceil(found.wait))})
    return token


def rate_headers() -> dict[str, str]:
    """What a token may ask and what is left of it, of a request that was counted.

    Source: draft-ietf-httpapi-ratelimit-headers-10. A bucket is full again after `w` seconds.
    """
    found: Allowance | None = g.get("allowance")
    if found is None:
        return {}
    most, again = int(REQUESTS.capacity), math.ceil(REQUESTS.capacity / REQUESTS.per_second)
    full_in = math.ceil((most - found.left) / REQUESTS.per_second)
    return {
        "RateLimit-Policy": f'"token";q={most};w={again}',
        "RateLimit": f'"token";r={found.left};t={full_in}',
    }


def raw_rows() -> list[tuple[int, Any]]:
    """The JSON values of the body with their lines; in an array, their places.

    Raises Refused with 415, NotJson, InvalidRows for an empty body.
    """
    body = _body(JSON, JSON_LINES, empty=_EMPTY)
    if request.mimetype == JSON_LINES:
        return _lines(body)
    try:
        found = parsed(body)
    except ValueError as error:
        raise NotJson([RowFault(1, "", message(error))]) from error
    return list(enumerate(found, 1)) if isinstance(found, list) else [(1, found)]


def one_object(model: type[Handed], *, is_foreign: bool = False) -> Handed:
    """The body as one object of a model. Raises Refused with 415, NotJson, InvalidInput.

    What another program wrote by itself is not refused for characters that nobody can show.
    """
    body = _body(JSON, empty=_NO_BODY)
    try:
        found = parsed(body)
    except ValueError as error:
        raise NotJson([RowFault(1, "", message(error))]) from error
    return object_of(found, model, is_foreign=is_foreign)


def object_of(found: object, model: type[Handed], *, is_foreign: bool = False) -> Handed:
    """A JSON value as an object of a model. Raises InvalidInput."""
    if not isinstance(found, dict):
        raise InvalidInput({"": _NO_BODY})
    if not is_foreign and (unseen := _unseen(found)):
        raise InvalidInput(unseen)
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise InvalidInput(faults_by_field(error, model)) from error


def _unseen(found: Mapping[str, Any], place: str = "") -> dict[str, Said]:
    """The texts of an object, and of objects in it, that hold what no page can show."""
    faults: dict[str, Said] = {}
    for name, value in found.items():
        if isinstance(value, dict):
            faults |= _unseen(value, f"{place}{name}.")
        elif isinstance(value, str) and (hidden := cleaned_of(value)):
            told = said(
                "It holds {characters}, which no page can show; remove it.", characters=hidden
            )
            faults[f"{place}{name}"] = told
    return faults


def faults_by_field(error: ValidationError, model: type[BaseModel]) -> dict[str, Said]:
    """What is wrong with each field, such as components.api."""
    objects = {one["loc"] for one in error.errors() if one["type"] == "dict_type"}
    return {
        ".".join(map(str, one.path)): _NO_OBJECT if one.path in objects else one.text
        for one in faults_of(error, model)
    }


def parsed(body: bytes) -> Any:
    """JSON in UTF-8 that means one thing: no key stands twice. Raises ValueError in words."""
    try:
        text = body.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        around = body[max(0, error.start - _AROUND) : error.end + _AROUND]
        raise ValueError(not_utf8(one_line(around.decode(errors="replace")))) from error
    try:
        found = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise ValueError(said("This is not JSON: {error}.", error=message(error))) from error
    json.loads(text, object_pairs_hook=_require_single)
    return found


def _require_single(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > len(dict.fromkeys(name for name, _ in pairs)):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(
            said('"{key}" is there twice in one object; which one is meant?', key=twice)
        )


def _body(*kinds: str, empty: Said) -> bytes:
    if request.mimetype not in kinds:
        raise Refused(415, headers={"Accept": ", ".join(kinds)})
    body = request.get_data()
    if not body.strip():
        raise InvalidRows([RowFault(1, "", empty)]) if len(kinds) > 1 else InvalidInput({"": empty})
    return body


@dataclass(frozen=True)
class Done:
    """What became of a request: the answer, its status, and where what it made is."""

    answer: dict[str, Any]
    status: int = 200
    location: str = ""

    def response(self) -> Response:
        """As it is sent, the first time and each time that it is asked for again."""
        text = json.dumps(self.answer, ensure_ascii=False, separators=(",", ":"))
        found = Response(f"{text}\n", self.status, content_type=JSON)
        if self.location:
            found.headers["Location"] = self.location
        return found


def first_answer(token: Token) -> Response | None:
    """The answer that this request had already, by its Idempotency-Key; None for a new one.

    Raises Refused with 422 for a key that came with another request.
    """
    if (named := submission(token)) is None:
        return None
    found = answered(named)
    return None if found is None else _again(found)


def answer_once(token: Token | None, act: Callable[[], Done]) -> Response:
    """Carry out a request, or give the first answer again when its Idempotency-Key is known.

    Keys belong to a token; of those who need none, to the address they ask from.
    What was refused is not remembered, so that it can be mended and sent again. Raises Refused with
    422 for a key that came with another request, and what `act` raises.
    """
    if (named := submission(token)) is None:
        return act().response()
    with once(named) as deed:
        if deed.answer is None:
            done = act()
            digest = _digest()
            deed.answer = json.dumps([digest, done.answer, done.status, done.location])
            if digest.startswith("00"):  # now and then: counting takes a while
                remember_newest(_keys_of(token), _MOST_KEYS)
    return _again(deed.answer)


def _keys_of(token: Token | None) -> str:
    if token is not None:
        return KEYS_OF.format(token=token.hash)
    place = place_of(client_address(request.environ))
    return KEYS_OF.format(token=hashlib.sha256(place.encode()).hexdigest())


def submission(token: Token | None) -> str | None:
    """What a request is remembered by; None without an Idempotency-Key. Raises Refused."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Refused(422, said("An Idempotency-Key has 1 to 255 plain characters and no spaces."))
    return f"{_keys_of(token)}{key}"


def _digest() -> str:
    method = "" if request.method in ("GET", "HEAD", "POST") else f"{request.method} "
    return hashlib.sha256(f"{method}{request.path}\0".encode() + request.get_data()).hexdigest()


def _again(remembered: str) -> Response:
    first, *done = json.loads(remembered)
    if first != _digest():
        raise Refused(
            422, said("This Idempotency-Key came with a different request; use a new one.")
        )
    return Done(*done).response()


def _lines(body: bytes) -> list[tuple[int, Any]]:
    found, faults = [], []
    for number, line in enumerate(body.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append((number, parsed(line)))
        except ValueError as error:
            faults.append(RowFault(number, "", message(error)))
    if faults:
        raise NotJson(faults)
    return found
