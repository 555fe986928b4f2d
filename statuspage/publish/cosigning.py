"""Asking a witness to cosign a head (C2SP tlog-witness): one request, one answer."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from statuspage.domain.record.cosignature import Cosignature, cosignatures
from statuspage.domain.record.note import parse_note
from statuspage.domain.record.policy import Witness
from statuspage.domain.record.witnesses import Obstacle
from statuspage.errors import Unreachable, message
from statuspage.net.deliver import deliver
from statuspage.net.exchange import Answer, Limits
from statuspage.net.fetch import request_of
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule
from statuspage.said import Said, said

_LIMITS = Limits(seconds=10.0, size=65_536, redirects=0)
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,17})\n?")
_SECONDS = re.compile(r"[0-9]{1,6}")
_OBSTACLES = {
    403: Obstacle.KEY,
    404: Obstacle.UNKNOWN,
    422: Obstacle.SPLIT,
    429: Obstacle.BUSY,
}


@dataclass(frozen=True)
class WitnessAnswer:
    """What a witness says to a head: a cosignature, the size it knows, or what is in the way."""

    cosignature: Cosignature | None = None
    size: int | None = None  # of the head that it cosigned last, where another one was assumed
    obstacle: Obstacle | None = None
    detail: Said | None = None
    wait: timedelta | None = None  # how long it wants not to be asked


def ask(
    witness: Witness, former: int, proof: Sequence[bytes], checkpoint: str, may_reach: AddressRule
) -> WitnessAnswer:
    """Send a signed head, with the proof that it grew out of the one of `former` entries."""
    rows = "".join(f"{b64encode(one).decode()}\n" for one in proof)
    body = f"old {former}\n{rows}\n{checkpoint}".encode()
    try:
        url = request_of(f"{witness.url.rstrip('/')}/add-checkpoint").url
        request = Request(url, "POST", (("Content-Type", "text/plain; charset=utf-8"),), body)
        answer = deliver(request, _LIMITS, may_reach=may_reach, is_read=True)
    except Unreachable as error:
        return WitnessAnswer(obstacle=Obstacle.UNREACHABLE, detail=error.said)
    return _understood(answer, witness, checkpoint)


def _understood(answer: Answer, witness: Witness, checkpoint: str) -> WitnessAnswer:
    if answer.status == 200:
        return _cosigned(answer, witness, checkpoint)
    if answer.status == 409:
        found = _SIZE.fullmatch(answer.body)
        if found is None:
            return _garbled(said("it says a conflict, and not of which size."))
        return WitnessAnswer(size=int(found[1]))
    wait = _SECONDS.fullmatch(answer.header(b"retry-after") or "")
    return WitnessAnswer(
        obstacle=_OBSTACLES.get(answer.status, Obstacle.FAILING),
        detail=said("It answers with status {status}.", status=answer.status),
        wait=timedelta(seconds=int(wait[0])) if wait else None,
    )


def _cosigned(answer: Answer, witness: Witness, checkpoint: str) -> WitnessAnswer:
    """Nothing is believed that does not verify."""
    if not answer.is_whole:
        return _garbled(said("it is too long."))
    head, _, __ = checkpoint.encode().partition(b"\n\n")
    try:
        found = cosignatures(parse_note(head + b"\n\n" + answer.body), [witness.key])
    except ValueError as error:
        return _garbled(message(error))
    if not found:
        return _garbled(said("it holds no cosignature by the key that the policy names."))
    return WitnessAnswer(cosignature=found[0])


def _garbled(why: Said) -> WitnessAnswer:
    return WitnessAnswer(obstacle=Obstacle.GARBLED, detail=why)
