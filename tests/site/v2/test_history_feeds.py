"""The history feeds in Statuspage's form, read again by what reads Statuspage's."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.incidents.imported import ImportedIncident
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.imports.feed import read
from statuspage.store.incidents import incidents
from tests.helpers.pages import rendered
from tests.helpers.postmortems import ADA, DAY, MINUTE, NOON

pytestmark = pytest.mark.usefixtures("store")

_LATER = NOON + 3 * DAY
_WORDS = "Some *calls* fail; see [us](/sla).\n\nWe:\n\n- look\n- ask <them>\n\n`a & b`"


def _tell() -> None:
    with clock.standing_at(NOON):
        states = {"api": ComponentState.PARTIAL_OUTAGE}
        key = open_incident("API & more", NewUpdate(_WORDS, components=states), ADA).key
        schedule_maintenance(
            "Move", "We *move*.", NOON + DAY, NOON + DAY + 90 * MINUTE, ["api"], ADA
        )
    for minute, status in ((10, None), (70, Status.RESOLVED)):
        with clock.standing_at(NOON + minute * MINUTE):
            post_update(key, NewUpdate("More.", status), ADA)


def _items(form: str) -> list[Any]:
    root = etree.fromstring(rendered(f"/history.{form}", _LATER).body)
    return list(root.iter("{*}entry", "item"))


def test_rss_has_the_elements_of_statuspage_in_their_row() -> None:
    _tell()
    work, incident = sorted(_items("rss"), key=lambda one: one.findtext("title") == "API & more")
    names = ["title", "description", "pubDate", "link", "guid"]
    assert [one.tag for one in incident] == names
    assert [one.tag for one in work] == [*names[:3], "maintenanceEndDate", *names[3:]]
    assert incident.findtext("link") == incident.findtext("guid")
    assert parsedate_to_datetime(incident.findtext("pubDate")) == NOON + 70 * MINUTE
    assert parsedate_to_datetime(work.findtext("pubDate")) == NOON + DAY
    assert parsedate_to_datetime(work.findtext("maintenanceEndDate")) == NOON + DAY + 90 * MINUTE
    paragraphs = re.findall(r"<p>.*?</p>", incident.findtext("description"))
    assert paragraphs[1] == (
        "<p> <small>Jul <var data-var='date'> 1</var>, <var data-var='time'>13:10</var> BST"
        "</small><br> <strong>Update</strong> - More. </p>"
    )
    assert paragraphs[2].endswith(
        "<strong>Investigating</strong> - Some <em>calls</em> fail; see "
        '<a href="https://status.acme.example/sla">us</a>.<br /><br />We:<br /><br />- look'
        "<br />- ask &lt;them&gt;<br /><br /><code>a &amp; b</code> </p>"
    )
    assert work.findtext("description").startswith(
        "<p><strong>THIS IS A SCHEDULED EVENT Jul <var data-var='date'> 2</var>, "
        "<var data-var='time'>13:00</var>&nbsp;-&nbsp;<var data-var='time'>14:30</var> BST</strong>"
    )


def test_atom_ids_are_statuspages_and_stay() -> None:
    _tell()
    body = rendered("/history.atom", _LATER).body
    root = etree.fromstring(body)
    assert root.findtext("{*}id") == "tag:status.acme.example,2005:/history"
    assert root.findtext("{*}title") == "Acme Cloud Status - Incident History"
    for entry in _items("atom"):
        assert [etree.QName(one).localname for one in entry] == [
            *("id", "published", "updated", "link", "title", "content"),
        ]
        assert re.fullmatch(r"tag:status.acme.example,2005:Incident/\d+", entry.findtext("{*}id"))
        assert entry.findtext("{*}published") == "2026-07-01T12:00:00Z"


def test_feeds_hold_the_25_newest() -> None:
    for number in range(27):
        with clock.standing_at(NOON + number * MINUTE):
            open_incident(f"No {number}", NewUpdate("Over.", Status.RESOLVED), ADA)
    for form in ("rss", "atom"):
        titles = [one.findtext("{*}title") or one.findtext("title") for one in _items(form)]
        assert titles == [f"No {number}" for number in range(26, 1, -1)]


def test_what_reads_statuspages_feeds_reads_the_same_times_and_words() -> None:
    _tell()
    batch = read(rendered("/history.atom", _LATER).body, "history", _LATER)
    assert batch.refused == 0
    told = {one.title: one for one in batch.incidents}
    for here in incidents.newest(5):
        there = told[here.title]
        assert (there.kind, _words(there)) == (here.kind, _own_words(here))
        if here.scheduled_for:
            assert there.window
            assert (there.window.start, there.window.end) == (
                here.scheduled_for,
                here.scheduled_until,
            )


def _words(there: ImportedIncident) -> list[tuple[datetime, Status]]:
    return [(one.at, one.status) for one in there.posts]


def _own_words(here: Incident) -> list[tuple[datetime, Status]]:
    minute = timedelta(minutes=1)
    return [(one.at - (one.at - NOON) % minute, one.status) for one in reversed(here.updates)]
