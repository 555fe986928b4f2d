"""Reading content/: how each broken file is told, with its line and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.content.files import scan
from tests.helpers.content import ANSWERS, CHANGE, NOW, SETTINGS, faults, put


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    put(tmp_path, "changelog/good.md", CHANGE)
    put(tmp_path, "changelog/broken.md", "no front matter")
    put(tmp_path, "pages/broken.md", b"\xff")
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
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
        'content/changelog/a.md:8: "password" looks like a secret, and this file never holds '
        "secrets; remove it and set it in the environment (`statuspage --help` lists the "
        "variables)",
        'content/changelog/a.md:9: "date" is there twice; keep one',
        'content/changelog/a.md:10: "heard" is not known; '
        "known here: title, date, type, breaking, version, components, feedback",
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
        ("pages/a.md", " \n\x00\n", ":2: holds U+0000, which no page can show"),
        ("pages/a.md", "---\ntitle: A\u202eb\n---\nx", ":2: holds U+202E"),
        ("pages/a.md", '---\ntitle: "A\\u202eb"\n---\nx', ":2: holds U+202E"),
        ("pages/a.md", "---\ntitle: T\n---\nc\u2066d\u2069", ":4: holds U+2066, U+2069"),
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
        ("a.md", "x", "is in no folder; known here: changelog, outcomes, notices, stories, pages"),
    ],
)
def test_scan_refuses(tmp_path: Path, name: str, text: str | bytes, fault: str) -> None:
    found = faults(tmp_path, name, text)
    assert any(line.startswith(f"content/{name}") and fault in line for line in found), found


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "changelog/g",
            "2026-06-20",
            "2026-03-29 01:30",
            "'2026-03-29 01:30:00' does not exist",
        ),
        ("changelog/d", "2026-06-20", "2025-10-26 01:30", "'2025-10-26 01:30:00' occurs twice"),
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


def test_wrong_name_hides_no_other_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, "changelog/Bad_Name.md", "---\ntitle: T\ntype: improved\n---\nx")
    assert len(found) == 3
    assert "rename it, for example to bad-name.md" in found[0]
    assert any('did you mean "changed"?' in line for line in found)
    assert any('"date" is missing' in line for line in found)


def test_change_names_answers_of_its_folder_or_published_ones(tmp_path: Path) -> None:
    put(tmp_path, "outcomes/slow-mails.md", "a broken file is an answer, too")
    text = CHANGE.replace("[12, slow-search]", "[12, slow-mails, slow-serch]")
    put(tmp_path, "changelog/a.md", text)
    found = scan(tmp_path / "content", SETTINGS, NOW, ANSWERS)
    told = [str(problem) for problem in found.problems if problem.file.endswith("a.md")]
    assert told == [
        'content/changelog/a.md:6: there is no answer "slow-serch"; did you mean "slow-search"?'
    ]


def test_scan_refuses_a_version_that_yaml_read_as_a_number(tmp_path: Path) -> None:
    front = "title: Faster\ndate: 2026-01-01\ntype: added\nversion: 1.10\n"
    assert faults(tmp_path, "changelog/a.md", f"---\n{front}---\n") == [
        'content/changelog/a.md:5: "version": must stand in quotes, such as "1.10"'
    ]


def test_every_fault_of_what_we_promise_when_things_break_is_told_at_once(tmp_path: Path) -> None:
    text = """---
title: When things break
severities:
  critical: { means: "", first_notice: 0m }
  huge: { means: Down }
  major: { updates: often }
escalation:
  - { after: 30m, who: Ada }
  - { after: 10m, who: Grace }
---
Words.
"""
    told = faults(tmp_path, "pages/when-things-break.md", text)
    assert [one.split(": ", 1)[0] for one in told] == [
        f"content/pages/when-things-break.md:{line}" for line in (4, 4, 5, 6, 6, 9)
    ]
    assert "put the steps in order" in told[-1]
    moved = "---\ntitle: About\nescalation: []\n---\nWords.\n"
    assert faults(tmp_path / "b", "pages/about.md", moved) == [
        'content/pages/about.md:3: "escalation" belongs to pages/when-things-break.md; '
        "move it there"
    ]
