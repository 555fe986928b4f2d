"""What a program hands in to change what was published: each edit with the reason readers see."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, StrictStr

from statuspage.actions.measurements.rows import Instant, Word
from statuspage.config.kinds.values import Model
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.site.api.bodies.incidents import ComponentStateName, Due, FurtherWords, StatusName

_REASON = Field(default="", description="Why; readers see this beside the change.")
_TEXTS = "The same in further languages of the site, by their codes."


class ReasonBody(Model):
    """Why something published is taken back."""

    reason: StrictStr = _REASON


class IncidentEdit(ReasonBody):
    """What stands above the updates, put otherwise; what is not named stays as it is."""

    title: StrictStr | None = None
    texts: dict[StrictStr, FurtherWords] = Field(
        default={}, description="Its title in further languages of the site, by their codes."
    )
    owner: StrictStr | None = None
    impact: Literal["none", "minor", "major", "critical"] | None = None
    impact_from: Instant | None = None
    impact_until: Instant | None = None
    noticed_by: NoticedBy | None = None
    first_report_at: Instant | None = None


class UpdateEdit(ReasonBody):
    """An update, put otherwise; what is not named stays as it is."""

    body: StrictStr | None = Field(default=None, description="The words, in Markdown.")
    texts: dict[StrictStr, FurtherWords] = Field(default={}, description=_TEXTS)
    sections: dict[StrictStr, StrictStr] = Field(
        default={}, description="Of a postmortem: its sections by their names, in place of `body`."
    )
    status: StatusName | None = None
    components: dict[Word, ComponentStateName] = Field(
        default={}, description="What it says of components, by their ids; others stay."
    )
    at: Instant | None = Field(default=None, description="The time it speaks of.")
    next_update: Due | None = None


class TextsBody(Model):
    """A language that is added to an update; nobody is notified."""

    texts: dict[StrictStr, FurtherWords] = Field(default={}, description=_TEXTS)


class ErasureBody(ReasonBody):
    """Texts to stand in place of those erased; what is not named stays as it is now."""

    title: StrictStr | None = Field(default=None, description="Of the incident.")
    owner: StrictStr | None = Field(default=None, description="Of the incident.")
    body: StrictStr | None = Field(default=None, description="Of an update.")
    author: StrictStr | None = Field(
        default=None, description="Of an update: who wrote it, as the record will say."
    )
    texts: dict[StrictStr, FurtherWords] = Field(default={}, description=_TEXTS)
    dry_run: StrictBool = Field(
        default=False, description="Say what else holds the words, and erase nothing."
    )


class FollowUpBody(Model):
    """By when somebody looks whether the incident came back; the promise is public."""

    by: Due


class FindingBody(Model):
    """What was found on looking again."""

    found: StrictStr = Field(
        default="",
        description="In words; or the address of the incident in which it came back.",
    )
