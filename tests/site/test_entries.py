"""Answers by how far they are, their evidence by its title, and the record with its point first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from statuspage import clock
from statuspage.site import catalogue
from tests.helpers.sites import open_site, write_site

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
CHANGE = "---\ntitle: Logs stay for a year\ndate: 2026-07-02\ntype: added\n---\nAll of them.\n"
CONTENT = {
    "changelog/2026-07-02-logs.md": CHANGE,
    "outcomes/fax.md": "---\ntitle: Fax\nstate: declined\nsaid: Fax us.\nreason: Too few ask.\n"
    "heard: 1\n---\n",
    "outcomes/logs.md": "---\ntitle: Keep logs\nstate: done\nsaid: Longer.\ndid: They stay.\n"
    "done: 2026-07-02\nheard: 38\nevidence: [/changelog/2026-07-02-logs, https://docs.acme.example/]\n---\n",
}


def page(path: str) -> str:
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(NOW):
        return catalogue.render(found).body.decode()


def site(folder: Path, *more: str) -> None:
    open_site(write_site(folder, *more, content=CONTENT))


def test_answers_stand_by_how_far_they_are_with_links_to_each(tmp_path: Path) -> None:
    site(tmp_path)
    text = page("/you-said-we-did")
    assert re.findall(r'<h2 id="([a-z]+)">', text) == ["done", "declined"]
    assert 'href="/you-said-we-did/state/declined"' in text
    assert "Asked by 38 people" in text
    assert "Asked by 1 person" in text


def test_evidence_is_called_by_its_title(tmp_path: Path) -> None:
    site(tmp_path)
    text = page("/you-said-we-did/logs")
    assert 'href="/changelog/2026-07-02-logs"><bdi>Logs stay for a year</bdi>' in text
    assert "<bdi>https://docs.acme.example/</bdi>" in text


def test_record_says_its_point_first_and_hides_its_hashes(tmp_path: Path) -> None:
    site(tmp_path)
    text = page("/record")
    lead = re.search(r'<p class="lead">([^<]*)', text)
    assert lead is not None
    assert lead[1] == "What is published here cannot be changed in silence."
    head, fold = text.split('<details id="head-now">')
    assert not re.search(r"\b[0-9a-f]{64}\b", re.sub(r"<[^>]+>", "", head))
    assert re.search(r"\b[0-9a-f]{64}\b", fold)
    assert re.search(r"\b[0-9a-f]{64}\b", page("/record/entries/000"))
