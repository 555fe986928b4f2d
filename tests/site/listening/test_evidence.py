"""Evidence leads both ways: from an answer to what proves it, and from there back to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.published import entries, topics
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import open_site, write_site

CHANGE = (
    "---\ntitle: Logs stay for a year\ndate: 2026-07-02\ntype: added\nfeedback: [logs]\n---\nAll.\n"
)
LOGS = "---\ntitle: Keep logs\nstate: done\nsaid: Longer.\ndid: They stay.\nevidence: [{}]\n---\n"
BACK = "Requests that this answers"


@pytest.fixture
def folder(stored_in: str, tmp_path: Path) -> Path:
    content = {
        "changelog/logs.md": CHANGE,
        "outcomes/logs.md": LOGS.format("/sla/api-availability"),
    }
    return open_site(write_site(tmp_path / "site", content=content))


def rewrite(folder: Path, *evidence: str) -> None:
    text = LOGS.format(", ".join(evidence))
    (folder / "content/outcomes/logs.md").write_text(text, "utf-8")
    sync(folder / "config.toml", {})


def test_change_that_names_a_request_is_found_from_there(folder: Path) -> None:
    assert 'href="/changelog/logs"><bdi>Logs stay for a year' in page("/you-said-we-did/logs")
    assert 'href="/you-said-we-did/logs"><bdi>Keep logs' in page("/changelog/logs")


def test_evidence_leads_back_until_it_is_no_more(folder: Path) -> None:
    key = open_incident("It is down", NewUpdate("We look."), Actor("ada")).key
    assert BACK not in page(f"/incidents/{key}")
    rewrite(folder, f"/incidents/{key}")
    assert BACK in page(f"/incidents/{key}")
    assert 'href="/you-said-we-did/logs"><bdi>Keep logs' in page(f"/incidents/{key}")
    assert BACK not in page("/sla/api-availability")
    rewrite(folder)
    assert BACK not in page(f"/incidents/{key}")


def test_promise_leads_back(folder: Path) -> None:
    assert BACK in words_of(rendered("/sla/api-availability"))


def test_page_rests_on_what_leads_to_it(folder: Path) -> None:
    key = open_incident("It is down", NewUpdate("We look."), Actor("ada")).key
    assert f"named:/incidents/{key}" in rendered(f"/incidents/{key}").topics
    with db.snapshot():
        before = topics.versions([f"named:/incidents/{key}"])
    rewrite(folder, f"/incidents/{key}")
    with db.snapshot():
        assert topics.versions([f"named:/incidents/{key}"]) != before


def test_what_is_withdrawn_leads_nowhere(folder: Path) -> None:
    (folder / "content/outcomes/logs.md").unlink()
    sync(folder / "config.toml", {})
    with db.snapshot():
        assert entries.leading_to(["/sla/api-availability"]) == {"/sla/api-availability": []}
        [change] = entries.leading_to(["/you-said-we-did/logs"])["/you-said-we-did/logs"]
    assert (change.kind, change.slug) == (EntryKind.CHANGELOG, "logs")


def page(path: str) -> str:
    return rendered(path).body.decode()
