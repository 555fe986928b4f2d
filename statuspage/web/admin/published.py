"""After the press: where to go on, and what readers see, exactly as the public pages show it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import request
from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.text import one_line
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.web.admin import pages
from statuspage.web.forms import words

_DONE = {
    "opened": "Published. Readers see it now.",
    "updated": "Published. Readers see it now.",
    "scheduled": "Announced. Readers see it now.",
    "written": "Published. Readers see it now.",
    "edited": "Changed. Readers see that, and why.",
    "withdrawn": "Withdrawn. A stub says so, and why.",
    "erased": "Erased here and in the record. Copies made before, such as backups, still hold it.",
    "noted": "The note is kept. Only staff see it.",
    "draft": "Saved as a draft. Only staff see it.",
    "discarded": "Discarded. Nothing of it was published.",
    "waits": "It waits for somebody else to read and approve it. Nothing is published yet.",
}
_WORDS = ("title", "body", "said", "did", "reason", "note")
_LEFT_OVER = (
    "These words are not published yet: the form had been sent before, or another button was "
    "pressed. Publish them from here if they are still wanted."
)


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
    said = [incident.title, *(update.body for update in incident.updates)]
    return landing(f"/admin{incident.path}", values, said, done)


def confirmation() -> str:
    """What the last press did, in words; "" when the page was not reached by one."""
    return _DONE.get(request.args.get("done", ""), "")


def preview_of(incident: Incident, known: Collection[str] = ()) -> Markup:
    """The word of an incident that is not known yet, as its public page would show it."""
    update = next(update for update in incident.updates if update.key not in known)
    with db.snapshot():
        return Markup(pages.render("_preview.html", incident=incident, update=update))  # noqa: S704
