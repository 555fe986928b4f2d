"""What the answers of a mail server mean for what was to be sent (RFC 5321, RFC 3463)."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.telling.refusal import Refusal, refusal_of, without_addresses
from statuspage.domain.telling.result import Blame, Later, Never, Result
from statuspage.said import said

CLOSING = 421
"""The server ends the connection; what was asked for with it did not happen."""

_LONGEST = 200


@dataclass(frozen=True)
class SmtpReply:
    """A code, such as 550, and the words beside it."""

    code: int
    text: str

    @classmethod
    def of(cls, answer: tuple[int, bytes]) -> SmtpReply:
        """From what smtplib returns."""
        return cls(answer[0], answer[1].decode("utf-8", "replace"))

    @property
    def is_good(self) -> bool:
        return self.code // 100 == 2

    @property
    def is_passing(self) -> bool:
        return self.code // 100 == 4

    def __str__(self) -> str:
        return f"{self.code} {without_addresses(self.text)}"[:_LONGEST].strip()


def refused(reply: SmtpReply) -> Result:
    """What it means that one mail, or its recipient, was refused."""
    reason = said("The mail server refused it: {reply}", reply=str(reply))
    if reply.is_passing:
        return Later(reason)
    match refusal_of("", reply.code, reply.text):
        case Refusal.GONE:
            return Never(reason, Blame.RECIPIENT)
        case Refusal.OURS:
            return Never(reason, Blame.US)
        case Refusal.PASSING:
            return Later(reason)
