"""Reading content/: what a good file becomes, and how each broken one is told."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from statuspage.config import Component, Settings, Site
from statuspage.content.files import ContentFile, scan
from statuspage.content.kinds import ChangeFront, OutcomeFront
from statuspage.domain.vocabulary.entry import CHANGE_TYPES, OUTCOME_STATES, EntryKind

SETTINGS = Settings(
    site=Site(name="Acme", url="https://status.acme.example", timezone="Europe/London"),
    components=(Component(id="api", name="API"), Component(id="web", name="Web")),
)
NOW = datetime(2026, 12, 31, tzinfo=UTC)
CHANGE = """---
title: Faster search
date: 2026-06-20
type: changed
components: [api, web]
feedback: [12, "F-7"]
---

Search answers in **half** the time.
"""


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def good(folder: Path, name: str, text: str) -> ContentFile:
    put(folder, name, text)
    found = scan(folder / "content", SETTINGS, NOW)
    assert [str(problem) for problem in found.problems] == []
    return found.files[0]


def faults(folder: Path, name: str, text: str | bytes) -> list[str]:
    put(folder, name, text)
    found = scan(folder / "content", SETTINGS, NOW)
    assert found.files == []
    return [str(problem) for problem in found.problems]


def test_scan_of_a_folder_that_is_not_there_finds_nothing(tmp_path: Path) -> None:
    found = scan(tmp_path / "content", SETTINGS, NOW)
    assert (found.files, found.problems) == ([], [])


def test_scan_reads_a_change(tmp_path: Path) -> None:
    assert good(tmp_path, "changelog/2026-06-20-faster-search.md", CHANGE) == ContentFile(
        kind=EntryKind.CHANGELOG,
        slug="2026-06-20-faster-search",
        path="content/changelog/2026-06-20-faster-search.md",
        sha256=hashlib.sha256(CHANGE.encode()).hexdigest(),
        title="Faster search",
        at=datetime(2026, 6, 19, 23, tzinfo=UTC),  # midnight of a summer day in London
        data={"type": "changed", "components": ["api", "web"], "feedback": ["12", "F-7"]},
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


def test_scan_cleans_what_it_publishes(tmp_path: Path) -> None:
    text = "---\ntitle: A\u202eb\n---\nc\u2066d\x00"
    found = good(tmp_path, "pages/a.md", text)
    assert (found.title, found.body) == ("Ab", "cd")


def test_scan_ignores_what_is_no_content(tmp_path: Path) -> None:
    for name in (
        *("README.md", "changelog/.draft.md", "changelog/notes.txt", ".git/x.md"),
        *("changelog/a.md.bak", "pages/img/x.png", ".drafts/pages/x.md"),
    ):
        put(tmp_path, name, "nothing")
    found = scan(tmp_path / "content", SETTINGS, NOW)
    assert (found.files, found.problems) == ([], [])


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    put(tmp_path, "changelog/good.md", CHANGE)
    put(tmp_path, "changelog/broken.md", "no front matter")
    put(tmp_path, "pages/broken.md", b"\xff")
    found = scan(tmp_path / "content", SETTINGS, NOW)
    assert [file.slug for file in found.files] == ["good"]
    assert [problem.file for problem in found.problems] == [
        "content/changelog/broken.md",
        "content/pages/broken.md",
    ]


def test_scan_tells_every_fault_of_a_file_with_its_line(tmp_path: Path) -> None:
    text = """---
titel: Faster search
date: yesterday
type: change
components:
  - api
  - wep
