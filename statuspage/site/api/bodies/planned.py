"""What a program hands in of planned work: its announcement, other times, its steps."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictStr, WithJsonSchema

from statuspage.actions.measurements.rows import Instant, Word
from statuspage.config import Steps
from statuspage.config.kinds.values import Model
from statuspage.config.planned import Lead
from statuspage.site.api.bodies.incidents import FurtherWords

_Length = Annotated[Lead, WithJsonSchema({"type": "string", "examples": ["60m", "off"]})]
_LEADS = ("remind", "verify")
_SWITCHES = ("begin", "complete", "tell")


class _Window(Model):
    from_: Instant = Field(alias="from", description="When it begins.")
    until: Instant = Field(description="When it ends.")


class PlannedBody(_Window):
    """Planned work to announce. Steps that are not named are taken from `[maintenance]`."""

    title: StrictStr = ""
    body: StrictStr = Field(default="", description="The words, in Markdown.")
    texts: dict[StrictStr, FurtherWords] = Field(
        default={}, description="The same in further languages of the site, by their codes."
    )
    components: tuple[Word, ...] = Field(default=(), description="Their ids.")
    owner: StrictStr = ""
    repeat: StrictStr | None = Field(
        default=None,
        description='"daily", "weekly", "every first sunday", or a rule of RFC 5545, by the clock '
        "of the site.",
    )
    remind: _Length = Field(default=None, description='How long before it begins, or "off".')
    begin: StrictBool | None = Field(default=None, description="Whether it begins by itself.")
    verify: _Length = Field(
        default=None, description='How long before its end it turns to verifying, or "off".'
    )
    complete: StrictBool | None = Field(default=None, description="Whether it ends by itself.")
    tell: StrictBool | None = Field(
        default=None, description="Whether readers are sent the steps that come by themselves."
    )
    page_only: StrictBool = Field(
        default=False, description="Nobody is sent a message; the page and its feeds say so."
    )
    draft: StrictBool = Field(
        default=False, description="Keep it as a draft at the desk; nothing is published."
    )

    def steps(self, usual: Steps) -> Steps:
        """The steps that are usual, with those named here put otherwise."""
        named = self.model_fields_set & {*_LEADS, *_SWITCHES}
        stated: dict[str, Any] = {name: getattr(self, name) for name in named}
        meant = {
            name: value for name, value in stated.items() if name in _LEADS or value is not None
        }
        return usual.model_copy(update=meant)


class WindowBody(_Window):
    """Other times for planned work. Readers see the former ones, and why."""

    reason: StrictStr = Field(default="", description="Why it moves; readers see this.")


class StepBody(Model):
    """The next step of planned work; a plain sentence where `body` is empty.

    Work that starts before its time needs `early_end`: its end is kept, or moved along.
    """

    step: Literal["remind", "start", "verify", "complete", "cancel"]
    body: StrictStr = Field(default="", description="The words, in Markdown.")
    early_end: Literal["keep", "move"] | None = None
    series: StrictBool = Field(
        default=False, description="To cancel: also all that follow in its series."
    )
