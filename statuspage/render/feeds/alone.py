"""What an update says where it stands without its page: what else is bad."""

from __future__ import annotations

from dataclasses import replace

from statuspage.domain.incidents.derived import spoken_of
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, line
from statuspage.render.feeds.told import ToldNews
from statuspage.render.words.links import bdi
from statuspage.render.words.locale import locale
from statuspage.said import joined, said

_WELL = ComponentState.OPERATIONAL


def standing_alone(site: Site, told: ToldNews) -> Item:
    """The item of news with these facts above its words."""
    item = told.item
    above = facts_above(site, item, told.incident)
    return replace(
        item,
        html="\n".join([*(one.html for one in above), item.html]),
        text="\n\n".join([*(one.text for one in above), item.text]),
    )


def facts_above(site: Site, item: Item, incident: Incident | None) -> list[Passage]:
    """The facts that belong above the words of an item; `incident`: what it belongs to."""
    update = update_of(item, incident)
    if incident is None or update is None:
        return []
    return _affected(site, incident, update)


def update_of(item: Item, incident: Incident | None) -> Update | None:
    """The update that an item tells, if it tells one."""
    updates = incident.updates if incident else ()
    return next((one for one in updates if UPDATE.subject(one.key) in item.subjects), None)


def _affected(site: Site, incident: Incident, update: Update) -> list[Passage]:
    """All that is not well, where an update leaves some of it out because it is as before."""
    if update.status in (Status.SCHEDULED, Status.CANCELLED):
        return []
    components, declared = spoken_of(incident.updates[incident.updates.index(update) :])
    bad = {key: name for key, name in components if declared[key] is not _WELL}
    if bad.keys() <= {change.component for change in update.moves}:
        return []
    listed = [
        said("{component}: {state}", component=bdi(name), state=declared[key].small)
        for key, name in bad.items()
    ]
    return [line(site, joined(listed, locale(site.language).comma))]
