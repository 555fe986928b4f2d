"""From what staff publish to the POST that a hook takes, through store and queue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

from statuspage import clock
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.telling.signing import signing_secret
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.net.rules import anywhere
from statuspage.notify.fanning import fan_out
from statuspage.notify.hooks import outlets
from statuspage.notify.hooks.outlets import HookOutlet
from statuspage.notify.sending import Sending
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.tables.telling import Subscription
from statuspage.store.telling import recipients
from tests.helpers.amending import edited
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.telling import ADA, PARTIAL, at, opened, posted, resolved
from tests.notify.hooks.receivers import OK, receiving, status

SECRET = signing_secret(b"s" * 32, "ops")
WEBHOOKS = replace(outlets.WEBHOOKS, may_reach=anywhere)


def own(store: Path, **hooks: str) -> None:
    tables = [
        a_table("hooks", id=name, format=form, url=f"env:{name.upper()}", allow_private=True)
        + ('secret = "env:SECRET"\n' if form == "standard" else "")
        for name, form in hooks.items()
    ]
    add_to_config(store, *tables)


def state_of(key: str) -> SubscriptionState:
    with db.snapshot():
        found = recipients.by_key(key)
    assert found is not None
    return found.state


def told(outlet: HookOutlet, minutes: float, **environ: str) -> None:
    with clock.standing_at(at(minutes)):
        fan_out()
        sending = Sending(outlet, environ)
        sending.turn()
        sending.finish()


def test_hooks_of_the_settings_are_told_each_in_its_form(store: Path) -> None:
    own(store, ops="standard", team="slack")
    with receiving(OK) as ops, receiving(OK) as team:
        environ = {"OPS": ops.url, "TEAM": team.url, "SECRET": SECRET}
        incident = opened()
        told(outlets.OWN, 0, **environ)
        resolved(5, incident.key)
        told(outlets.OWN, 5, **environ)
        told(outlets.OWN, 6, **environ)
    events = [json.loads(one.body) for one in ops.taken]
    assert [one["type"] for one in events] == ["incident.update.published"] * 2
    assert [one["data"]["incident"]["update"]["status"] for one in events] == [
        "investigating",
        "resolved",
    ]
    notes = [json.loads(one.body)["text"].splitlines()[0] for one in team.taken]
    assert notes == ["Investigating: API errors", "Resolved: API errors"]
    first = ops.taken[0]
    assert first.headers["webhook-timestamp"] == str(int(at(0).timestamp()))
    signature = Webhook(SECRET).sign(first.headers["webhook-id"], at(0), first.body.decode())
    assert first.headers["webhook-signature"] == signature


def test_hook_and_feed_say_the_same(store: Path) -> None:
    own(store, ops="standard")
    with receiving(OK) as ops:
        incident = opened()
        told(outlets.OWN, 0, OPS=ops.url, SECRET=SECRET)
    item = json.loads(ops.taken[0].body)["data"]["item"]
    feed = json.loads(catalogue.render(catalogue.find("/updates.json")).body)
    api = json.loads(catalogue.render(catalogue.find(f"/api/v1/incidents/{incident.key}")).body)
    [entry] = feed["items"]
    entry["_statuspage"].pop("record", None)
    item["_statuspage"].pop("record", None)
    assert item == entry
    assert json.loads(ops.taken[0].body)["data"]["incident"]["update"] == api["updates"][0]


def test_chat_is_told_when_planned_work_is_and_what_it_touches(store: Path) -> None:
    own(store, team="discord")
    with receiving(OK) as team:
        with clock.standing_at(at(0)):
            schedule_maintenance("New disks", "We swap them.", at(6000), at(6060), ["api"], ADA)
        told(outlets.OWN, 0, TEAM=team.url)
    [embed] = json.loads(team.taken[0].body)["embeds"]
    assert "API" in embed["description"]
    assert "Planned for 5 July 2026, 17:00 to 18:00 BST" in embed["description"]


def test_program_is_told_of_an_edit_and_a_chat_is_not(store: Path) -> None:
    own(store, ops="standard", team="slack")
    with receiving(OK) as ops, receiving(OK) as team:
        environ = {"OPS": ops.url, "TEAM": team.url, "SECRET": SECRET}
        incident = opened()
        told(outlets.OWN, 0, **environ)
        edited(2, incident, incident.updates[0], body="We have looked.")
        told(outlets.OWN, 2, **environ)
    first, second = (json.loads(one.body) for one in ops.taken)
    assert (second["type"], second["data"]["revision"]) == ("incident.update.edited", 2)
    assert second["data"]["item"]["id"] == first["data"]["item"]["id"]
    assert "We have looked." in second["data"]["item"]["content_text"]
    assert len(team.taken) == 1


def test_filter_of_a_hook_holds(store: Path) -> None:
    table = a_table("hooks", id="docs", format="ntfy", url="env:DOCS", components=["docs"])
    add_to_config(store, table + "allow_private = true\n")
    with receiving(OK) as hook:
        opened()
        told(outlets.OWN, 0, DOCS=hook.url)
        assert hook.taken == []
        opened(1, components={"docs": PARTIAL})
        told(outlets.OWN, 1, DOCS=hook.url)
    assert len(hook.taken) == 1


def test_hook_that_lacks_its_variable_holds_no_other_up(store: Path) -> None:
    own(store, gone="slack", team="slack")
    with receiving(OK) as team:
        opened()
        told(outlets.OWN, 0, TEAM=team.url)
    assert len(team.taken) == 1
    [gone, here] = known_hooks()
    assert (str(gone.why), here.why) == (
        "The environment of this program has no GONE; set it.",
        None,
    )


def test_failed_hook_is_tried_at_its_times_under_one_id(store: Path) -> None:
    add_readers("ada", channel=Channel.WEBHOOK)
    with receiving(status(500), status(503, "Retry-After: 600"), OK) as hook:
        point("ada", hook.url)
        opened()
        for minutes in (0, 0.2, 3, 10.3):
            told(WEBHOOKS, minutes)
    assert len(hook.taken) == 3
    assert len({one.headers["webhook-id"] for one in hook.taken}) == 1


def test_visitor_whose_hook_fails_for_an_hour_is_quarantined_and_its_owner_told(
    store: Path,
) -> None:
    add_readers("ada", channel=Channel.WEBHOOK, owner="ada@example.net")
    with receiving(status(500)) as hook:
        point("ada", hook.url)
        opened()
        for minutes in (0, 1, 10, 50, 200):
            told(WEBHOOKS, minutes)
    assert state_of("ada") is SubscriptionState.QUARANTINED
    letter = Recording(channel=Channel.MAIL)
    tell(letter, at=at(201))
    [message] = letter.sent
    assert message.letter is not None
    assert (message.letter.name, message.subscription.owner) == ("quarantined", "ada@example.net")


def test_410_ends_a_subscription(store: Path) -> None:
    add_readers("ada", channel=Channel.WEBHOOK)
    with receiving(status(410)) as hook:
        point("ada", hook.url)
        incident = opened()
        told(WEBHOOKS, 0)
        posted(1, incident.key)
        told(WEBHOOKS, 1)
    assert len(hook.taken) == 1
    assert state_of("ada") is SubscriptionState.ENDED


def point(key: str, url: str) -> None:
    """Have a subscription lead to a receiver."""
    with db.transaction():
        Subscription.update(address=url).where(Subscription.key == key).execute()


def known_hooks() -> Sequence[Any]:
    with db.snapshot():
        return recipients.hooks()
