"""`hook list` and `hook test`: what is told, and whether it arrives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from standardwebhooks import Webhook

from statuspage import clock
from statuspage.cli import main
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.signing import signing_secret
from statuspage.domain.telling.subscription import Channel
from statuspage.said import joined
from statuspage.store import db
from statuspage.store.telling import deliveries, recipients
from statuspage.store.telling.deliveries import Queued
from statuspage.store.telling.recipients import HookRow
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.social_servers import social_server
from tests.helpers.telling import at
from tests.notify.hooks.receivers import OK, receiving, status

SECRET = signing_secret(b"s" * 32, "ops")


def run(folder: Path, *words: str, **environment: str) -> Result:
    given = ["--config", str(folder / "config.toml"), "hook", *words]
    return CliRunner().invoke(main, given, env=environment)


def a_hook(folder: Path, **keys: object) -> None:
    told = {"id": "ops", "url": "env:OPS_HOOK", "allow_private": True} | keys
    add_to_config(folder, a_table("hooks", **told).replace("True", "true"))


def test_list_names_format_and_what_is_chosen(store: Path) -> None:
    assert "There is no hook yet" in run(store, "list").output
    a_hook(store, format="slack", kinds=["incidents"], severity="major", components=["api"])
    assert run(store, "list").output == (
        "ops  slack       components=api kinds=incidents severity=major\n"
    )


def test_test_sends_a_signed_word(store: Path) -> None:
    a_hook(store, secret="env:OPS_SECRET")
    with receiving(OK) as hook:
        found = run(store, "test", "ops", OPS_HOOK=hook.url, OPS_SECRET=SECRET)
    assert (found.output, found.exit_code) == ("ops accepted it.\n", 0)
    [taken] = hook.taken
    told = Webhook(SECRET).verify(taken.body, taken.headers)
    assert told["type"] == "test"
    assert told["data"]["site"]["name"] == "Acme Cloud"
    assert "news arrives here" in told["data"]["text"]


@pytest.mark.parametrize("form", ["statuspage", "slack", "teams", "discord", "ntfy"])
def test_every_format_can_be_tried(store: Path, form: str) -> None:
    a_hook(store, format=form)
    with receiving(OK) as hook:
        found = run(store, "test", "ops", OPS_HOOK=hook.url)
    assert found.exit_code == 0, found.output
    assert "A test from Acme Cloud" in hook.taken[0].body.decode()
    assert isinstance(json.loads(hook.taken[0].body), dict)
    assert hook.taken[0].line == f"POST {'/' if form == 'ntfy' else '/hook'} HTTP/1.1"


@pytest.mark.parametrize("form", ["mastodon", "bluesky"])
def test_account_is_opened_and_posts_nothing(store: Path, form: str) -> None:
    with social_server() as server:
        add_to_config(store, server.table(form))
        found = run(store, "test", "toots", **server.environ)
        assert (found.output, found.exit_code) == (
            "The account of toots opens; nothing was posted.\n",
            0,
        )
        assert server.posts == {}
        found = run(store, "test", "toots", TOKEN="hunter3", PASSWORD="hunter3")
        assert found.output.startswith("toots answers with status 401: ")
        assert found.exit_code == 1
        found = run(store, "test", "toots")
        assert found.output.startswith("The environment of this program has no ")


def test_failure_is_one_line_with_what_the_hook_says(store: Path) -> None:
    a_hook(store, format="slack")
    with receiving(status(403, body=b"action_prohibited")) as hook:
        found = run(store, "test", "ops", OPS_HOOK=f"{hook.url}/hunter2")
    assert found.exit_code == 1
    assert found.output == "ops answers with status 403: action_prohibited\n"


def test_what_waits_for_a_hook_goes_once_a_test_was_taken(store: Path) -> None:
    a_hook(store, format="slack")
    why, later = joined(["It is away."], ""), at(9 * 60)
    with db.transaction():
        rows = [HookRow("ops", Filter(), "")]
        recipients.follow_settings(rows, at(0))
        recipients.failed("hook/ops", why, at(1))
        news = [Queued("hook/ops", Channel.HOOK, f"update/{n}", 1, n, at(0)) for n in "abc"]
        deliveries.queue(news, at(0))
        tried = sorted(deliveries.newest_of("hook/ops", 9), key=lambda one: one.topic)[:2]
        for one in tried:
            assert deliveries.begin([one], one.key, later)
        deliveries.note_later([tried[0].key], later, why)
        deliveries.postpone("hook/ops", later)
    with receiving(status(500), OK) as hook, clock.standing_at(at(5)):
        for code, due in ((1, ""), (0, "ac")):
            assert run(store, "test", "ops", OPS_HOOK=hook.url).exit_code == code
            with db.snapshot():
                [kept] = recipients.hooks()
                found = deliveries.newest_of("hook/ops", 9)
            assert (kept.failing_since is None) is (code == 0)
            # What is being tried at this moment is left alone, else it would be sent twice.
            assert {one.topic for one in found if one.due_at < later} == set(due)


def test_what_the_environment_lacks_is_named(store: Path) -> None:
    a_hook(store, secret="env:OPS_SECRET")
    found = run(store, "test", "ops", OPS_HOOK="https://a.example/hunter2")
    assert found.output == "The environment of this program has no OPS_SECRET; set it.\n"
    found = run(store, "test", "ops", OPS_HOOK="https://a.example/hunter2", OPS_SECRET="hunter2")
    assert found.exit_code == 1
    assert found.output.startswith("OPS_SECRET holds no secret to sign with")
    assert "hunter2" not in found.output


def test_private_address_needs_a_word(store: Path) -> None:
    a_hook(store, format="slack", allow_private=False)
    with receiving(OK) as hook:
        found = run(store, "test", "ops", OPS_HOOK=hook.url)
    assert found.exit_code == 1
    assert "allow_private = true" in found.output
    assert hook.taken == []


def test_wrong_id_is_told_with_those_there_are(store: Path) -> None:
    a_hook(store, format="slack")
    found = run(store, "test", "opps")
    assert found.exit_code == 1
    assert found.output == "There is no hook 'opps' in config.toml. Did you mean 'ops'?\n"
