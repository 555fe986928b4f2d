"""Messages of visitors' hooks and topics and of the hooks of the settings, on real sockets."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from statuspage.actions.telling import links
from statuspage.config import Settings
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.signing import signing_secret
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.net.rules import anywhere
from statuspage.notify.hooks import outlets
from statuspage.notify.hooks.formats import format_of
from statuspage.notify.hooks.outlets import OWN, HookOutlet
from statuspage.notify.outlet import Letter, Message
from statuspage.render.feeds.told import ToldNews
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.helpers.sites import a_table, add_to_config
from tests.notify.hooks.receivers import OK, hanging, receiving, status
from tests.render.facts import NOON, SITE, an_incident, an_update
from tests.render.hooks.told import news, told_item, told_update


def message(channel: Channel, address: str = "", **given: Any) -> Message:
    incident, _ = told_update()
    facts: dict[str, Any] = {
        "key": "m1",
        "subscription": Subscription("hook/ops", channel, address, NOON),
        "site": SITE,
        "attempt": 1,
        "queued_at": NOON,
        "told": (ToldNews(news(), told_item(), incident),),
    }
    return Message(**facts | given)


def settings_with(folder: Path, **keys: Any) -> Settings:
    told = {"id": "ops", "url": "env:OPS_HOOK", "allow_private": True} | keys
    add_to_config(folder, a_table("hooks", **told))
    with db.snapshot():
        return current_settings()


def sent(outlet: HookOutlet, settings: Settings, told: Message, **environ: str) -> Result:
    with outlet.open(settings, environ) as send:
        return send(told)


# Loopback stands for the public internet, where the hooks of visitors are.
WEBHOOKS = replace(outlets.WEBHOOKS, may_reach=anywhere)
TOPICS = replace(outlets.TOPICS, may_reach=anywhere)


@pytest.fixture
def settings(store: Path) -> Settings:
    with db.snapshot():
        return current_settings()


def test_webhook_of_a_visitor_is_signed_with_what_they_were_shown(settings: Settings) -> None:
    with receiving(OK) as hook:
        told = message(Channel.WEBHOOK, hook.url)
        assert sent(WEBHOOKS, settings, told) == Sent("204")
    [taken] = hook.taken
    secret = signing_secret(db.session_secret(), told.subscription.key)
    event = Webhook(secret).verify(taken.body, taken.headers)
    assert (event["type"], taken.headers["webhook-id"]) == ("incident.update.published", "m1")
    data = event["data"]
    assert data["item"]["title"] == "Investigating: Slow answers"
    assert data["incident"]["update"]["id"] == "u1"
    assert data["incident"]["update"]["body"] == "We are **looking**."
    leave = f"{SITE.url}{links.leave_path(told.subscription.key)}"
    assert data["unsubscribe"] == leave


def test_webhook_of_a_visitor_reaches_nothing_private(settings: Settings) -> None:
    with receiving(OK) as hook:
        for outlet in (outlets.WEBHOOKS, outlets.TOPICS):
            result = sent(outlet, settings, message(outlet.channel, hook.url))
            assert isinstance(result, Later)
            assert "inside a private network" in str(result.reason)
    assert hook.taken == []


def test_server_of_topics_that_the_operator_named_may_be_private(store: Path) -> None:
    with receiving(OK) as hook:
        server = f"http://127.0.0.1:{hook.port}"
        add_to_config(store, f'\n[subscriptions]\nntfy_servers = ["{server}"]\n')
        with db.snapshot():
            settings = current_settings()
        told = message(Channel.NTFY, f"{server}/acme")
        assert sent(outlets.TOPICS, settings, told) == Sent("204")
    assert json.loads(hook.taken[0].body)["topic"] == "acme"


def test_id_stays_over_all_tries(settings: Settings) -> None:
    with receiving(status(500), OK) as hook:
        told = message(Channel.WEBHOOK, hook.url)
        assert isinstance(sent(WEBHOOKS, settings, told), Later)
        assert isinstance(sent(WEBHOOKS, settings, replace(told, attempt=2)), Sent)
    first, second = hook.taken
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_code_arrives_at_the_hook_that_it_confirms(settings: Settings) -> None:
    letter = Letter("confirmation", "req1")
    with receiving(OK) as hook:
        sent(WEBHOOKS, settings, message(Channel.WEBHOOK, hook.url, told=(), letter=letter))
        sent(TOPICS, settings, message(Channel.NTFY, hook.url, told=(), letter=letter))
    webhook, topic = (json.loads(one.body) for one in hook.taken)
    code = links.code_of("req1")
    assert (webhook["type"], webhook["data"]["code"]) == ("subscription.confirm", code)
    assert webhook["data"]["url"] == SITE.address(links.confirm_path("req1"))
    assert topic["topic"] == "hook"
    assert code in topic["message"]


def test_goodbye_says_how_to_take_it_back(settings: Settings) -> None:
    letter = Letter("goodbye", "")
    with receiving(OK) as hook:
        sent(WEBHOOKS, settings, message(Channel.WEBHOOK, hook.url, told=(), letter=letter))
    event = json.loads(hook.taken[0].body)
    assert event["type"] == "subscription.ended"
    assert event["data"]["undo"] == SITE.address(links.undo_path("hook/ops"))


def test_fresh_link_to_the_settings_is_sent(settings: Settings) -> None:
    with receiving(OK) as hook:
        letter = Letter("settings", "")
        sent(WEBHOOKS, settings, message(Channel.WEBHOOK, hook.url, told=(), letter=letter))
    event = json.loads(hook.taken[0].body)
    assert event["type"] == "subscription.settings"
    assert event["data"]["url"] in event["data"]["text"]


def test_summary_is_one_message(settings: Settings) -> None:
    two = (ToldNews(news(), told_item()), ToldNews(news(), told_item()))
    with receiving(OK) as hook:
        told = message(Channel.WEBHOOK, hook.url, told=two, is_summary=True)
        sent(WEBHOOKS, settings, told)
        sent(
            TOPICS,
            settings,
            replace(told, subscription=message(Channel.NTFY, hook.url).subscription),
        )
    event, note = (json.loads(one.body) for one in hook.taken)
    assert [one["type"] for one in event["data"]["news"]] == ["incident.update.published"] * 2
    assert note["title"] == "2 updates"


def test_edit_is_an_event_of_its_own(settings: Settings) -> None:
    edit = ToldNews(news(is_edit=True, revision=2), told_item())
    with receiving(OK) as hook:
        sent(WEBHOOKS, settings, message(Channel.WEBHOOK, hook.url, told=(edit,)))
    event = json.loads(hook.taken[0].body)
    assert (event["type"], event["data"]["revision"]) == ("incident.update.edited", 2)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("https://hooks.slack.com/services/T/B/x", "slack"),
        ("https://discord.com/api/webhooks/1/x", "discord"),
        ("https://prod-1.westeurope.logic.azure.com/workflows/x", "teams"),
        ("https://x.environment.api.powerplatform.com/powerautomate/x", "teams"),
        ("https://hooks.slack.com.evil.example/x", "standard"),
        ("https://a.example/hooks.slack.com", "standard"),
    ],
)
def test_address_of_a_chat_tells_its_form(address: str, form: str) -> None:
    assert format_of(address) == form


def test_hook_of_the_settings_gets_the_body_of_statuspage_for_each_incident(store: Path) -> None:
    settings = settings_with(store, format="statuspage")
    other = an_incident(key="def", title="Other", updates=(an_update(key="u9"),))
    incident, _ = told_update()
    told = (
        ToldNews(news(), told_item(), incident),
        ToldNews(news(subject="update/u9"), told_item(), other),
    )
    with receiving(OK) as hook:
        result = sent(
            OWN, settings, message(Channel.HOOK, told=told, is_summary=True), OPS_HOOK=hook.url
        )
    assert result == Sent("204")
    assert [one.headers["webhook-id"] for one in hook.taken] == ["m1", "m1.1"]
    bodies = [json.loads(one.body) for one in hook.taken]
    assert [one["incident"]["name"] for one in bodies] == ["Other", "Slow answers"]
    assert bodies[0]["page"]["status_description"] == "All Systems Operational"


def test_name_and_password_in_an_address_of_ours_go_as_a_header(store: Path) -> None:
    settings = settings_with(store, format="slack")
    with receiving(OK) as hook:
        address = hook.url.replace("//", "//ada:pass%20word@")
        assert sent(OWN, settings, message(Channel.HOOK), OPS_HOOK=address) == Sent("204")
    [taken] = hook.taken
    assert taken.headers["authorization"] == "Basic YWRhOnBhc3Mgd29yZA=="
    assert taken.headers["host"] == f"127.0.0.1:{hook.port}"


def test_hook_that_left_the_settings_is_told_no_more(settings: Settings) -> None:
    result = sent(OWN, settings, message(Channel.HOOK))
    assert isinstance(result, Never)
    assert "no hook 'ops'" in str(result.reason)


def test_hook_without_its_variable_waits_for_it(store: Path) -> None:
    settings = settings_with(store, format="slack")
    result = sent(OWN, settings, message(Channel.HOOK))
    assert isinstance(result, Later)
    assert result.blame is Blame.RECIPIENT  # it holds up itself alone
    assert "no OPS_HOOK" in str(result.reason)


def test_hook_that_hangs_delays_no_other(settings: Settings) -> None:
    ended = threading.Event()
    db.session_secret()  # asked here, so that no thread of the test opens the store
    with (
        receiving(hanging(ended)) as slow,
        receiving(OK) as quick,
        ThreadPoolExecutor() as pool,
        WEBHOOKS.open(settings, {}) as send,
    ):
        hung = pool.submit(send, message(Channel.WEBHOOK, slow.url))
        others = [pool.submit(send, message(Channel.WEBHOOK, quick.url)) for _ in range(20)]
        assert [one.result(30) for one in others] == [Sent("204")] * 20
        assert not hung.done()
        ended.set()
        assert isinstance(hung.result(30), Later)


def test_there_is_a_hook_to_send_to(store: Path, settings: Settings) -> None:
    assert not OWN.is_ready(settings, {})
    assert outlets.WEBHOOKS.is_ready(settings, {})
    assert OWN.is_ready(settings_with(store, format="slack"), {})
