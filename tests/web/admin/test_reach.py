"""Before publishing: who will be told, and nobody where staff want it on the page only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.domain.telling.subscription import Channel
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import events
from tests.helpers.outlets import ONLY_DOCS, Recording, add_readers, tell
from tests.helpers.pages import rendered
from tests.helpers.telling import opened
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"
WORDS = {"title": "Slow", "body": "We look.", "component:api": "degraded_performance"}
ONLY = "Announced here and in feeds only"


def test_preview_says_who_is_told_by_which_way(store: Path, ada: Browser) -> None:
    assert "Nobody has subscribed" in ada.send(NEW, do="preview", **WORDS).words()
    add_readers("one", "two", "three")
    add_readers("docs", filter=ONLY_DOCS)
    add_readers("hook", channel=Channel.WEBHOOK)
    outlet = Recording()
    opened(title="Before")
    tell(outlet, at=clock.now())
    shown = ada.send(NEW, do="preview", **WORDS).words()
    assert "A message goes to 3 people by mail, 1 webhook." in shown
    assert "Last message sent:" in shown
    with db.snapshot():
        assert len(incidents.all_keys()) == 1
        assert events.next_act() == []


def test_word_for_the_page_only_is_sent_to_nobody_and_says_so(store: Path, ada: Browser) -> None:
    add_readers("one")
    assert (
        "Nobody is sent a message about this."
        in ada.send(NEW, do="preview", **WORDS, page_only="on").words()
    )
    ada.send(NEW, **WORDS, page_only="on")
    with db.snapshot():
        [incident] = incidents.newest(9)
    assert incident.updates[0].is_page_only
    for path in (f"/incidents/{incident.key}", "/updates.json"):
        assert ONLY in rendered(path).body.decode()
    ada.send(f"/admin/incidents/{incident.key}", body="More.", page_only="on")
    outlet = Recording()
    tell(outlet, at=clock.now() + timedelta(minutes=1))
    assert outlet.sent == []
    ada.send(f"/admin/incidents/{incident.key}", body="And more.")
    tell(outlet, at=clock.now() + timedelta(minutes=1))
    assert [len(message.told) for message in outlet.sent] == [1]


def test_edit_reaches_people_where_staff_ask_for_it(store: Path, ada: Browser) -> None:
    add_readers("one")
    ada.send(NEW, **WORDS)
    outlet = Recording()
    tell(outlet, at=clock.now())
    with db.snapshot():
        [incident] = incidents.newest(9)
    edit = f"/admin/incidents/{incident.key}/updates/{incident.updates[0].key}/edit"
    changed = {"body": "We look at the index.", "reason": "It was unclear"}
    assert "Nobody is sent a message about this." in ada.send(edit, do="preview", **changed).words()
    again = ada.send(edit, do="preview", **changed, tell_again="on").words()
    assert "A message goes to 1 person by mail." in again
    assert ada.send(edit, **changed, tell_again="on").code == 303
    tell(outlet, at=clock.now() + timedelta(minutes=1))
    assert [message.told[0].item.text.count("index") for message in outlet.sent] == [0, 1]


def test_preview_of_a_change_says_who_is_told(store: Path, ada: Browser) -> None:
    add_readers("one", "two")
    add_readers("docs", filter=ONLY_DOCS)
    shown = ada.send("/admin/changelog/new", do="preview", title="Faster", body="It is.").words()
    assert "A message goes to 2 people by mail." in shown
