"""What the program's health, and `doctor`, tell of the hooks of config.toml."""

from __future__ import annotations

from pathlib import Path

from statuspage.config import Settings
from statuspage.domain.telling.delivery import delivery_key
from statuspage.domain.telling.own import filter_of
from statuspage.domain.telling.subscription import Channel
from statuspage.health.doctor.hooks import hooks
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition
from statuspage.health.own_hooks import own_hooks
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, recipients
from statuspage.store.telling.deliveries import Queued
from statuspage.store.telling.recipients import HookRow
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.telling import at

WHY = said("team answers with status {status}.", status="500")


def settings_with(folder: Path, **keys: object) -> Settings:
    told = {"id": "team", "format": "slack", "url": "env:TEAM_HOOK"} | keys
    add_to_config(folder, a_table("hooks", **told))
    with db.snapshot():
        found = current_settings()
    rows = [HookRow(one.id, filter_of(one, found), "") for one in found.hooks]
    with db.transaction():
        recipients.follow_settings(rows, at(0))
    return found


def test_no_hook_is_no_trouble(store: Path) -> None:
    assert own_hooks().condition is Condition.OK


def test_hook_that_is_not_reached_is_told_with_why_and_since_when(store: Path) -> None:
    settings_with(store)
    assert str(own_hooks().text).startswith("Nothing was sent to a hook lately.")
    with db.transaction():
        news = Queued("hook/team", Channel.HOOK, "update/a", 1, "a", at(0))
        deliveries.queue([news], at(0))
        deliveries.note_sent([delivery_key(news.subscription, news.subject, 1)], at(1))
    assert str(own_hooks().text) == "1 hook accepts what it is sent."
    with db.transaction():
        recipients.failed("hook/team", WHY, at(5))
    found = own_hooks()
    assert (found.condition, found.since) == (Condition.LATE, at(5))
    assert "The hook team is not reached: team answers with status 500." in str(found.text)
    assert found.figures == {"hooks_failing": 1.0}
    with db.transaction():
        recipients.reached("hook/team")
    assert own_hooks().is_well


def test_hook_that_wants_nothing_more_is_told(store: Path) -> None:
    settings_with(store)
    with db.transaction():
        recipients.end("hook/team", WHY, at(5))
    assert own_hooks().condition is Condition.LATE


def test_doctor_names_what_the_environment_lacks(store: Path) -> None:
    config, settings = store / "config.toml", settings_with(store)
    [found] = hooks(Examined(config, {}, settings))
    assert found.condition is Condition.FAILING
    assert str(found.text) == "team: The environment of this program has no TEAM_HOOK; set it."
    address = {"TEAM_HOOK": "https://hooks.example/hunter2"}
    assert list(hooks(Examined(config, address, settings))) == []
