"""Messages at the desk: what became of them, once more to those that failed, and the switch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import html

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.result import Blame, Never, Result, Sent
from statuspage.domain.telling.sent_sum import sums_topic
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlet import Message
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.said import joined
from statuspage.store import db
from statuspage.store.tables.telling import Delivery
from statuspage.store.telling import recipients, switch
from statuspage.worker.duties.telling import sum_up
from tests.helpers.copies import publish
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.pages import rendered
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.telling import ADA
from tests.web.conftest import Browser

PATH = "/admin/telling"


def refuses(*keys: str, blame: Blame = Blame.RECIPIENT) -> Callable[[Message], Result]:
    """Takes all messages but those to some readers."""
    why = joined(["No such mailbox"], "")
    return lambda one: Never(why, blame) if one.subscription.key in keys else Sent()


def told(answer: Callable[[Message], Result]) -> tuple[Incident, Recording]:
    """An incident that four readers were told of."""
    add_readers("one", "two", "three", "four")
    incident = open_incident("Slow", NewUpdate("We look."), ADA)
    outlet = Recording(answer)
    tell(outlet, at=clock.now())
    return incident, outlet


def test_what_became_of_messages_stands_beside_the_word(store: Path, ada: Browser) -> None:
    incident, _ = told(refuses("two"))
    shown = ada.get(f"/admin/incidents/{incident.key}").words()
    assert "Messages: sent to 3, 1 failed." in shown
    assert "Mail, 1: No such mailbox" in shown
    assert "two@example.net" not in ada.get(PATH).text
    assert "Slow" in ada.get(PATH).words()


def test_failed_ones_alone_are_sent_again(store: Path, ada: Browser) -> None:
    incident, outlet = told(refuses("two"))
    page = ada.get(f"/admin/incidents/{incident.key}")
    [form] = [one for one in page.tree.forms if one.get("action") == PATH]
    again = f"again:update/{incident.updates[0].key}"
    assert form.xpath(".//button/@value") == [again]
    after = ada.follow(ada.post(PATH, {**dict(form.form_values()), "do": again}))
    assert "What failed is sent again, to nobody else." in after.words()
    outlet.sent.clear()
    outlet._answer = lambda _: Sent()
    tell(outlet, at=clock.now())
    assert [message.subscription.key for message in outlet.sent] == ["two"]
    assert (
        "Messages: sent to 4." in ada.follow(ada.post(PATH, form_of(ada, incident, again))).words()
    )


def form_of(ada: Browser, incident: Incident, do: str) -> dict[str, str]:
    return {**ada.get(PATH).fields(), "back": incident.key, "do": do}


def test_switch_stops_all_and_lets_it_go_on(
    store: Path, signed_in: Callable[..., Browser], ada: Browser
) -> None:
    stopped = ada.follow(ada.post(PATH, {**ada.get(PATH).fields(), "do": "stop"}))
    assert "ada stopped all sending" in stopped.words()
    incident, outlet = told(lambda _: Sent())
    assert outlet.sent == []
    new = ada.send("/admin/incidents/new", do="preview", title="More", body="We look.").words()
    assert "Sending is stopped, so it waits." in new
    viewer = signed_in("eve", Role.VIEWER)
    assert "Stop all sending" not in viewer.get(PATH).words()
    assert viewer.post(PATH, {**viewer.get("/admin").fields(), "do": "resume"}).code == 403
    dropped = ada.post(PATH, {**ada.get(PATH).fields(), "do": "drop:mail"})
    assert "Those messages are not sent." in ada.follow(dropped).words()
    ada.post(PATH, {**ada.get(PATH).fields(), "do": "resume"})
    with db.snapshot():
        assert switch.stopped() is None
    tell(outlet, at=clock.now())
    assert outlet.sent == []
    assert "Messages:" not in ada.get(f"/admin/incidents/{incident.key}").words()


def test_refusals_for_our_sake_raise_the_alarm(store: Path, ada: Browser) -> None:
    told(refuses("one", "two", blame=Blame.US))
    assert "2 messages were refused for a reason on our side" in ada.get(PATH).words()


def test_hook_that_is_not_reached_is_not_called_ready(store: Path, ada: Browser) -> None:
    add_to_config(store, a_table("hooks", id="team", format="slack", url="env:TEAM_HOOK"))
    add_readers("hook/team", "hook/gone", channel=Channel.HOOK)
    row = "//tr[th='Channel of the team']"
    assert "Ready" in ada.get(PATH).tree.xpath(row)[0].text_content()
    with db.transaction():
        for key in ("hook/team", "hook/gone"):
            recipients.failed(key, joined(["It is away."], ""), clock.now())
    page = ada.get(PATH)
    shown = page.tree.xpath(row)[0].text_content()
    assert ("Ready" in shown, "Held up" in shown, "team" in shown) == (False, True, True)
    assert "gone has not been reached" not in page.words()  # it is in the settings no more


def test_unknown_button_does_nothing(store: Path, ada: Browser) -> None:
    for do in ("", "again:", "again:letter/settings", "drop:pigeon", "nothing"):
        page = ada.post(PATH, {**ada.get(PATH).fields(), "do": do, "back": "//evil.example"})
        assert page.headers["Location"].startswith(PATH)


def test_page_says_in_public_how_many_were_sent_a_word(store: Path, tmp_path: Path) -> None:
    add_readers("hook", channel=Channel.HOOK)
    incident, _ = told(refuses("two"))
    page = f"/incidents/{incident.key}"
    assert "Messages:" not in rendered(page).body.decode()
    assert sums_topic(incident.key) in rendered(page).topics
    before = db.bell().value
    sum_up()
    assert db.bell().value != before
    note = html.document_fromstring(rendered(page).body.decode()).xpath(
        "//*[@data-unrecorded]/text()"
    )
    assert "Messages: sent to 3." in note
    with db.transaction():
        Delivery.update(state=DeliveryState.BOUNCED).where(Delivery.subscription == "one").execute()
    sum_up()
    assert "Messages: sent to 3, 1 came back." in rendered(page).body.decode()
    before = db.bell().value
    sum_up()
    assert db.bell().value == before  # nothing is made anew for nothing
    publish(tmp_path / "copy")
    assert verify(Folder(tmp_path / "copy")).findings == []
