"""Drafts, by staff or by our checks: one read as readers would, and its two buttons."""

from __future__ import annotations

from flask import Response, current_app, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.given import Actor
from statuspage.actions.incidents import automatic
from statuspage.actions.staff import drafts as actions
from statuspage.domain.desk.draft import Draft
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.incidents import alarms
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation
from statuspage.web.admin.writing import drafting
from statuspage.web.admin.writing.forms import DeskFormView, FormPage
from statuspage.web.forms import words


def draft(key: str, notice: Said | str = "", code: int = 200) -> Response:
    """A draft exactly as publishing it would show it, and who wrote it. Raises NotFound."""
    with db.snapshot():
        found = drafts.by_key(key)
    preview, fault = _preview(found)
    with db.snapshot():
        text = pages.render(
            "draft.html",
            draft=found,
            preview=preview,
            fault=fault,
            notice=notice,
            done=confirmation(),
            asks_approval=drafting.approval_is_asked(),
            submission=words.new_submission(),
        )
    return pages.answer(text, code)


def publish(key: str) -> AnyResponse:
    """Publish it as it stands: an approval where one is asked for, and where none is, right away.

    What our checks found becomes an incident.
    """
    if not _is_ours(key):
        return _of_checks(key, is_published=True)
    try:
        with db.snapshot():
            found = drafts.by_key(key)
    except NotFound:
        return _gone()
    me, reason = pages.staff(), request.form.get("reason", "").strip()
    if reason and not me.role.is_admin:
        return draft(key, said("Only an admin may publish without a second person."), 403)
    if "reason" in request.form and not reason:
        return draft(key, said("The reason is empty. Say why nobody else can read it first."), 422)
    actor = pages.actor(words.submission(request.form.to_dict()))
    try:
        address = actions.publish(
            key,
            _seen(),
            actor,
            lambda who: _form_of(found).publish(found.fields, who),
            needs_approval=drafting.approval_is_asked(),
            reason=reason,
        )
    except InvalidInput as error:
        return draft(key, _cannot(error), 422)
    except Conflict as error:
        return _refused(key, error)
    return redirect(address, 303)


def discard(key: str) -> AnyResponse:
    """Delete it; of what our checks found nothing is said."""
    if not _is_ours(key):
        return _of_checks(key, is_published=False)
    try:
        actions.discard(key, pages.actor())
    except Conflict as error:
        return _refused(key, error)
    return redirect("/admin?done=discarded", 303)


def _is_ours(key: str) -> bool:
    """Whether staff wrote it. A key that our checks do not know is one of a draft that is gone."""
    with db.snapshot():
        return drafts.exists(key) or not alarms.exists(key)


def _of_checks(key: str, *, is_published: bool) -> AnyResponse:
    actor = pages.actor()
    try:
        if is_published:
            return redirect(f"/admin{automatic.publish_draft(key, actor).path}", 303)
        automatic.discard_draft(key, actor)
    except Conflict as error:
        return pages.fault(
            said("Already decided"),
            said("{error} Go back to the desk to see it.", error=error.said),
            409,
        )
    return redirect("/admin", 303)


def _preview(found: Draft) -> tuple[Markup, Said | str]:
    """What publishing shows with its hints, or why it cannot be published as it stands."""
    page = _form_of(found)
    try:
        shown = page.preview(found.fields, Actor(found.writer)) + page.all_hints(found.fields)
    except InvalidInput as error:
        return Markup(), _cannot(error)
    except (Conflict, NotFound) as error:
        return Markup(), error.said
    return shown, ""


def _form_of(found: Draft) -> FormPage:
    """The form that a draft was written in."""
    endpoint, parts = current_app.url_map.bind("").match(found.path, method="POST")
    view = current_app.view_functions[endpoint]
    assert isinstance(view, DeskFormView)  # noqa: S101 only forms save drafts
    return view.page(**parts)


def _seen() -> int:
    text = request.form.get(drafting.SEEN, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _cannot(error: InvalidInput) -> Said:
    return joined([said("It cannot be published as it stands."), *error.faults.values()], " ")


def _refused(key: str, error: Conflict) -> Response:
    with db.snapshot():
        is_there = drafts.exists(key)
    if is_there:
        return draft(key, error.said, 409)
    return _gone()


def _gone() -> Response:
    text = said("This draft was published or discarded. Go back to the desk to see how things are.")
    return pages.fault(said("Already decided"), text, 404)
