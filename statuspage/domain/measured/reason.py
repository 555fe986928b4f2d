"""Why a check failed, was slow, or saw nothing: all of it for staff, plain words for readers.

What readers see names no host, address or text of ours: only what kind of failure it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from statuspage.domain.measured.samples import ProbeState
from statuspage.said import Said, counted, said

Facts = Mapping[str, int | str]


@dataclass(frozen=True)
class Reason:
    """`kind` is one word of `KINDS`; `detail` is for staff; `facts` may be shown to everybody.

    Facts are `seconds` (text), `status`, `milliseconds`, `days`, `lost`, `sent` or `code`, by kind.
    """

    kind: str
    detail: Said
    facts: Facts = field(default_factory=dict, hash=False)

    @property
    def is_like(self) -> tuple[object, ...]:
        """What makes two reasons the same one: how slow it was differs at each check."""
        return self.kind, *(self.facts.get(name) for name in ("status", "code", "seconds"))

    @property
    def public(self) -> Said:
        """In plain words, for readers."""
        return _public(self.kind, self.facts)


@dataclass(frozen=True)
class Told:
    """What one check told: its state, and why where that is not up."""

    probe: str
    location: str
    at: datetime
    state: ProbeState
    reason: Reason | None = None

    def says_the_same(self, other: Told) -> bool:
        """Whether another check told the same thing, whenever it was."""
        mine, others = self.reason, other.reason
        if mine is None or others is None:
            return self.state is other.state and mine is others
        return self.state is other.state and mine.is_like == others.is_like


def changes(before: Told | None, found: Iterable[Told]) -> list[Told]:
    """Those that tell something new, of checks of one probe and location in order of time.

    A first one that is up tells nothing.
    """
    kept = []
    for one in found:
        is_new = one.state is not ProbeState.UP if before is None else not one.says_the_same(before)
        if is_new:
            kept.append(one)
            before = one
    return kept


_PUBLIC = {
    "certificate": said("Its certificate is not valid"),
    "closed": said("It closed the connection without an answer"),
    "connection": said("It could not be reached"),
    "cut": said("The connection was dropped"),
    "late": said("It did not report in time"),
    "name": said("Its name could not be found"),
    "no_answer": said("No name server gave an answer"),
    "ours": said("We could not check"),
    "protocol": said("Its answer could not be read"),
    "record": said("Name servers gave a different answer from the expected one"),
    "redirect": said("It redirected to where there was no answer"),
    "refused": said("The connection was refused"),
    "reported": said("It reported a failure"),
    "text": said("The answer was not the expected one"),
    "tls": said("No secure connection could be made"),
}


def _public(kind: str, facts: Facts) -> Said:
    given: dict[str, Any] = dict(facts)
    match kind:
        case "timeout" if "seconds" in given:
            return said("No answer within {digits} s", digits=given["seconds"])
        case "status" if "status" in given:
            return said("It answered with status {status}", status=given["status"])
        case "slow" if "milliseconds" in given:
            time = said("{count} ms", count=given["milliseconds"])
            return said("The answer took {time}", time=time)
        case "certificate_ends" if "days" in given:
            return counted(
                "Its certificate expires in {count} day",
                "Its certificate expires in {count} days",
                count=given["days"],
            )
        case "packets" if "lost" in given and "sent" in given:
            return said("{lost} of {sent} packets were lost", **given)
        case _:
            return _PUBLIC.get(kind, said("The check failed"))
