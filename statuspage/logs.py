"""The log of a process: lines for people, or one JSON object a line; each names its request.

STATUSPAGE_LOG=json chooses the second, STATUSPAGE_ACCESS_LOG=1 adds a line for each request.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

FORM_VARIABLE = "STATUSPAGE_LOG"
ACCESS_VARIABLE = "STATUSPAGE_ACCESS_LOG"
ACCESS = "statuspage.access"
KEY = "statuspage.request_id"
"""Under which a WSGI request keeps its id."""
HEADER = "X-Request-ID"

_log = logging.getLogger(__name__)
_TEXT = "%(levelname)s %(name)s: %(message)s"
_SANE = re.compile(r"[A-Za-z0-9._:/+=@-]{1,100}", re.ASCII)
_ADDED = ("duration", "method", "path", "status", "client")
"""What a line may say besides, given as `extra`."""

_request: ContextVar[str] = ContextVar("request", default="")


def begin(environ: Mapping[str, str]) -> None:
    """Log to standard error from now on, as the environment says."""
    handler = logging.StreamHandler()
    form = environ.get(FORM_VARIABLE, "").strip().lower()
    handler.setFormatter(_Json() if form == "json" else _Text(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    if form not in ("", "json", "text"):
        _log.warning('%s is "%s"; it may be json or text, and is text now', FORM_VARIABLE, form)


def has_access_log(environ: Mapping[str, str]) -> bool:
    """Whether each request is to be logged."""
    return environ.get(ACCESS_VARIABLE, "").strip().lower() in ("1", "true", "yes", "on")


def id_of(environ: dict[str, Any]) -> str:
    """The id of a WSGI request: that which a proxy gave it, or a new one, kept with it.

    What holds other characters, or is longer than any id, is not taken over.
    """
    known = environ.get(KEY)
    if known is None:
        told = str(environ.get("HTTP_X_REQUEST_ID", ""))
        known = environ[KEY] = told if _SANE.fullmatch(told) else secrets.token_hex(8)
    return str(known)


@contextmanager
def of_request(name: str) -> Iterator[None]:
    """What is logged inside belongs to the request of this id."""
    token = _request.set(name)
    try:
        yield
    finally:
        _request.reset(token)


def request_id() -> str:
    """The id of the request that is being answered; "" outside of one."""
    return _request.get()


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return f"{text} [{found}]" if (found := _request.get()) else text


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        told = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := _request.get():
            told["request_id"] = found
        told |= {name: vars(record)[name] for name in _ADDED if name in vars(record)}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
