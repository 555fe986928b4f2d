"""/hub: programs ask to be sent feeds of ours (W3C WebSub)."""

from __future__ import annotations

import math

from flask import Response, request

from statuspage.actions.telling.hub import ask
from statuspage.actions.visitors import seconds_to_wait
from statuspage.domain.telling.hub import hub_request
from statuspage.errors import Conflict, InvalidInput, StatusPageError
from statuspage.render.feeds import documents
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.catalogue import Found
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.web.forms.peers import client_address
from statuspage.web.language import speaker

_TYPES = (documents.RSS, documents.ATOM, documents.JSON)


def hub() -> Response:
    """Take what a program asks; it is asked back before anything holds."""
    if wait := math.ceil(seconds_to_wait(client_address(request.environ))):
        text = said("You have sent a lot in a short time. Try again in {wait} seconds.", wait=wait)
        answer = _line(StatusPageError(text), 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        asked = hub_request(request.form)
        ask(_path_of(asked.topic), asked)
    except InvalidInput as error:
        return _line(error, 400)
    except Conflict as error:
        return _line(error, 503)
    return Response("", 202)


def _path_of(topic: str) -> str:
    """The path of a feed of ours. Raises InvalidInput."""
    with db.snapshot():
        context = catalogue.present()
        here = context.site
        if here.hub:
            text = said("The hub of these feeds is {hub}.", hub=here.hub)
            raise InvalidInput({"hub.topic": text})
        path = topic.removeprefix(here.url)
        found = catalogue.find(path) if topic.startswith(f"{here.url}/") else None
        is_ours = found is not None and _is_feed(found, context)
    if not is_ours:
        text = said("This is no feed of this site. All of them: {page}", page=f"{here.url}/feeds")
        raise InvalidInput({"hub.topic": text})
    return path


def _is_feed(found: Found, context: Context) -> bool:
    return (
        found.page.is_narrowed
        and found.page.content_type in _TYPES
        and (not found.language or found.language in context.site.languages)
        and found.params in found.page.all_params(context)
    )


def _line(error: StatusPageError, status: int) -> Response:
    return Response(
        f"{speaker().say(error.said)}\n", status, content_type="text/plain; charset=utf-8"
    )
