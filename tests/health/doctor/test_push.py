"""Whether browsers would take notifications of this site."""

from __future__ import annotations

from pathlib import Path

from statuspage.health.doctor.push import push
from statuspage.health.doctor.site import Examined
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.helpers.sites import add_to_config, change_config

URL, CONTACT = "https://status.acme.example", "support@acme.example"


def found(site: Path) -> list[str]:
    with db.snapshot():
        settings = current_settings()
    return [str(one.text) for one in push(Examined(site / "config.toml", {}, settings))]


def test_site_by_http_is_told_of_once_it_tells_browsers(store: Path) -> None:
    change_config(store, URL, "http://status.acme.example")
    change_config(store, f'"{CONTACT}"', '"http://acme.example/help"')
    assert found(store) == []
    add_to_config(store, "\n[subscriptions]\nbrowsers = true\n")
    http, nobody = found(store)
    assert "served by http" in http
    assert "want a mail address" in nobody
    change_config(store, '"http://acme.example/help"', f'"{CONTACT}"')
    change_config(store, "http://status", "https://status")
    assert found(store) == []


def test_machine_of_ones_own_may_try_it(store: Path) -> None:
    change_config(store, URL, "http://localhost:8000")
    add_to_config(store, "\n[subscriptions]\nbrowsers = true\n")
    assert found(store) == []
