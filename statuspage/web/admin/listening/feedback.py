"""What people say, at the desk: the queue, what is written down for somebody, and merging."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.listening.deciding import take, turn_away
from statuspage.actions.listening.hearing import VoiceWish, note_voice
from statuspage.actions.listening.tending import merge, review
from statuspage.domain.desk.entry_form import VOICES
from statuspage.domain.listening.voice import BY_STAFF, VOICE_CHANNELS, VoiceChannel
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.form import Form, Values
from statuspage.site.measured.components import full_names
from statuspage.store import db
from statuspage.store.published import entries
from statuspage.web.admin import pages
from statuspage.web.admin.listening import requests
from statuspage.web.admin.published import confirmation
from statuspage.web.admin.writing import parts
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import fields_of
from statuspage.web.admin.writing.forms import FormPage
from statuspage.web.forms import words

_HERE = "/admin/feedback"
_TAKE, _REVIEW = "take:", "review:"


def feedback() -> AnyResponse:
    """The queue, and its buttons. Raises StoreError."""
    if request.method != "POST":
        return _page(Form({}))
    values = request.form.to_dict()
    try:
        return redirect(_carried_out(values, request.form.getlist("voice")), 303)
    except InvalidInput as error:
        return _page(Form(values, faults=error.faults, code=422))
    except (NotFound, Conflict) as error:
        return _page(Form(values, notice=error.said, code=409))


def _carried_out(values: Values, chosen: list[str]) -> str:
    """Do what was pressed; returns where to go on."""
    do = values.get("do", "")
    actor = pages.actor(words.submission({**values, "voice": " ".join(chosen)}, with_content=True))
    if do.startswith(_REVIEW):
        review(do.removeprefix(_REVIEW), actor)
        return f"{_HERE}?done=reviewed"
    if do.startswith(_TAKE):
        key, _, slug = do.removeprefix(_TAKE).partition(":")
        take([key], slug, actor)
        return f"{_HERE}?done=counted"
    if do == "away":
        turn_away(chosen, values.get("why", ""), actor)
        return f"{_HERE}?done=turned-away"
    if do == "new" and chosen:
        return f"/admin/outcomes/new?{urlencode({VOICES: ' '.join(chosen)})}"
    if do == "take" and chosen and not (slug := values.get("slug", "").strip()):
        raise InvalidInput({"slug": said("Name the request that they are counted for.")})
    take(chosen, values.get("slug", "").strip(), actor)
    return f"{_HERE}?done=counted"


def _page(form: Form) -> Response:
    now = clock.now()
    given = request.args.get("from", "")
    offset = int(given) if given.isdecimal() and len(given) < 9 else 0
    with db.snapshot():
        queue = requests.queue(now)
        offset = offset if offset < queue.held else 0  # a page of which all is done
        text = pages.render(
            "feedback.html",
            done=confirmation(),
            form=form,
            chosen=request.form.getlist("voice"),
            queue=queue,
            held=requests.held(now, offset),
            names=full_names(catalogue.present()),
            offset=offset,
            size=requests.PAGE,
            new_submission=words.new_submission,
        )
    return pages.answer(text, form.code)


class NoteVoice(FormPage):
    """Write down what somebody told staff: its channel, and no name."""

    template = "note_voice.html"
    is_new = True
    is_at_once = True

    def opening(self) -> Values:
        return {"channel": VoiceChannel.PHONE, "outcome": request.args.get("outcome", "")}

    def facts(self) -> Mapping[str, Any]:
        return {
            "channels": [Choice(one, VOICE_CHANNELS[one]) for one in BY_STAFF],
            "components": parts.component_fields({}, ()),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        given = fields_of(values)
        wish = VoiceWish(
            text=values.get("text", ""),
            components=tuple(given.chosen_components()),
            subject=given.text("subject"),
            channel=given.choice("channel", VoiceChannel) or VoiceChannel.PHONE,
            may_quote=bool(given.text("may_quote")),
            outcome=given.text("outcome"),
        )
        refuse(given.faults)
        note_voice(wish, actor)
        return f"{_HERE}?done=kept"

    def preview(self, values: Values, actor: Actor) -> Markup:  # noqa: ARG002 nothing is public
        return Markup('<p class="kept" dir="auto">{}</p>').format(escape(values.get("text", "")))


class MergeRequest(FormPage):
    """Have one request be the same as another."""

    template = "merge_request.html"
    is_at_once = True

    def __init__(self, slug: str) -> None:
        self._slug = slug

    def opening(self) -> Values:
        return {}

    def facts(self) -> Mapping[str, Any]:
        entry = entries.by_slug(EntryKind.OUTCOME, self._slug)
        alike = [Choice(one.slug, one.title) for one in requests.alike(entry)]
        return {"entry": entry, "alike": alike}

    def publish(self, values: Values, actor: Actor) -> str:
        end = merge(self._slug, _named(values), actor)
        return f"/admin/outcomes/{end}?done=merged"

    def preview(self, values: Values, actor: Actor) -> Markup:  # noqa: ARG002
        slug = _named(values)
        with db.snapshot():
            entry = entries.by_slugs(EntryKind.OUTCOME, [slug]).get(slug)
        return Markup("<p><bdi>{}</bdi></p>").format(entry.title if entry else slug)


def _named(values: Values) -> str:
    """The request that another is the same as: written, or else chosen."""
    return values.get("same_as", "").strip() or values.get("chosen", "")
