"""A command of the shell as a program hands it in, and what it printed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictStr

from statuspage.config.kinds.values import Model
from statuspage.site.answers import Answer


class CommandBody(Model):
    """A command of the shell: one of `incident`, `maintenance`, `changelog` and `sla`."""

    words: list[StrictStr] = Field(
        min_length=1,
        max_length=1000,
        description="Its words, without the name of the program: as a shell has parted them.",
    )
    language: StrictStr = Field(
        default="en",
        pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
        description="The language of what it prints.",
    )


class PrintedText(Answer):
    """A piece of what a command printed, and where."""

    to: Literal["stdout", "stderr"]
    text: str


class WrongUsage(Answer):
    """What is wrong with the words of a command; `option` is null where it is no single option."""

    message: str
    option: str | None


class CommandAnswer(Answer):
    """How a command ended: 0 well, 1 refused, 2 not understood (`usage` says why)."""

    exit: int
    printed: list[PrintedText]
    usage: WrongUsage | None
