"""Pages offer mail only where mail is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import add_to_config

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PATHS = ("/", "/stories", "/notices", "/components/api")


def offering() -> list[str]:
    return [path for path in PATHS if "By mail" in words_of(rendered(path, NOW))]


def test_mail_is_offered_only_where_it_is_sent(store: Path) -> None:
    assert offering() == []
    add_to_config(store, '\n[mail]\nfrom = "status@acme.example"\n')
    assert offering() == [*PATHS]
