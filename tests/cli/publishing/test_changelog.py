"""`import changelog`, `export changelog` and `changelog`: from a file to drafts to readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.shell import run

TEXT = """# Changelog

All of it.

## [Unreleased]

### Added

- Dark pages

## [1.1.0] - 2026-01-05

### Fixed

- **API:** no more *double* answers

### Odd things

- something {{odd}}
"""


def listed(config: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(config, "changelog", "list", "--json").stdout)
    return found


def test_changelog_comes_in_as_drafts_and_goes_out_again(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(TEXT, "utf-8")
    told = run(config, "import", "changelog", str(file)).stdout.splitlines()
    assert told == [
        f"{file}:1: left out: Changelog",
        f"{file}:3: left out: All of it.",
        "taken 3, known 0, refused 0",
    ]
    again = run(config, "import", "changelog", str(file), "--from", "keepachangelog")
    assert again.stdout.splitlines()[-1] == "taken 0, known 3, refused 0"
    dark, double, odd = listed(config)
    assert (dark["version"], dark["type"], dark["state"]) == ("", "added", "draft")
    assert (double["title"], double["components"]) == ("API: no more double answers", ["api"])
    assert odd["title"] == "Odd things: something {{odd}}"

    done = run(config, "changelog", "publish", "--version", "1.1.0")
    assert done.exit_code == 1  # the gap stays a draft, the other is public
    assert done.stdout.strip() == "/changelog/2026-01-05-api-no-more-double-answers"
    assert "Still to be filled in" in done.stderr
    assert [one["state"] for one in listed(config)] == ["draft", "draft", "published"]

    text = run(config, "export", "changelog").stdout
    assert "## [1.1.0] - 2026-01-05\n\n### Fixed\n\n- **API: no more double answers**" in text
    file.write_text(text, "utf-8")
    assert "taken 0, known 1, refused 0" in run(config, "import", "changelog", str(file)).stdout


def test_draft_is_kept_planned_and_discarded(config: Path) -> None:
    key = run(config, "changelog", "draft", "--title", "Faster", "--version", "2").stdout.strip()
    assert run(config, "changelog", "show", key).stdout.startswith("Faster\nchanged\t2\n")
    plan = run(config, "changelog", "schedule", key, "--at", "2h")
    assert plan.stdout.startswith(key)
    [draft] = listed(config)
    assert draft["publish_at"]
    late = run(config, "changelog", "schedule", key, "--at", "2020-01-01 10:00")
    assert late.exit_code == 1
    assert "has passed" in late.stderr
    assert run(config, "changelog", "discard", "--version", "2").stdout.strip() == key
    assert "Nothing in the changelog" in run(config, "changelog", "list").stderr


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["publish"], "Name drafts by their keys, or a release."),
        (["publish", "--version", "9"], "No draft is of the release '9'."),
        (["discard", "none"], "There is no draft 'none'."),
        (["show", "none"], "There is no changelog 'none'."),
    ],
)
def test_what_is_not_there_is_told(config: Path, words: list[str], fault: str) -> None:
    found = run(config, "changelog", *words)
    assert found.exit_code in (1, 2)
    assert fault in found.stderr
