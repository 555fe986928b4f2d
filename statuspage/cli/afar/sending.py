"""A command that is sent to the server of a site, and what it answers, printed as if done here."""

from __future__ import annotations

import json
import os
import random
import time
from datetime import datetime
from typing import Any

import click

from statuspage import clock
from statuspage.cli.afar.groups import READING
from statuspage.cli.afar.keys import SentKey, key_of
from statuspage.cli.afar.servers import is_this_machine, server_address, token
from statuspage.cli.language import echo, speaker
from statuspage.cli.output import here
from statuspage.elsewhere.way import JSON, ApiWay, Reply
from statuspage.errors import StatusPageError, Unreachable
from statuspage.said import Said, joined, said

_PATH = "/commands"
_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between tries
_LONGEST = 60.0
_NEVER_SENT = frozenset({"refused", "name", "certificate"})
"""What goes wrong before anything is sent."""
_PLAIN_HTTP = "STATUSPAGE_PLAIN_HTTP"


pause = time.sleep


def send(context: click.Context, url: str, typed: list[str]) -> None:
    """Have a command carried out elsewhere; ends the program as it ended there."""
    address = server_address(url)
    if address.scheme == "http" and not is_this_machine(address.hostname or ""):
        _require_leave(url)
    scope = "changelog" if typed[0] == "changelog" else "incidents"
    way = ApiWay(address.geturl(), lambda: token(os.environ, scope))
    way.credential()  # what is missing is told before anything is begun
    body = json.dumps({"words": typed, "language": speaker().language}).encode()
    sent = None if typed[1] in READING else key_of(address.geturl(), body, os.environ)
    if sent is not None and sent.since is not None:
        at = datetime.fromtimestamp(sent.since, clock.now().tzinfo).astimezone()
        again = said(
            "The outcome of this command, sent at {time}, is not known; it is sent again with the "
            "same key, so it counts once.",
            time=f"{at:%H:%M}",
        )
        echo(again, err=True)
    _finish(context, _asked(way, body, sent))


def _require_leave(url: str) -> None:
    if os.environ.get(_PLAIN_HTTP) != "1":
        raise StatusPageError(
            said(
                "{url} is not https, so the token could be read on the way. Use https, or set "
                "{variable}=1 if nobody can listen there.",
                url=url,
                variable=_PLAIN_HTTP,
            )
        )


def _asked(way: ApiWay, body: bytes, sent: SentKey | None) -> Reply:
    """The answer to a command, asked for again while none comes. Raises StatusPageError."""
    headers = [("Content-Type", JSON)]
    if sent is not None:
        headers.append(("Idempotency-Key", sent.key))
    is_sent = sent is not None and sent.since is not None
    why: Said = said("It gave no answer.")
    for wait in (*_PAUSES, None):
        asked_wait = 0.0
        try:
            reply = way.ask("POST", _PATH, tuple(headers), body)
        except Unreachable as error:
            why = error.said
            is_sent = is_sent or error.kind not in _NEVER_SENT
            if error.is_permanent or error.kind == "certificate":
                break
        else:
            if not _is_passing(reply):
                return _definite(reply, sent)
            why, asked_wait = joined([reply.words], ""), reply.wait
            is_sent = is_sent or reply.status not in (429, 503)
        if wait is None or asked_wait > _LONGEST:
            break
        pause(max(asked_wait, wait * (0.75 + random.random() / 2)))  # noqa: S311 # nosec B311 no secret
    raise _unanswered(why, sent, is_sent=is_sent)


def _is_passing(reply: Reply) -> bool:
    """Whether asking again may help."""
    return reply.status in (408, 425, 429) or reply.status >= 500


def _definite(reply: Reply, sent: SentKey | None) -> Reply:
    """An answer of the server itself: what became of the command is known."""
    if reply.is_good and isinstance(reply.told.get("printed"), list):
        if sent is not None:
            sent.answered()
        return reply
    if sent is not None and (reply.is_problem or reply.status >= 300):
        sent.answered()
    if reply.is_good:
        raise StatusPageError(said("It answers, but not as a status page does."))
    if reply.is_problem and reply.status in (401, 403):
        raise StatusPageError(said("The server refuses the token: {why}", why=reply.words))
    if reply.is_problem:
        raise StatusPageError(joined([reply.words], ""))
    raise StatusPageError(said("The server cannot be used: {why}", why=reply.words))


def _unanswered(why: Said, sent: SentKey | None, *, is_sent: bool) -> StatusPageError:
    if sent is None:
        return StatusPageError(why)
    if not is_sent:
        sent.answered()
        return StatusPageError(said("{why} Nothing was done.", why=why))
    return StatusPageError(
        said(
            "{why} Whether it was done is not known. Type the same command again within a day: "
            "it counts once.",
            why=why,
        )
    )


def _finish(context: click.Context, reply: Reply) -> None:
    told: Any = reply.told
    if usage := told.get("usage"):
        raise (
            click.BadParameter(usage["message"], context, param_hint=usage["option"])
            if usage["option"]
            else click.UsageError(usage["message"], context)
        )
    output = here()
    for piece in told["printed"]:
        output.write(piece["text"], err=piece["to"] == "stderr", nl=False)
    if reply.is_copied_later:
        echo(said("Published; the copy follows."), err=True)
    if told["exit"]:
        raise SystemExit(told["exit"])
