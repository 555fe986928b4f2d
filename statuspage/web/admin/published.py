"""After the press: where to go on, and what readers see, exactly as the public pages show it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import request
from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.text import one_line
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.web.admin import pages
from statuspage.web.forms import words

_DONE = {
    "opened": said("Published. Readers see it now."),
    "updated": said("Published. Readers see it now."),
    "scheduled": said("Announced. Readers see it now."),
    "written": said("Published. Readers see it now."),
    "moved": said("Moved. Readers see from when to when, and why."),
    "cancelled": said("Called off. Readers see that it will not take place."),
    "edited": said("Changed. Readers see that, and why."),
    "withdrawn": said("Withdrawn. A stub says so, and why."),
    "erased": said(
        "Erased here and in the record. Copies made before, such as backups, still hold it."
    ),
    "noted": said("The note is kept. Only staff see it."),
    "draft": said("Saved as a draft. Only staff see it."),
    "discarded": said("Discarded. Nothing of it was published."),
    "waits": said("It waits for somebody else to read and approve it. Nothing is published yet."),
}
_WORDS = ("title", "body", "said", "did", "reason", "note")
_LEFT_OVER = said("form.left_over")


def landing(path: str, values: Values, published: Iterable[str], done: str) -> str:
    """The address to go on with.

    Words of the form that are not among the published ones are kept and shown there again: somebody
    went back and changed them, or wrote some and then pressed "no change".
    """
    known = {one_line(text) for text in published}
    if all(one_line(values.get(name, "")) in ("", *known) for name in _WORDS):
        return f"{path}?done={done}"
    left = {name: value for name, value in values.items() if name != "seen"}
    return words.keep(path, left, _LEFT_OVER) + f"&done={done}"


def landing_of(incident: Incident, values: Values, done: str) -> str:
    """The desk's page of an incident, as `landing`."""
    known = [incident.title, *(update.body for update in incident.updates)]
    return landing(f"/admin{incident.path}", values, known, done)


def confirmation() -> Said | str:
    """What the last press did, in words; "" when the page was not reached by one."""
    return _DONE.get(request.args.get("done", ""), "")


def preview_of(incident: Incident, known: Collection[str] = ()) -> Markup:
    """The word of an incident that is not known yet, as its public page would show it."""
    update = next(update for update in incident.updates if update.key not in known)
    with db.snapshot():
        return Markup(pages.render("_preview.html", incident=incident, update=update))  # noqa: S704
