"""/api/v1/heartbeats/KEY, by GET, HEAD or POST: a job calls in. Its key is its authority."""

from __future__ import annotations

import re

from flask import Response, request

from statuspage.actions.measurements.heartbeats import record_heartbeat
from statuspage.actions.staff.tokens import note_use, token_of
from statuspage.domain.measured.heartbeat import Signal
from statuspage.domain.vocabulary.text import clean_text
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.problems import Refused
from statuspage.web.api.requests import Done, answer_once, count_wrong, counted

_CODE = re.compile(r"[0-9]{1,3}", re.ASCII)
_MOST = 200  # letters of what a job says beside its failure


def heartbeat(key: str, signal: str = "0") -> Response:
    """Record what the job behind a key says: `start`, `fail`, or an exit code (0 is good)."""
    token = token_of(key)
    if token is None or token.probe is None:
        count_wrong()
        raise Refused(404, said("There is no heartbeat with this key; it may have been revoked."))
    note_use(token)
    probe = token.probe
    meant = _meant(signal)
    with db.snapshot():
        settings = current_settings()

    def call() -> Done:
        at = record_heartbeat(probe, settings, meant, _why(signal))
        return Done({"probe": probe, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")})

    return answer_once(counted(token), call)


def _meant(signal: str) -> Signal:
    """Raises Refused with 404 for what is no signal."""
    if _CODE.fullmatch(signal) and int(signal) <= 255:
        return Signal.FAIL if int(signal) else Signal.SUCCESS
    if signal in (Signal.START, Signal.FAIL):
        return Signal(signal)
    raise Refused(404, said("A job says start, fail, or an exit code from 0 to 255."))


def _why(signal: str) -> Said:
    """What a job says of its failure: its exit code, or the first line that it sent."""
    sent = request.get_data(as_text=False)[: 4 * _MOST].decode("utf-8", "replace").strip()
    line = clean_text(sent.splitlines()[0])[:_MOST] if sent else ""
    if line:
        return said("The job said that it failed: {text}", text=line)
    if _CODE.fullmatch(signal):
        return said("The job ended with code {code}.", code=int(signal))
    return said("The job said that it failed.")
