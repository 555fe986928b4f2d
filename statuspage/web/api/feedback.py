"""/api/v1/feedback: anybody says what they want, within the same limits as by the form."""

from __future__ import annotations

import math

from flask import Response, request

from statuspage.actions.listening.saying import LIMITS, say, similar_to
from statuspage.actions.telling.links import voice_path
from statuspage.actions.visitors import seconds_to_wait
from statuspage.domain.listening.voice import Voice
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.api.feedback import FeedbackBody, wish_of
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.settings import site
from statuspage.web.api.problems import Refused
from statuspage.web.api.requests import Done, answer_once, one_object
from statuspage.web.forms.peers import client_address


def feedback() -> Response:
    """Hear what somebody says; the answer tells what was there of the same already."""
    if wait := math.ceil(seconds_to_wait(client_address(request.environ), LIMITS)):
        raise Refused(429, headers={"Retry-After": str(wait)})
    wish = wish_of(one_object(FeedbackBody))
    similar = [one.slug for one in similar_to(wish)] if not wish.outcome else []

    def act() -> Done:
        voice = _voice(say(wish, "", None).voice)
        return Done(
            {
                "page": site().address(voice_path(voice.key)),
                "state": str(voice.state),
                "outcome": voice.outcome or None,
                "similar": similar,
            },
            201,
        )

    return answer_once(None, act)


def _voice(key: str) -> Voice:
    with db.snapshot():
        voice = voices.by_key(key)
    if voice is None:
        raise NotFound(said("There is nothing at this address."))
    return voice
