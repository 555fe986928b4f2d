"""What anybody may send of what they want: the body of the request, and the wish it means."""

from __future__ import annotations

from pydantic import Field, StrictBool, StrictStr

from statuspage.actions.listening.hearing import SUBJECT_LIMIT, TEXT_LIMIT, VoiceWish
from statuspage.actions.measurements.rows import Word
from statuspage.config.kinds.values import Model
from statuspage.domain.listening.voice import VoiceChannel


class FeedbackBody(Model):
    """What somebody says. It is held until staff looked at it, and its words are not published."""

    text: StrictStr = Field(
        default="",
        max_length=TEXT_LIMIT,
        description="The words. They may be missing where `outcome` names a request.",
    )
    subject: StrictStr = Field(default="", max_length=SUBJECT_LIMIT)
    components: tuple[Word, ...] = Field(default=(), description="Their ids.")
    outcome: StrictStr = Field(
        default="", description="The id of a request that means the same: one voice more for it."
    )
    may_quote: StrictBool = Field(
        default=False, description="Whether the words may be published, without a name."
    )


def wish_of(body: FeedbackBody) -> VoiceWish:
    """What a body says, as the action takes it."""
    return VoiceWish(
        body.text,
        components=body.components,
        subject=body.subject,
        channel=VoiceChannel.API,
        may_quote=body.may_quote,
        outcome=body.outcome,
    )
