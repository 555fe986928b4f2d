"""Editing, withdrawing and erasing in the desk, and what readers see of it everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from lxml import etree
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.staff.drafts import save_draft
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.edit import EditedWords, heading_of, wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store import settings as current
from statuspage.store.incidents import incidents
from statuspage.store.published import entries, record
from statuspage.web.app import WsgiApp
from tests.web.conftest import Browser

ADA = Actor("ada")
ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime(2026, 7, 1, 12, 0, 7, tzinfo=UTC)
WHY = "The number was wrong"


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def opened() -> Incident:
    with clock.standing_at(NOON):
        states = {"api": ComponentState.PARTIAL_OUTAGE}
        return open_incident(
            "API errors", NewUpdate("A third of calls fail.", components=states), ADA
        )


def edit_address(incident: Incident) -> str:
    return f"/admin{incident.path}/updates/{incident.updates[0].key}/edit"


def test_edit_is_seen_on_the_page_in_every_feed_and_in_the_changes(
    ada: Browser, app: WsgiApp
) -> None:
    incident = opened()
    reader = Client(app)
    before = {name: reader.get(f"/updates.{name}").text for name in ("rss", "atom", "json")}
    with clock.standing_at(at(4 * 24 * 60)):
        ada.send(edit_address(incident), body="A half of calls fail.", reason=WHY)
        page = ada.get(incident.path)
        changes = ada.get(f"{incident.path}/changes")
        after = {name: reader.get(f"/updates.{name}").text for name in before}
        whole = reader.get("/feeds/all.json").text
    assert "Edited 4 days later, see what changed." in page.words()
    assert page.tree.xpath("//article//a[contains(@href, '/changes#update-')]/@href")
    assert changes.code == 200
    assert WHY in changes.words()
    assert "".join(changes.tree.xpath("//dd/del//text()")) == "[removed: third]"
    assert "".join(changes.tree.xpath("//dd/ins//text()")) == "[added: half]"
    old, new = (etree.fromstring(feed["atom"].encode()) for feed in (before, after))
    [was], [now] = (list(feed.iter(f"{ATOM}entry")) for feed in (old, new))
    assert now.findtext(f"{ATOM}id") == was.findtext(f"{ATOM}id")
    assert now.findtext(f"{ATOM}published") == was.findtext(f"{ATOM}published")
    assert now.findtext(f"{ATOM}updated") != was.findtext(f"{ATOM}updated")
    [told], [says] = (json.loads(feed["json"])["items"] for feed in (before, after))
    assert says["date_published"] == told["date_published"]
    assert says["date_modified"] > told["date_modified"]
    assert "A half of calls fail." in says["content_html"]
    assert "A half of calls fail." in after["rss"]
    assert "A half of calls fail." in whole


def test_what_was_never_edited_has_no_page_of_changes(ada: Browser) -> None:
    incident = opened()
    assert ada.get(f"{incident.path}/changes").code == 404
    assert "see what changed" not in ada.get(incident.path).words()


def test_edit_form_holds_what_stands_and_an_untouched_time_keeps_its_seconds(ada: Browser) -> None:
    incident = opened()
    fields = ada.get(edit_address(incident)).fields()
    assert fields["body"].strip() == "A third of calls fail."
    assert fields["status"] == "investigating"
    assert fields["component:api"] == "partial_outage"
    assert fields["posted_at"] == "2026-07-01T13:00"
    ada.send(edit_address(incident), body="Other.", reason=WHY)
    [update] = incidents.by_key(incident.key).updates
    assert (update.body, update.at) == ("Other.", NOON)


def test_words_of_ours_stay_a_message_unless_the_editor_changes_them(ada: Browser) -> None:
    incident = opened()
    with clock.standing_at(at(10)):
        incident = post_update(incident.key, NewUpdate(said("update.still_working")), Actor("ada"))
    address = edit_address(incident)
    assert ada.get(address).fields()["body"].strip().endswith("We are still working on it.")
    ada.send(address, next_update="2026-07-01T15:00", reason=WHY)
    update = incidents.by_key(incident.key).updates[0]
    assert update.said == Said("update.still_working")
    assert update.next_due is not None
    assert "We are still working on it." in ada.get(incident.path).words()
    ada.send(address, body="We found it.", reason=WHY)
    update = incidents.by_key(incident.key).updates[0]
    assert (update.said, update.body) == (None, "We found it.")


def test_edit_form_comes_back_with_its_words_on_a_fault(ada: Browser) -> None:
    incident = opened()
    page = ada.send(edit_address(incident), body="Other words.", posted_at="")
    assert page.code == 422
    assert page.fields()["body"].strip() == "Other words."
    page = ada.send(edit_address(incident), body="Other words.")
    assert page.code == 422
    assert "say it in a few words" in page.words()
    assert incidents.by_key(incident.key).updates[0].body == "A third of calls fail."


def test_edit_that_lost_a_race_shows_both_and_can_be_pressed_again(ada: Browser) -> None:
    incident = opened()
    fields = ada.get(edit_address(incident)).fields()
    [update] = incident.updates
    wording = wording_of(update)
    theirs = EditedWords("Theirs.", wording.status, wording.at, wording.components, None)
    amend_update(incident.key, update.key, theirs, "Mine was first", Actor("bob"))
    page = ada.post(edit_address(incident), fields | {"body": "Mine.", "reason": WHY})
    assert page.code == 409
    assert "Theirs." in page.words()
    assert page.fields()["body"].strip() == "Mine."
    assert ada.post(edit_address(incident), page.fields()).code == 303
    assert incidents.by_key(incident.key).updates[0].body == "Mine."


def test_edit_preview_publishes_nothing(ada: Browser) -> None:
    incident = opened()
    size = record.size()
    page = ada.send(edit_address(incident), body="A **half** fails.", reason=WHY, do="preview")
    assert page.tree.xpath("//*[@id='preview']//strong/text()") != []
    assert "A half fails." in page.words()
    assert record.size() == size


def test_heading_form_edits_title_and_owner(ada: Browser) -> None:
    incident = opened()
    page = ada.follow(
        ada.send(f"/admin{incident.path}/edit", title="Search errors", owner="Grace", reason=WHY)
    )
    assert "Readers see that, and why" in page.words()
    changes = ada.get(f"{incident.path}/changes").words()
    assert "[removed: API][added: Search] errors" in changes
    assert "see what changed" in ada.get(incident.path).words()


def test_heading_form_of_planned_work_that_is_over_shows_its_window(ada: Browser) -> None:
    incident = opened()
    fields = ada.get(f"/admin{incident.path}/edit").fields()
    assert "scheduled_for" not in fields
    assert fields["impact"] == ""


def test_withdrawn_update_leaves_a_stub_with_the_reason(ada: Browser) -> None:
    incident = opened()
    address = f"/admin{incident.path}/updates/{incident.updates[0].key}/withdraw"
    with clock.standing_at(at(120)):
        ada.send(address, reason="It was another service")
        page = ada.get(incident.path).words()
    assert "Withdrawn 2 hours later: It was another service" in page
    assert "A third of calls fail." not in page
    assert "A third of calls fail." in ada.get(f"{incident.path}/changes").words()


def test_withdrawal_without_a_reason_is_refused(ada: Browser) -> None:
    incident = opened()
    address = f"/admin{incident.path}/updates/{incident.updates[0].key}/withdraw"
    assert ada.send(address, reason=" ").code == 422


def test_erased_update_says_so_on_its_pages(signed_in: Callable[..., Browser]) -> None:
    admin = signed_in("root", Role.ADMIN)
    incident = opened()
    address = f"/admin/erase/update/{incident.updates[0].key}"
    page = admin.send(address, **{"text:body": "Some calls fail."}, reason="Somebody asked for it")
    assert admin.follow(page).code == 200
    told = admin.get(incident.path).words()
    assert "Some calls fail." in told
    assert "Personal data removed on" in told
    changes = admin.get(f"{incident.path}/changes").words()
    assert "Somebody asked for it" in changes
    assert "A third" not in changes


def test_page_of_an_erasure_says_before_what_goes_with_it(
    signed_in: Callable[..., Browser],
) -> None:
    admin = signed_in("root", Role.ADMIN)
    incident = opened()
    address = f"/admin/erase/update/{incident.updates[0].key}"
    assert "nothing else is touched" in admin.get(address).words()
    fields = {"body": f"Again: {incident.updates[0].body}"}
    label = said("draft.change")
    key = save_draft("/admin/changelog/new", label, fields, Actor("bob")).key
    save_draft(f"/admin{incident.path}", label, {"body": "Mine."}, Actor("bob"))
    page = admin.get(address)
    assert page.words().count("A draft by bob is dropped") == 1
    assert page.tree.xpath(f"//a[@href='/admin/drafts/{key}']")


def test_erasure_needs_an_admin_and_a_reason(signed_in: Callable[..., Browser]) -> None:
    incident = opened()
    address = f"/admin/erase/incident/{incident.key}"
    assert signed_in("ed", Role.EDITOR).get(address).code == 403
    admin = signed_in("root", Role.ADMIN)
    page = admin.send(address, **{"text:title": ""}, reason="Asked for")
    assert page.code == 422
    assert admin.send(address).code == 422
    assert incidents.by_key(incident.key).title == "API errors"


def change() -> str:
    front = {"title": "Faster search", "date": "2026-07-01", "type": "changed"}
    zone = current.site().zone
    return write_entry(EntryKind.CHANGELOG, front, "It takes half the time.", ADA, zone=zone).slug


def test_edited_entry_shows_its_difference_and_its_reason(ada: Browser) -> None:
    slug = change()
    address = f"/admin/changelog/{slug}"
    assert ada.send(address, body="It takes a third of the time.").code == 422
    ada.send(address, body="It takes a third of the time.", why=WHY)
    page = ada.get(f"/changelog/{slug}")
    assert WHY in page.words()
    assert "".join(page.tree.xpath("//dd/del//text()")) == "[removed: half]"


def test_entry_that_a_colleague_changed_is_not_written_over(ada: Browser) -> None:
    slug = change()
    fields = ada.get(f"/admin/changelog/{slug}").fields()
    ada.send(f"/admin/changelog/{slug}", body="Theirs.", why=WHY)
    page = ada.post(f"/admin/changelog/{slug}", fields | {"body": "Mine.", "why": WHY})
    assert page.code == 409
    assert page.fields()["body"].strip() == "Mine."
    assert entries.by_slug(EntryKind.CHANGELOG, slug).body == "Theirs."


def test_withdrawn_entry_stays_with_its_reason(ada: Browser) -> None:
    slug = change()
    ada.send(f"/admin/changelog/{slug}/withdraw", reason="It was slower after all")
    told = ada.get(f"/changelog/{slug}").words()
    assert "Withdrawn on" in told
    assert "It was slower after all" in told
    assert ada.send(f"/admin/changelog/{slug}/withdraw", reason="Again").code == 409


def test_desk_offers_each_only_what_they_may_do(signed_in: Callable[..., Browser]) -> None:
    incident = opened()
    offers = {
        role: signed_in(role.value, role).get(f"/admin{incident.path}").words()
        for role in (Role.VIEWER, Role.EDITOR, Role.ADMIN)
    }
    assert "Withdraw" not in offers[Role.VIEWER]
    assert "Withdraw" in offers[Role.EDITOR]
    assert "Erase personal data" not in offers[Role.EDITOR]
    assert "Erase personal data" in offers[Role.ADMIN]


def test_changes_tell_states_times_and_what_they_moved(ada: Browser) -> None:
    incident = opened()
    with clock.standing_at(at(30)):
        incident = post_update(incident.key, NewUpdate("Over.", Status.RESOLVED), ADA)
    first = incident.updates[1]
    wording = wording_of(first)
    worse = {"api": ComponentState.MAJOR_OUTAGE}
    amend_update(
        incident.key,
        first.key,
        EditedWords(first.body, wording.status, at(-5), worse, None),
        WHY,
        ADA,
    )
    with db.snapshot():
        heading = heading_of(incidents.by_key(incident.key), impact_is_stated=False)
    assert heading.impact is None
    told = ada.get(f"{incident.path}/changes").words()
    assert "API: [removed: partial][added: major] outage (page: operational → " in told
    assert "Impact[removed: Major impact][added: Critical impact]" in told
    assert "API: operational (page: [removed: partial][added: major] outage → operational)" in told
    assert "First notice" in told


def test_edited_heading_is_superseded_by_a_newer_one(ada: Browser) -> None:
    incident = opened()
    address = f"/admin{incident.path}/edit"
    fields = ada.get(address).fields()
    heading = heading_of(incident, impact_is_stated=False)
    changed = type(heading)("Theirs", *list(vars(heading).values())[1:])
    amend_incident(incident.key, changed, WHY, Actor("bob"))
    page = ada.post(address, fields | {"title": "Mine", "reason": WHY})
    assert page.code == 409
    assert "Theirs" in page.words()
    assert page.fields()["title"] == "Mine"
