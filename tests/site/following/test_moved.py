"""A site that moved: the last entry of each feed leads to where it goes on."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from statuspage import clock
from tests.helpers.pages import rendered
from tests.helpers.sites import change_config
from tests.helpers.telling import NOON, opened


def test_last_entry_of_each_feed_says_where_it_goes_on(store: Path) -> None:
    opened(0, "Slow answers")
    with clock.standing_at(NOON + timedelta(hours=1)):
        contact = 'contact = "support@acme.example"'
        change_config(store, contact, f'{contact}\nmoved_to = "https://new.example/status"')
    for base in ("/updates", "/feeds/all", "/components/api", "/components/docs"):
        last = json.loads(rendered(f"{base}.json").body)["items"][0]
        assert last["title"] == "This feed has moved"
        assert f"https://new.example/status{base}" in last["content_text"]
        assert last["date_published"] == "2026-07-01T13:00:00Z"
        assert last["id"] == f"tag:status.acme.example,2026:moved{base}"
    with clock.standing_at(NOON + timedelta(hours=2)):
        change_config(store, 'moved_to = "https://new.example/status"', "")
    [only] = json.loads(rendered("/feeds/all.json").body)["items"]
    assert only["title"] == "Slow answers"