password: x
date: 2026-01-01
heard: 5
---
"""
    assert faults(tmp_path, "changelog/a.md", text) == [
        'content/changelog/a.md:1: "title" is missing; add it',
        'content/changelog/a.md:2: "titel" is not known; did you mean "title"?',
        'content/changelog/a.md:4: "type" must be one of added, changed, deprecated, removed, '
        'fixed, security; did you mean "changed"?',
        'content/changelog/a.md:7: "components" names "wep", which is not in config.toml; '
        'did you mean "web"?',
        'content/changelog/a.md:8: "password" looks like a secret, and secrets never stand in this '
        "file; take it out and give it in the environment "
        "(`statuspage --help` names each variable)",
        'content/changelog/a.md:9: "date" stands there twice; keep one of them',
        'content/changelog/a.md:10: "heard" is not known; '
        "known here: title, date, type, components, feedback",
    ]


OUTCOME = "---\ntitle: T\nsaid: S\nstate: {}\n{}\n---\n"
TEMPLATE = "---\ntitle: T\nkind: {}\n{}\n---\nwords"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("changelog/a.md", CHANGE.replace("2026-06-20", "2026-13-45"), ':3: "date": must be a day'),
        ("changelog/a.md", CHANGE.replace("2026-06-20", "1066-10-14"), "outside the years"),
        ("changelog/a.md", CHANGE.replace("date: 2026-06-20\n", ""), ':1: "date" is missing'),
        ("changelog/a.md", CHANGE.replace("Faster search", "5"), ':2: "title" must be text'),
        ("changelog/a.md", CHANGE.replace("Faster search", '" "'), ':2: "title": is empty'),
        ("changelog/a.md", CHANGE.replace("Faster search", "x" * 301), "is 301 characters long"),
        ("changelog/a.md", CHANGE.replace("Faster", "Faster: much"), ":2: its front matter is not"),
        ("changelog/a.md", CHANGE.replace("[api, web]", "api"), ':5: "components" must be a list'),
        ("changelog/a.md", CHANGE.replace("[api, web]", "[1]"), ':5: "components" must be text'),
        ("outcomes/a.md", OUTCOME.format("declined", ""), ':1: "reason" is missing; say why'),
        ("outcomes/a.md", OUTCOME.format("declined", 'reason: " "'), ':5: "reason" is missing'),
        ("outcomes/a.md", OUTCOME.format("dune", ""), ':4: "state" must be one of'),
        ("outcomes/a.md", OUTCOME.format("done", "heard: -1"), ':5: "heard" must be at least 0'),
        ("outcomes/a.md", OUTCOME.format("done", "heard: many"), "must be a whole number"),
        ("outcomes/a.md", OUTCOME.format("done", "due: soon"), ':5: "due": must be a day'),
        ("outcomes/a.md", OUTCOME.format("done", "evidence: [x]"), ':5: "evidence": must be links'),
        ("outcomes/a.md", OUTCOME.format("done", "evidence: ['javascript:x']"), "must be links"),
        ("templates/a.md", TEMPLATE.format("incidents", ""), 'did you mean "incident"?'),
        ("templates/a.md", TEMPLATE.format("update", "status: solved"), '"status" must be one of'),
        ("templates/a.md", TEMPLATE.format("incident", "status: completed"), "no incident begins"),
        ("templates/a.md", TEMPLATE.format("update", "components: {api: bad}"), ":4: "),
        ("templates/a.md", TEMPLATE.format("update", "components: {ap: null}"), 'mean "api"?'),
        ("templates/a.md", TEMPLATE.format("update", "next_update: 30"), "a length of time"),
        ("templates/a.md", "---\ntitle: T\nkind: update\n---\n \n", "has no text below"),
        ("pages/a.md", "---\ntitle: T\n---\n", "has no text below its front matter"),
        ("pages/a.md", "", "is empty; write its front matter"),
        ("pages/a.md", " \n\x00\n", "is empty; write its front matter"),
        ("pages/a.md", "# Title\n", ":1: has no front matter; begin it with ---"),
        ("pages/a.md", "---\ntitle: T\n", ":1: its front matter has no end"),
        ("pages/a.md", "---\n- a\n---\nx", ":1: its front matter is not a list of keys"),
        ("pages/a.md", "---\n5: a\n---\nx", ":1: its front matter is not a list of keys"),
        ("pages/a.md", "---\ntitle: 'x\n---\nx", "its front matter is not YAML here"),
        ("pages/a.md", "---\ntitle: !!python/name:os.system\n---\nx", "is not YAML here"),
        ("pages/a.md", "---\ntitle: " + "[" * 9000 + "\n---\nx", "cannot be read"),
        ("pages/a.md", "---\ntitle: " + "9" * 9000 + "\n---\nx", "cannot be read"),
        ("pages/a.md", "---\ntitle: " + "x" * 66000 + "\n---\nx", "longer than 64 KiB"),
        ("pages/a.md", "x" * (1024 * 1024 + 1), "is larger than 1 MiB"),
        ("pages/a.md", b"---\ntitle: T\n---\ncaf\xe9", ":4: is not UTF-8 text; save it as UTF-8"),
        ("pages/How We Measure.md", "x", "rename it, for example to how-we-measure.md"),
        ("pages/_.md", "x", "rename it, for example to a-name.md"),
        ("page/a.md", "x", '"page" is not a folder of content/; did you mean "pages"?'),
        ("a.md", "x", "stands in no folder; known here: changelog, outcomes, pages, agreements"),
    ],
)
def test_scan_refuses(tmp_path: Path, name: str, text: str | bytes, fault: str) -> None:
    found = faults(tmp_path, name, text)
    assert any(line.startswith(f"content/{name}") and fault in line for line in found), found


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("changelog/later", "2026-06-20", "2027-01-01", ':3: "date" is in the future; write the'),
        ("changelog/2026/deep", "2026-06-20", "2026-06-20", "move it to content/changelog/"),
        ("changelog/a/b/deeper", "2026-06-20", "2026-06-20", "move it to content/changelog/"),
        ("changelog/folder.md/deep", "2026-06-20", "2026-06-20", "move it to content/changelog/"),
        ("news/2026/deep", "2026-06-20", "2026-06-20", '"news" is not a folder of content/'),
    ],
)
def test_scan_refuses_what_would_be_published_wrongly_or_never(
    tmp_path: Path, name: str, old: str, new: str, fault: str
) -> None:
    [said] = faults(tmp_path, f"{name}.md", CHANGE.replace(old, new))
    assert fault in said


def test_scan_takes_today_in_the_zone_of_the_site(tmp_path: Path) -> None:
    put(tmp_path, "changelog/today.md", CHANGE)
    midnight = datetime(2026, 6, 19, 23, tzinfo=UTC)
    assert scan(tmp_path / "content", SETTINGS, midnight).problems == []
    assert scan(tmp_path / "content", SETTINGS, midnight - timedelta(seconds=1)).problems


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
    found = scan(tmp_path / "content", SETTINGS, NOW)
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
    found = scan(tmp_path / "content", SETTINGS, NOW)
    assert [str(problem) for problem in found.problems] == [
        "content/changelog/pipe.md: is not a plain file; take it away"
    ]


def test_front_matter_takes_the_words_of_the_domain() -> None:
    assert get_args(ChangeFront.model_fields["type"].annotation) == tuple(CHANGE_TYPES)
    assert get_args(OutcomeFront.model_fields["state"].annotation) == tuple(OUTCOME_STATES)
