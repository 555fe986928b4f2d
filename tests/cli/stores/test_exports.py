"""`export`: the lines that `import incidents` reads, and the folder that `import export` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.store import db
from tests.helpers.amending import edited
from tests.helpers.moved import files_of
from tests.helpers.sites import open_site, write_site
from tests.helpers.telling import at, opened, posted, resolved


def run(site: Path, *words: str) -> Result:
    db.close_store()
    return CliRunner().invoke(main, ["--config", str(site / "config.toml"), *words])


def test_history_is_printed_as_json_lines_and_known_again(store: Path, tmp_path: Path) -> None:
    incident = opened(title="Störung", owner="Ada")
    incident = edited(5, incident, incident.updates[0], body="We *know* it.")
    resolved(60, posted(30, incident.key, "More.", components={}).key)
    found = run(store, "export", "incidents")
    assert json.loads(found.stdout) == {
        "id": incident.key,
        "url": f"https://status.acme.example/incidents/{incident.key}",
        "title": "Störung",
        "impact": "major",
        "owner": "Ada",
        "components": ["api"],
        "started_at": f"{at(0):%Y-%m-%dT%H:%M:%SZ}",
        "resolved_at": f"{at(60):%Y-%m-%dT%H:%M:%SZ}",
        "updates": [
            {
                "at": f"{at(0):%Y-%m-%dT%H:%M:%SZ}",
                "status": "investigating",
                "message": "We *know* it.",
                "components": {"api": "partial_outage"},
            },
            {
                "at": f"{at(30):%Y-%m-%dT%H:%M:%SZ}",
                "status": "investigating",
                "message": "More.",
            },
            {
                "at": f"{at(60):%Y-%m-%dT%H:%M:%SZ}",
                "status": "resolved",
                "message": "It is over.",
                "components": {"api": "operational"},
            },
        ],
    }
    file = tmp_path / "history.jsonl"
    file.write_bytes(found.stdout_bytes)
    again = run(store, "import", "incidents", str(file))
    assert again.stdout == "taken 0, known 1, refused 0\n"


def test_page_without_incidents_exports_nothing(store: Path) -> None:
    found = run(store, "export", "incidents")
    assert (found.exit_code, found.stdout_bytes, found.stderr) == (0, b"", "")


def test_all_of_it_goes_into_a_folder_and_makes_the_same_site(store: Path, tmp_path: Path) -> None:
    key = opened(title="Störung", owner="Ada").key
    out = tmp_path / "out"
    done = run(store, "export", str(out))
    assert done.exit_code == 0, done.output
    assert f"Wrote {out}: " in done.stdout
    told = json.loads(run(store, "export", str(out), "--json").stdout)
    assert told["entries"] == json.loads((out / "export.json").read_bytes())["record"]["entries"]

    new = tmp_path / "new"
    assert CliRunner().invoke(main, ["init", str(new)]).exit_code == 0
    taken = run(new, "import", "export", str(out))
    assert taken.stdout.splitlines()[-1] == "taken 1, known 0, refused 0"
    assert (new / "config.toml").read_bytes() == (out / "config.toml").read_bytes()
    assert json.loads(run(new, "incident", "show", key, "--json").stdout)["title"] == "Störung"
    again = run(new, "import", "export", str(out), "--json")
    assert json.loads(again.stdout) == {"taken": 0, "known": 1, "refused": 0}
    assert run(new, "export", str(tmp_path / "again")).exit_code == 0
    first, second = (files_of(folder) for folder in (out, tmp_path / "again"))
    assert first == second


def test_site_with_a_history_of_its_own_takes_the_incidents(store: Path, tmp_path: Path) -> None:
    opened(title="Here")
    run(store, "export", str(tmp_path / "out"))
    other = open_site(write_site(tmp_path / "other"))
    opened(title="There")
    done = run(other, "import", "export", str(tmp_path / "out"))
    assert "This site has published already" in done.stdout
    assert done.stdout.splitlines()[-1] == "taken 1, known 0, refused 0"
    done = run(other, "import", "export", str(tmp_path / "out"))
    assert done.stdout.splitlines()[-1] == "taken 0, known 1, refused 0"


def is_kept(place: Path) -> bool:
    """Whether it is a file beside the store, which stays with nothing in it."""
    return place.is_file() and place.parent.name != "var"


@pytest.mark.parametrize("name", ["config.toml", "data/incidents.jsonl"])
def test_changed_content_is_refused_and_leaves_the_folder_as_it_was(
    store: Path, tmp_path: Path, name: str
) -> None:
    assert run(store, "export", str(tmp_path / "all")).exit_code == 0
    (tmp_path / "all" / name).write_text("# changed\n", "utf-8")
    new = tmp_path / "new"
    assert run(tmp_path, "init", str(new)).exit_code == 0
    former = {one: one.read_bytes() for one in new.rglob("*") if is_kept(one)}
    done = run(new, "import", "export", str(tmp_path / "all"))
    assert done.exit_code == 1
    assert "was changed since it was exported" in done.stderr
    assert {one: one.read_bytes() for one in new.rglob("*") if is_kept(one)} == former


def test_folder_that_is_no_export_is_refused_and_leaves_no_site(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run(tmp_path / "new", "import", "export", str(tmp_path / "nothing"))
    assert done.exit_code == 1
    assert "is no export: it has no export.json" in done.stderr
    assert not (tmp_path / "new").exists()
