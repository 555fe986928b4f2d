"""Reading content/: what a good file becomes, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from statuspage.content.files import ContentFile, scan
from statuspage.content.fronts import ChangeFront, OutcomeFront
from statuspage.domain.vocabulary.entry import CHANGE_TYPES, OUTCOME_STATES, EntryKind
from tests.helpers.content import ANSWERS, CHANGE, NOW, SETTINGS, faults, good, put


def test_scan_of_a_folder_that_is_not_there_finds_nothing(tmp_path: Path) -> None:
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
    assert (found.files, found.problems) == ([], [])


def test_scan_reads_a_change(tmp_path: Path) -> None:
    assert good(tmp_path, "changelog/2026-06-20-faster-search.md", CHANGE) == ContentFile(
        kind=EntryKind.CHANGELOG,
        slug="2026-06-20-faster-search",
        path="content/changelog/2026-06-20-faster-search.md",
        sha256=hashlib.sha256(CHANGE.encode()).hexdigest(),
        title="Faster search",
        at=datetime(2026, 6, 19, 23, tzinfo=UTC),  # midnight of a summer day in London
        data={"type": "changed", "components": ["api", "web"], "feedback": ["12", "slow-search"]},
        body="Search answers in **half** the time.\n",
        html="<p>Search answers in <strong>half</strong> the time.</p>",
    )


def test_scan_reads_an_outcome(tmp_path: Path) -> None:
    text = """---
title: Support at the weekend
said: Nobody answers on Saturdays.
heard: 41
channel: survey
period: 2026
state: done
did: A desk of two from 9 to 17.
reason: ""
due: 2026-11-01
done: 2026-10-24
evidence: [changelog/2026-10-24-desk, /sla/first-response, https://acme.example/desk]
owner: Support
---
"""
    found = good(tmp_path, "outcomes/2026-weekend-support.md", text)
    assert found.at == datetime(2026, 10, 23, 23, tzinfo=UTC)
    assert json.loads(json.dumps(found.data)) == {
        "said": "Nobody answers on Saturdays.",
        "heard": 41,
        "channel": "survey",
        "period": "2026",
        "state": "done",
        "did": "A desk of two from 9 to 17.",
        "reason": "",
        "due": "2026-11-01",
        "done": "2026-10-24",
        "evidence": [
            "/changelog/2026-10-24-desk",
            "/sla/first-response",
            "https://acme.example/desk",
        ],
        "owner": "Support",
    }


def test_scan_reads_a_template(tmp_path: Path) -> None:
    text = """---
title: Search is slow
kind: incident
status: identified
components: {api: degraded_performance}
next_update: 30m
---
Search in {{region}} is slow.
"""
    found = good(tmp_path, "templates/search.md", text)
    assert found.at is None
    assert found.data == {
        "kind": "incident",
        "status": "identified",
        "components": {"api": "degraded_performance"},
        "next_update": "30m",
    }


def test_scan_reads_a_template_that_names_components_without_states(tmp_path: Path) -> None:
    text = "---\ntitle: T\nkind: update\nstatus: resolved\ncomponents: [api]\n---\nFixed."
    assert good(tmp_path, "templates/t.md", text).data["components"] == {"api": None}


@pytest.mark.parametrize("folder", ["pages", "agreements"])
def test_scan_reads_plain_texts(tmp_path: Path, folder: str) -> None:
    found = good(tmp_path, f"{folder}/about.md", "---\ntitle: About  us\n---\n# Who\nWe.")
    assert (found.title, found.at, found.data) == ("About us", None, {})
    assert found.html == "<h3>Who</h3>\n<p>We.</p>"


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("2026-01-15", datetime(2026, 1, 15, tzinfo=UTC)),
        ("2026-07-15 14:30", datetime(2026, 7, 15, 13, 30, tzinfo=UTC)),
        ("2026-07-15T14:30:05.5Z", datetime(2026, 7, 15, 14, 30, 5, tzinfo=UTC)),
        ("2026-07-15T14:30:00+02:00", datetime(2026, 7, 15, 12, 30, tzinfo=UTC)),
        ('"2026-07-15"', datetime(2026, 7, 14, 23, tzinfo=UTC)),
    ],
)
def test_scan_reads_dates_in_the_zone_of_the_site(tmp_path: Path, date: str, at: datetime) -> None:
    text = CHANGE.replace("2026-06-20", date)
    assert good(tmp_path, "changelog/a.md", text).at == at


def test_scan_takes_windows_newlines_and_a_byte_order_mark(tmp_path: Path) -> None:
    text = "\ufeff" + CHANGE.replace("\n", "\r\n")
    assert good(tmp_path, "changelog/a.md", text).body == "Search answers in **half** the time.\n"


def test_scan_ignores_what_is_no_content(tmp_path: Path) -> None:
    for name in (
        *("README.md", "changelog/.draft.md", "changelog/notes.txt", ".git/x.md"),
        *("changelog/a.md.bak", "pages/img/x.png", ".drafts/pages/x.md"),
    ):
        put(tmp_path, name, "nothing")
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
    assert (found.files, found.problems) == ([], [])


def test_scan_takes_today_in_the_zone_of_the_site(tmp_path: Path) -> None:
    put(tmp_path, "changelog/today.md", CHANGE)
    midnight = datetime(2026, 6, 19, 23, tzinfo=UTC)
    assert scan(tmp_path / "content", SETTINGS, midnight, ANSWERS).problems == []
    assert scan(tmp_path / "content", SETTINGS, midnight - timedelta(seconds=1), ANSWERS).problems


def test_scan_is_quick_for_yaml_that_swells(tmp_path: Path) -> None:
    names = "abcdefghi"
    swollen = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise(names)
    )
    text = f"---\n{swollen}title: *i\ntype: *i\ndate: *i\ncomponents: *i\n---\n"
    assert 'content/changelog/a.md:13: "date": must be a day such as' in "\n".join(
        faults(tmp_path, "changelog/a.md", text)
    )


def test_scan_does_not_follow_links_out_of_content(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(CHANGE)
    put(tmp_path, "changelog/good.md", CHANGE)
    (tmp_path / "content/changelog/out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "content/changelog/lost.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "content/changelog/loop.md").symlink_to("loop.md")
    (tmp_path / "content/changelog/inside.md").symlink_to("good.md")
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
    assert [file.slug for file in found.files] == ["good", "inside"]
    told = [str(problem) for problem in found.problems]
    assert told[0].startswith("content/changelog/loop.md: cannot be read (")
    assert told[1].startswith("content/changelog/lost.md: cannot be read (")
    assert told[2] == (
        "content/changelog/out.md: is a link out of content/; put the file itself here"
    )


def test_scan_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    put(tmp_path, "changelog/good.md", CHANGE)
    os.mkfifo(tmp_path / "content/changelog/pipe.md")
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
    assert [str(problem) for problem in found.problems] == [
        "content/changelog/pipe.md: is not an ordinary file; remove it"
    ]


def test_front_matter_takes_the_words_of_the_domain() -> None:
    assert get_args(ChangeFront.model_fields["type"].annotation) == tuple(CHANGE_TYPES)
    assert get_args(OutcomeFront.model_fields["state"].annotation) == tuple(OUTCOME_STATES)
