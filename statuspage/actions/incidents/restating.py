"""What an edit of one update changes besides: what later ones say, and when it all began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from statuspage.domain.incidents.edit import EditedWords, Others, shown_impact
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.store.incidents import edits, incidents

_SECOND = timedelta(seconds=1)  # what the store tells apart


def moved(now: datetime, former: datetime) -> datetime:
    """The time of a change: always after the one before, so that feeds tell them apart."""
    return max(now, former + _SECOND)


def touched(incident: Incident, former: EditedWords, wording: EditedWords) -> set[str]:
    """The components of which an edit may change what is said."""
    changed = {name for name, _ in former.components.items() ^ wording.components.items()}
    if (former.status, former.at) == (wording.status, wording.at):
        return changed
    return changed | {component for component, _ in incident.components}


def others(incident: Incident, touched: set[str], at: datetime) -> Others:
    """What the other incidents declare of components at any update of this one."""
    instants = [at, *(update.at for update in incident.updates)]
    runs = incidents.runs_between(min(instants), max(instants), touched) if touched else {}
    return lambda component, instant: [
        run.state
        for run in runs.get(component, ())
        if run.incident != incident.key
        and run.start <= instant
        and (run.end is None or instant < run.end)
    ]


def write_changes(incident: Incident, words: Sequence[Update], now: datetime) -> None:
    """Put what the updates say of components where that is new."""
    before = {update.key: update for update in incident.updates}
    for update in words:
        former = before[update.key]
        if update.changes != former.changes:
            edits.replace_changes(update.key, update.changes)
            at = moved(now, former.updated_at)
            edits.change_update(update.key, {"updated_at": at})


def follow(incident: Incident, words: Sequence[Update], now: datetime) -> None:
    """Let the beginning and the impact follow the words, unless staff stated the impact."""
    values: dict[str, object] = {"started_at": words[0].at, "impact": incident.impact}
    if not incidents.impact_is_stated(incident.number):
        values["impact"] = shown_impact(incident.kind, words)
    if values != {"started_at": incident.started_at, "impact": incident.impact}:
        at = moved(now, incident.edited_at or incident.entered_at)
        incidents.change(incident.number, {**values, "edited_at": at})
