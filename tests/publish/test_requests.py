"""The board of requests in a copy: what it says, down to days and sums, follows from the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions import tallies
from statuspage.actions.sync import sync
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.store import db
from tests.helpers.copies import publish
from tests.helpers.periods import freeze_all
from tests.helpers.sites import open_site, write_site

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
CONTENT = {
    "waits": "state: asked\nasked: 2026-07-10\ncomponents: [api]",
    "late": "state: asked\nasked: 2026-05-10\nheard: 2",
    "stale": "state: planned\ndate: 2026-01-10",
    "no": "state: declined\nreason: Few ask.\nbecause: few",
    "merged": "state: asked\nsame_as: waits\nheard: 3",
    "done": "state: done\nevidence: [/sla/api-availability]\nquotes: [At last.]\n"
    "measure: {sla: api-availability, before: 2026-05, after: 2026-07}",
}


@pytest.mark.slow
def test_board_of_a_copy_follows_from_its_record_alone(tmp_path: Path) -> None:
    content = {
        f"outcomes/{slug}.md": f"---\ntitle: {slug}\nsaid: Please.\n{front}\n---\n"
        for slug, front in CONTENT.items()
    }
    site = write_site(tmp_path / "site", content=content)
    with clock.standing_at(NOW - timedelta(days=90)):
        open_site(site)
    with clock.standing_at(NOW):
        sync(site / "config.toml", {})
        freeze_all(NOW)
        with db.transaction():
            tallies.publish("heard", "waits", {"phone": 1, "page": 2}, NOW)
            tallies.publish("helped", "done", {"yes": 20, "partly": 6, "no": 5}, NOW)
            tallies.publish("moderation", "feedback", {"late": 2}, NOW)
        publish(tmp_path / "www")
        with source(str(tmp_path / "www")) as copy:
            report = verify(copy)
    assert not report.findings, report.lines
    words = {
        "you-said-we-did/index.html": (
            "Waiting 10 days, we answer within 14",
            "2 comments have waited",
        ),
        "you-said-we-did/state/unknown/index.html": ("Last known: Planned",),
        "you-said-we-did/component/api/index.html": ("Asked by 6 people",),
        "you-said-we-did/done/index.html": ("May 2026", "not published yet", "At last."),
    }
    for name, told in words.items():
        text = (tmp_path / "www" / name).read_text("utf-8")
        assert [one for one in told if one not in text] == [], name
    assert "waits,waits,asked,false" in (tmp_path / "www/you-said-we-did.csv").read_text("utf-8")
    db.close_store()
