"""The front page of the desk: what needs a word, goes on, comes, burns, and is broken."""

from __future__ import annotations

from flask import Response

from statuspage import clock
from statuspage.domain.incidents.gravity import gravest_first
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.burn import FEWEST_EVENTS
from statuspage.domain.vocabulary.states import Kind
from statuspage.figures.burning import burning
from statuspage.health.checks import all_health
from statuspage.health.store import WRITING
from statuspage.site import catalogue
from statuspage.site.measured.components import full_names
from statuspage.site.measured.reasons import failing_now
from statuspage.site.promises.due import due_now
from statuspage.site.promises.owed import waiting
from statuspage.site.reports import owed as reports_owed
from statuspage.store import db
from statuspage.store.desk import drafts, problems
from statuspage.store.incidents import alarms, incidents
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.alerts import all_fates
from statuspage.web.admin.incidents.unspoken import unspoken
from statuspage.web.admin.incidents.updating import unchanged_in_a_row
from statuspage.web.admin.listening import requests
from statuspage.web.admin.published import confirmation
from statuspage.web.forms import words

_CLOSED_SHOWN = 5


def desk() -> Response:
    """What checks see; drafts; what is open, the gravest first; what comes, is owed, and ended."""
    ill = [one for one in all_health() if not one.is_well]
    with db.snapshot():
        library, settings, now = catalogue.present().library, current_settings(), clock.now()
        going_on = incidents.open_ones()
        planned = [entry for entry in going_on if entry.kind is Kind.MAINTENANCE]
        newest = incidents.newest(4 * _CLOSED_SHOWN)
        ended = [entry for entry in newest if not entry.is_open]
        text = pages.render(
            "desk.html",
            done=confirmation(),
            due=due_now(library, ended, now),
            written=drafts.written(),
            imported=drafts.count_imported(),
            drafts=alarms.drafts(),
            firing=[one for one in all_fates() if one.alert.is_firing],
            unspoken=unspoken(now),
            failing=failing_now(library, settings, now),
            repeats=unchanged_in_a_row,
            names=full_names(catalogue.present()),
            active=gravest_first((entry for entry in going_on if entry.is_active), now),
            coming=sorted((entry for entry in planned if not entry.is_active), key=_begins),
            closed=ended[:_CLOSED_SHOWN],
            queue=requests.queue(now),
            owed=waiting(catalogue.present()),
            reports=[
                one
                for one in reports_owed.owed(catalogue.present(), settings)
                if one.is_called_for(now)
            ],
            burning=burning(library, settings, now),
            fewest=FEWEST_EVENTS,
            problems=problems.standing(),
            ill=ill,
            writing=WRITING,
            new_submission=words.new_submission,
        )
    return pages.answer(text)


def _begins(entry: Incident) -> float:
    return (entry.scheduled_for or entry.started_at).timestamp()
