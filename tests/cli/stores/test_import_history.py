"""Whole histories from elsewhere: what moves in equals an independent reading, and moves on."""

from __future__ import annotations

import json
import re
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from statuspage.cli.stores import import_history
from statuspage.domain.incidents.imported import Batch
from statuspage.errors import StoreError
from statuspage.progress import Progress, Stage
from statuspage.said import said
from tests.helpers.cstate_site import Issue, write_cstate
from tests.helpers.moved import files_of
from tests.helpers.shell import run
from tests.helpers.sites import write_site

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another page, set up and empty."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    write_site(folder)
    assert run(folder / "config.toml", "sync").exit_code == 0
    return folder / "config.toml"


def exported(config: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(config, "export", "incidents").stdout.splitlines()]


def moves_on(config: Path, elsewhere: Path) -> None:
    """What was taken is the same after it was exported and imported anew."""
    lines = run(config, "export", "incidents").stdout
    file = elsewhere.parent / "history.jsonl"
    file.write_text(lines, "utf-8")
    assert "refused 0" in run(elsewhere, "import", "incidents", str(file)).stdout
    assert run(elsewhere, "export", "incidents").stdout == lines
    whole, new, again = (elsewhere.parent / name for name in ("whole", "new", "again"))
    assert run(config, "export", str(whole)).exit_code == 0
    done = run(new / "config.toml", "import", "export", str(whole))
    assert done.stdout.splitlines()[-1] == f"taken {lines.count(chr(10))}, known 0, refused 0"
    assert run(new / "config.toml", "export", str(again)).exit_code == 0
    assert files_of(whole) == files_of(again)


def bare(text: str) -> str:
    return re.sub(r"\W+", "", text)


def stamp(text: str) -> str:
    """A time of front matter as exports have it."""
    found = datetime.fromisoformat(re.sub(r"T(\d):", r"T0\1:", text))
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_real_cstate_site_moves_in_whole_and_on(
    config: Path, elsewhere: Path, tmp_path: Path
) -> None:
    with tarfile.open(DATA / "cstate" / "jenkins-infra-status.tar.xz") as packed:
        packed.extractall(tmp_path / "old", filter="data")
    given = ("import", "cstate", str(tmp_path / "old"), "--component", "ci.jenkins.io=api")
    done = run(config, *given)
    assert done.stdout.splitlines()[-1] == "taken 297, known 0, refused 0"
    assert "www.jenkins.io (" in done.stdout
    told = {one["id"]: one for one in exported(config)}
    files = sorted((tmp_path / "old" / "content" / "issues").glob("*.md"))
    assert len(told) == len(files) == 297
    for file in files:
        _, head, body = file.read_text("utf-8").split("---\n", 2)
        facts = yaml.load(head, yaml.BaseLoader)
        one = told[f"issues/{file.stem}".lower()]
        begun, ended = stamp(facts["date"]), stamp(facts["resolvedWhen"])
        assert (one["title"], one["started_at"]) == (" ".join(facts["title"].split()), begun)
        assert one["resolved_at"] == max(begun, ended)
        words = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
        assert bare("".join(post["message"] for post in one["updates"])) == bare(words)
        is_ours = bool({"ci.jenkins.io", "API"} & set(facts.get("affected") or ()))
        assert ("api" in one.get("components", ())) is is_ours
    again = run(config, *given)
    assert again.stdout.splitlines()[-1] == "taken 0, known 297, refused 0"
    moves_on(config, elsewhere)


def test_eight_real_feeds_move_in_and_on(config: Path, elsewhere: Path, tmp_path: Path) -> None:
    with tarfile.open(DATA / "statuspage-feeds" / "feeds.tar.xz") as packed:
        packed.extractall(tmp_path / "feeds", filter="data")
    taken = 0
    for file in sorted((tmp_path / "feeds").iterdir()):
        last = run(config, "import", "atom", str(file)).stdout.splitlines()[-1]
        count = file.read_text("utf-8").count("</title>") - 1
        assert last == f"taken {count}, known 0, refused 0"
        taken += count
    assert taken == len(exported(config)) == 184
    moves_on(config, elsewhere)


