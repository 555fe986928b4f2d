"""After the press: where to go on, and what readers see, exactly as the public pages show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from flask import request
from markupsafe import Markup

from statuspage import clock
from statuspage.actions.incidents.amend import update_of
from statuspage.actions.incidents.wordings import by_field
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.spoken import incident_in
from statuspage.domain.telling.ways import reached
from statuspage.domain.vocabulary.text import one_line
from statuspage.domain.vocabulary.wordings import further
from statuspage.notify.reach import Reach, rehearsed
from statuspage.render.postmortem import told_html
from statuspage.render.words.cldr import language_name
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.forms import words
from statuspage.web.language import speaker

_DONE = {
    "opened": said("Published. Readers see it now."),
    "updated": said("Published. Readers see it now."),
    "scheduled": said("Announced. Readers see it now."),
    "written": said("Published. Readers see it now."),
    "translated": said("Published. Readers of that language see it now."),
    "moved": said("Moved. Readers see from when to when, and why."),
    "cancelled": said("Cancelled. Readers see that it will not take place."),
    "edited": said("Changed. Readers see that, and why."),
    "withdrawn": said("Withdrawn. A note in its place says so, and why."),
    "erased": said(
        "Erased here and in the record. Copies made earlier, such as backups, still hold it."
    ),
    "granted": said("Published. Readers see the sums, and nobody's name."),
    "asked": said("Made. Its links, and what to paste, are below."),
    "noted": said("The note is kept. Only staff see it."),
    "kept": said("Kept. Only staff see it, until you count it for a request."),
    "counted": said("Counted. Readers see how many asked for it."),
    "turned-away": said("Turned away. It counts for nothing, and only staff see it."),
    "reviewed": said("Noted. Readers see that somebody looked today."),
    "merged": said("Merged. Whoever asked for either is told what becomes of this one."),
    "draft": said("Saved as a draft. Only staff see it."),
    "later": said("Kept until its time. It is published then by itself."),
    "approved": said("Approved. It is published by itself when it is time."),
    "discarded": said("Discarded. None of it was published."),
    "sent-again": said("What failed is sent again, to nobody else."),
    "none-failed": said("Nothing was sent again: no message about it has failed."),
    "stopped": said("Stopped. Nothing is sent until you let it go on."),
    "resumed": said("Messages are sent again, first those that waited."),
    "dropped": said("Dropped. Those messages are not sent."),
    "alert-over": said("Taken as over."),
    "waits": said("A colleague has to read and approve it. Nothing is published yet."),
}
_WORDS = ("title", "body", "said", "did", "reason", "note")
_LEFT_OVER = said("form.left_over")


def landing(path: str, values: Values, published: Iterable[str], done: str) -> str:
    """The address to go on with.

    Words of the form that are not among the published ones are kept and shown there again: somebody
    went back and changed them, or wrote some and then pressed "no change".
    """
    known = {one_line(text) for text in published}
    told = (text for name, text in values.items() if name.partition(":")[0] in _WORDS)
    if all(one_line(text) in ("", *known) for text in told):
        return f"{path}?done={done}"
    left = {name: value for name, value in values.items() if name != "seen"}
    return words.keep(path, left, _LEFT_OVER) + f"&done={done}"


def landing_of(incident: Incident, values: Values, done: str) -> str:
    """The desk's page of an incident, as `landing`."""
    told = [incident.wordings, *(update.wordings for update in incident.updates)]
    translated = [text for one in told for text in by_field(one).values()]
    known = [incident.title, *(update.body for update in incident.updates), *translated]
    return landing(f"/admin{incident.path}", values, known, done)


def confirmation() -> Said | str:
    """What the last press did, in words; "" when the page was not reached by one."""
    return _DONE.get(request.args.get("done", ""), "")


def previewed(act: Callable[[], Incident], known: Collection[str] = ()) -> Markup:
    """What publishing would show and whom it would reach, keeping nothing. Raises as `act`."""
    incident, reach = rehearsed(act)
    return preview_of(incident, known) + reach_of(reach)


def reach_of(reach: Reach) -> Markup:
    """Who would be sent a message."""
    with db.snapshot():
        zone = site().zone
    facts = {"reach": reach, "listed": reached(reach.by_way), "zone": zone, "now": clock.now()}
    return Markup(pages.bare("_reach.html", **facts))  # noqa: S704


def preview_of(incident: Incident, known: Collection[str] = ()) -> Markup:
    """The word of an incident that is not known yet, as its public page would show it."""
    update = next(update for update in incident.updates if update.key not in known)
    with db.snapshot():
        shown = Markup(pages.render("_preview.html", incident=incident, update=update))  # noqa: S704
        if update.said is None and update.withdrawn_at is None:
            shown += Markup().join(
                preview_in(code, incident, update.key) for code in further(site())
            )
    return shown


def preview_in(code: str, incident: Incident, key: str) -> Markup:
    """An update as readers of a further language will see it, or that it is not in theirs yet."""
    here, named = site(), partial(language_name, speaker().language)
    found = incident_in(code, here.own_language, incident)
    update = update_of(found, key)
    text = pages.bare(
        "_preview_in.html",
        incident=found,
        words=told_html(update, found, here.spoken(code)),
        code=code,
        name=named(code),
        original=named(here.own_language),
        is_missing=bool(update.words_in),
    )
    return Markup(text)  # noqa: S704
