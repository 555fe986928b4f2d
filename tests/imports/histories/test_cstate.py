"""cState sites as people write them, and what is made of what they forgot."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Impact, Kind
from statuspage.errors import SourceError
from statuspage.imports.histories import cstate
from statuspage.imports.histories.given import Given
from tests.imports.history import NOW, instant

HEAD = "title: API down\ndate: 2026-07-01 10:00:00\nseverity: down\naffected: [API]\nsection: issue"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "issues").mkdir(parents=True)
    return tmp_path


def read(site: Path, body: str = "Words.", head: str = HEAD, name: str = "a.md") -> Batch:
    file = site / "content" / "issues" / name
    file.parent.mkdir(exist_ok=True)
    mark = "" if head.startswith(("+++", "{", "---")) else "---\n"
    file.write_text(f"{mark}{head}\n{mark}\n{body}" if mark else f"{head}\n{body}", "utf-8")
    return cstate.read(Given(str(site), ZoneInfo("Europe/London"), NOW))


def posts(batch: Batch) -> list[tuple[str, str, str]]:
    [found] = batch.incidents
    return [(str(one.status), f"{one.at:%H:%M}", one.body) for one in found.posts]


OVER = f"{HEAD}\nresolved: true\nresolvedWhen: 2026-07-01 12:00:00"


def test_updates_stand_with_their_times_oldest_first(site: Path) -> None:
    body = (
        '*Resolved* - It works. {{< track "2026-07-01 11:30:00" >}}\n\n'
        '*Update* - Still *slow*.\n\nAnd more. {{< track "2026-07-01T10:40:00.123Z" >}}\n\n'
        '*Investigating* - We look. {{< track "2026-07-01 10:00:00" >}}\n'
    )
    batch = read(site, body, OVER)
    assert posts(batch) == [
        ("investigating", "10:00", "We look."),
        ("investigating", "10:40", "Still *slow*.\n\nAnd more."),
        ("resolved", "11:30", "It works."),
    ]
    [found] = batch.incidents
    assert (found.impact, found.components) == (Impact.CRITICAL, ("API",))
    assert found.window == Window(instant("2026-07-01T10:00"), instant("2026-07-01T12:00"))
    assert not batch.notes


def test_times_may_stand_before_their_words_and_the_first_words_have_that_of_the_issue(
    site: Path,
) -> None:
    body = (
        "**Issue:** Records are missing.\n"
        '{{< track "2026-07-01T10:29:00.000Z" >}}They are gone.\n\nWe work on it.\n'
        '{{< track "2026-07-01T11:43:00.000Z" >}}Incident resolved.\n'
    )
    assert posts(read(site, body, OVER)) == [
        ("investigating", "10:00", "**Issue:** Records are missing."),
        ("investigating", "10:29", "They are gone.\n\nWe work on it."),
        ("investigating", "11:43", "Incident resolved."),
        ("resolved", "12:00", ""),
    ]


def test_words_without_times_are_those_of_the_beginning_and_the_end(site: Path) -> None:
    body = "*Resolved* - Over.\n\n*Monitoring* - A fix.\n\n*Investigating* - We look."
    batch = read(site, body, OVER)
    assert posts(batch) == [
        ("investigating", "10:00", "We look."),
        ("monitoring", "10:00", "A fix."),
        ("resolved", "12:00", "Over."),
    ]
    assert "1 update of it bears no time" in str(batch.notes[0])


def test_issue_without_updates_is_one_word_and_its_end(site: Path) -> None:
    body = '[Final message]\nDone.\n\n<!-- for us -->\n[Initial message]\nIt {{< ref "x" >}}begins.'
    batch = read(site, body, OVER)
    text = "[Final message]\nDone.\n\n[Initial message]\nIt begins."
    assert posts(batch) == [("investigating", "10:00", text), ("resolved", "12:00", "")]
    assert "the shortcode ref is left out" in str(batch.notes[0])


@pytest.mark.parametrize(
    ("end", "said", "over"),
    [
        ("resolved: yes", "does not say when", "10:00"),
        ("resolved: 'True'\nresolvedWhen: 2026-07-01T9:30:00Z", "is before its date", "10:00"),
        ("Resolved: true\nresolvedwhen: 2026-07-01T9:30:00-02:00", "", "11:30"),
    ],
)
def test_end_that_is_missing_or_cannot_be_is_told(
    site: Path, end: str, said: str, over: str
) -> None:
    batch = read(site, head=f"{HEAD}\n{end}")
    assert posts(batch)[-1][:2] == ("resolved", over)
    assert [said in str(one) for one in batch.notes] == ([True] if said else [])


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            '+++\ntitle = "T"\ndate = 2026-07-01T11:00:00+01:00\nresolved = false\n'
            'severity = "partial-outage"\naffectedsystems = ["API", "Compute/LON1"]\n+++',
            "Words.",
        ),
        (
            '{"title": "T", "date": "2026-07-01 10:00:00 +0000 UTC", "resolved": false, '
            '"severity": "disrupted", "affected": ["API", "Compute/LON1"]}',
            "Words.",
        ),
    ],
)
def test_front_matter_may_be_toml_or_json(site: Path, head: str, body: str) -> None:
    [found] = read(site, body, head).incidents
    assert (found.title, found.impact, found.is_open) == ("T", Impact.MAJOR, True)
    assert found.components == ("API", "Compute/LON1")
    assert (found.started_at, found.posts[0].body) == (instant("2026-07-01T10:00"), "Words.")


def test_zone_and_address_are_those_of_the_hugo_site(site: Path) -> None:
    (site / "hugo.toml").write_text(
        'baseURL = "https://old.acme.example/status/"\ntimeZone = "America/New_York"\n', "utf-8"
    )
    [found] = read(site, name="2026 july/index.md").incidents
    assert found.started_at == instant("2026-07-01T14:00")
    assert found.origin == "https://old.acme.example/status/issues/2026-july/"
    given = Given(str(site), ZoneInfo("UTC"), NOW, ZoneInfo("Asia/Tokyo"))
    assert cstate.read(given).incidents[0].started_at == instant("2026-07-01T01:00")


def test_drafts_translations_and_other_pages_are_no_part_of_the_history(site: Path) -> None:
    read(site)
    read(site, "Worte.", name="a.de.md")
    read(site, head=f"{HEAD}\ndraft: true", name="b.md")
    read(site, head=HEAD.replace("section: issue", "section: page"), name="c.md")
    batch = read(site, head="title: All", name="_index.md")
    assert len(batch.incidents) == 1
    assert [str(one).partition(": ")[2] for one in batch.notes] == [
        "It is a translation of a.md, which is taken; this one is left out.",
        "It is a draft; left out.",
    ]


def test_what_cannot_be_read_is_refused_with_its_file_and_line(site: Path) -> None:
    read(site, head=HEAD.replace("API down", "API: down: all"), name="yaml.md")
    read(site, '<!--\nnote\n-->\nGone. {{< track "2026-02-30 10:00" >}}', name="track.md")
    read(site, head=HEAD.replace("07-01", "13-01"), name="date.md")
    batch = read(site, head=HEAD.replace("2026-07", "2026-12"), name="ahead.md")
    folder = site / "content" / "issues"
    told = [str(one).replace(f"{folder}/", "") for one in sorted(batch.faults)]
    assert batch.refused == 4
    assert told[0].startswith("ahead.md:1: date: It begins at 2026-12-01 10:00 UTC")
    assert 'statuspage maintenance schedule --title "API down"' in told[0]
    assert told[1].startswith("date.md:1: date: ")
    assert told[2] == (
        "track.md:1: track, line 12: There is no day 2026-02-30; check the month and the day."
    )
    assert told[3].startswith("yaml.md:2: front matter: its front matter is not YAML here")


def test_maintenance_of_statuskit_is_planned_work(site: Path) -> None:
    head = OVER.replace("severity: down", "severity: under-maintenance")
    [found] = read(site, "We reboot.", head).incidents
    assert (found.kind, [str(one.status) for one in found.posts]) == (
        Kind.MAINTENANCE,
        ["in_progress", "completed"],
    )


def test_informational_page_is_over_at_once_and_unknown_severity_is_told(site: Path) -> None:
    head = HEAD.replace("severity: down", "severity: dire") + "\ninformational: true"
    batch = read(site, "Hello.", head)
    assert posts(batch) == [("resolved", "10:00", "Hello.")]
    assert (batch.incidents[0].impact, len(batch.notes)) == (Impact.NONE, 2)


def test_what_is_no_site_says_so(tmp_path: Path) -> None:
    for place, words in ((tmp_path / "none", "is no folder"), (tmp_path, "holds no .md files")):
        with pytest.raises(SourceError, match=words):
            cstate.read(Given(str(place), ZoneInfo("UTC"), datetime.now(ZoneInfo("UTC"))))