def test_three_hundred_issues_in_every_form_keep_every_word_and_time(
    config: Path, tmp_path: Path
) -> None:
    written = write_cstate(tmp_path / "old")
    trial = run(config, "import", "cstate", str(tmp_path / "old"), "--dry-run")
    assert len([line for line in trial.stdout.splitlines() if line.startswith("new ")]) == 300
    assert trial.stdout.splitlines()[-1] == "taken 300, known 0, refused 0"
    assert exported(config) == []
    done = run(config, "import", "cstate", str(tmp_path / "old"), "--json")
    facts = json.loads(done.stdout)
    assert (facts["taken"], facts["refused"], facts["notes"]) == (300, 0, [])
    assert set(facts["unknown_components"]) == {"Media Proxy", "Website"}
    assert [_told(one) for one in exported(config)] == [_meant(one) for one in written]


def _told(one: dict[str, Any]) -> Any:
    posts = [(post["status"], bare(post["message"]), post["at"]) for post in one["updates"]]
    return one["title"], one["started_at"], one["resolved_at"], one["impact"], posts


def _meant(one: Issue) -> Any:
    impact = {"down": "critical", "disrupted": "major", "notice": "none"}[one.severity]
    posts = [
        (status.lower(), bare(words), f"{at:%Y-%m-%dT%H:%M:%SZ}") for status, words, at in one.posts
    ]
    return one.title, posts[0][2], posts[-1][2], impact, posts


def test_components_are_named_as_they_are_called_here(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "h.jsonl"
    entry = {
        "title": "T",
        "impact": "major",
        "components": ["Web = old", "Moon"],
        "updates": [
            {"at": "2026-07-01T10:00:00Z", "status": "Investigating", "message": "We look."},
            {"at": "2026-07-01T11:00:00Z", "status": "Resolved", "message": "Over."},
        ],
    }
    file.write_text(json.dumps(entry) + "\n", "utf-8")
    wrong = run(config, "import", "incidents", str(file), "--component", "Web = old=apo")
    assert wrong.exit_code == 1
    assert "did you mean" in wrong.stderr
    assert run(config, "import", "incidents", str(file), "--component", "Web").exit_code == 1
    given = ("import", "incidents", str(file), "--component", "web = OLD=api")
    assert "Moon (1)" in run(config, *given).stdout
    assert [one["components"] for one in exported(config)] == [["api"]]
    more = {"at": "2026-07-01T12:00:00Z", "status": "Update", "message": "More."}
    entry["updates"].append(more | {"components": {"Web = old": "degraded_performance"}})
    file.write_text(json.dumps(entry) + "\n", "utf-8")
    assert "known, gains 1" in run(config, *given, "--dry-run").stdout
    assert run(config, *given).stdout.splitlines()[-1] == "taken 0, known 1, refused 0"
    [found] = exported(config)
    assert found["updates"][-1]["components"] == {"api": "degraded_performance"}
    assert run(config, *given, "--timezone", "Mars/Base").exit_code == 1


def test_import_that_is_cut_off_says_what_stays(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(batch: Batch, progress: Progress, _: Any) -> None:
        progress(Stage(said("Importing"), 25, len(batch.incidents)))
        raise StoreError(said("The disk is full."))

    monkeypatch.setattr(import_history, "take_incidents", cut)
    file = tmp_path / "h.jsonl"
    post = {"at": "2026-07-01T11:00:00Z", "status": "Resolved", "message": "Over."}
    lines = (json.dumps({"title": f"T {n}", "updates": [post]}) + "\n" for n in range(60))
    file.write_text("".join(lines), "utf-8")
    done = run(config, "import", "incidents", str(file))
    assert (done.exit_code, done.stderr.splitlines()) == (
        1,
        [
            "It was cut off after 25 of 60 entries. These stay; run it again for the rest.",
            "The disk is full.",
        ],
    )
