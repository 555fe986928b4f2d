"""Who noticed an incident first, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import full_moment
from statuspage.said import said

_FIRST = {
    NoticedBy.PROBE: said("Our checks noticed it before any reader told us."),
    NoticedBy.STAFF: said("We noticed it ourselves, before any reader told us."),
    NoticedBy.SUPPLIER: said("A supplier told us before any reader did."),
    NoticedBy.READER: said("Readers noticed it first and told us."),
}


def noticed(locale: Locale, incident: Incident, zone: ZoneInfo) -> Markup:
    """Who noticed it, and whether the first report of a reader came before our first notice."""
    who, at = incident.noticed_by, incident.first_report_at
    told = [Markup.escape(locale.say(_FIRST[who]))] if who else []
    if at is not None:
        is_before = at < incident.announced_at
        words = (
            said("A reader told us at {time}, before our first notice.")
            if is_before
            else said("The first report by a reader came at {time}, after our first notice.")
        )
        told.append(locale.markup(words.key, time=full_moment(locale, at, zone)))
    return Markup(" ").join(told)
