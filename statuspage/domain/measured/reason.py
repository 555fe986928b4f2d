"""Why a check failed, was slow, or saw nothing: all of it for staff, plain words for readers.

What readers see names no host, address or text of ours: only what kind of failure it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


_PUBLIC = {
    "certificate": said("Its certificate is not valid"),
    "closed": said("It closed the connection without an answer"),
    "connection": said("It could not be reached"),
    "cut": said("The connection was cut"),
    "late": said("It did not report in time"),
    "name": said("Its name could not be found"),
    "no_answer": said("No name server gave an answer"),
    "ours": said("We could not look"),
    "protocol": said("Its answer could not be read"),
    "record": said("Name servers gave another answer than the expected one"),
    "redirect": said("It sent on to where no answer was"),
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
                "Its certificate ends in {count} day",
                "Its certificate ends in {count} days",
                count=given["days"],
            )
        case "packets" if "lost" in given:
            return said("{lost} of {sent} packets were lost", **given)
        case _:
            return _PUBLIC.get(kind, said("The check failed"))
