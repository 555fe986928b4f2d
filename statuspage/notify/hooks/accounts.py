"""The API of a server where an account of ours posts: one request, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.vocabulary.text import one_line
from statuspage.net.exchange import Answer, Limits
from statuspage.net.names import web_address
from statuspage.net.request import Request
from statuspage.notify.hooks.sending import Receiver, call, result_of
from statuspage.said import said

_LIMITS = Limits(seconds=15.0, size=262_144)
_REFUSED = frozenset({400, 422})
_QUOTED = 200  # characters of what an answer says


@dataclass(frozen=True)
class ApiAnswer:
    """What an API answers, in JSON types, a list as `items`; `failure`: why it is of no use."""

    status: int = 0
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)
    failure: Result | None = None

    def text(self, name: str) -> str:
        """One of the texts it tells, "" for none."""
        return str(self.told.get(name) or "")


def ask(
    receiver: Receiver,
    method: str,
    path: str,
    *,
    token: str = "",
    body: Mapping[str, Any] | None = None,
    identity: str = "",
    key: str = "id",
) -> ApiAnswer:
    """Ask once. `identity` is the same for each try of the same; `key` is in each good answer.

    What is refused for what it says (400, 422) is refused for ever; whatever else fails may pass:
    a token that is refused today is mended by staff, whom the health of hooks tells of it.
    """
    url = web_address(receiver.url.rstrip("/") + path)
    if url is None:
        text = said("The address given in the environment is not a web address.")
        return ApiAnswer(failure=Later(text))
    headers = [("Accept", "application/json"), *receiver.headers]
    headers += [("Authorization", f"Bearer {token}")] if token else []
    headers += [("Idempotency-Key", identity)] if identity else []
    data = b""
    if body is not None:
        headers.append(("Content-Type", "application/json"))
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    patient = replace(receiver, limits=_LIMITS)
    answer = call(patient, Request(url, method, tuple(headers), data), is_read=True)
    if isinstance(answer, Later):
        return ApiAnswer(failure=answer)
    return _answered(receiver, answer, key)


def _answered(receiver: Receiver, answer: Answer, key: str) -> ApiAnswer:
    told = _document(answer)
    result = result_of(receiver, answer)
    if not isinstance(result, Sent):
        return ApiAnswer(answer.status, told or {}, _failure(receiver, answer.status, told, result))
    if not (told or {}).get(key):
        text = said("{url} does not answer as a server of such accounts does.", url=receiver.shown)
        return ApiAnswer(answer.status, failure=Later(text))
    return ApiAnswer(answer.status, told or {})


def _failure(
    receiver: Receiver, status: int, told: Mapping[str, Any] | None, result: Later | Never
) -> Result:
    words = one_line(str((told or {}).get("message") or (told or {}).get("error") or ""))
    reason = result.reason
    if words:
        reason = said(
            "{url} answers with status {status}: {words}",
            url=receiver.shown,
            status=str(status),
            words=words[:_QUOTED],
        )
    if status in _REFUSED:
        return Never(reason, Blame.US)
    return Later(reason, result.after if isinstance(result, Later) else None)


def _document(answer: Answer) -> Mapping[str, Any] | None:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list):
        return {"items": found}
    return found if isinstance(found, dict) else None
