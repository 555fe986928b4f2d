"""`openslo`: out of a site and into another one's config.toml, which is good afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.helpers.shell import run
from tests.helpers.sites import an_sla

CREDITS = (
    'credits = [{ below = "99%", credit = "10%" }]\nclaim_within = "60d"\n'
    "weights = { partial_outage = 0.5 }\n"
)
OFFICE = '\n[[calendars]]\nid = "office"\nhours = { mon-fri = "09:00-17:00" }\n'


@pytest.fixture
def promising(config: Path) -> Path:
    """A site with promises of several kinds."""
    table = an_sla("answers", "first_response", within="4h", calendar="office") + OFFICE
    orders = an_sla("orders", "ratio", slice="5m")
    text = config.read_text("utf-8") + CREDITS + table + orders
    config.write_text(text, "utf-8")
    assert run(config, "sync").exit_code == 0
    return config


def test_promises_go_out_and_come_back_into_another_site(promising: Path, tmp_path: Path) -> None:
    printed = run(promising, "openslo", "export")
    kinds = [one["kind"] for one in yaml.safe_load_all(printed.stdout)]
    assert kinds == ["DataSource", "Service", "Service", "SLO", "SLO", "SLO"]
    known = run(promising, "openslo", "import", "-", stdin=printed.stdout)
    assert known.stdout == "# taken 0, known 3, refused 0\n"

    out = tmp_path / "out"
    assert run(promising, "openslo", "export", str(out)).stdout == f"Wrote 3 promises into {out}.\n"
    assert sorted(one.name for one in out.iterdir()) == [
        "answers.openslo.yaml",
        "api-availability.openslo.yaml",
        "orders.openslo.yaml",
    ]
    whole = promising.read_text("utf-8")
    promising.write_text(whole[: whole.index("[[slas]]")], "utf-8")
    files = "".join(one.read_text("utf-8") for one in sorted(out.iterdir()))
    told = run(promising, "openslo", "import", "-", stdin=files)
    assert told.stdout.endswith("\n# taken 3, known 0, refused 0\n")
    added = run(promising, "openslo", "import", "--write", "-", stdin=files)
    assert added.stdout.splitlines()[-1] == "taken 3, known 0, refused 0"
    assert told.stdout.rpartition("\n# ")[0] in promising.read_text("utf-8")
    assert run(promising, "openslo", "import", "-", stdin=files).stdout.startswith("# taken 0")
    assert run(promising, "sync").stdout.startswith("Nothing to do")  # as was published


def test_nothing_is_written_where_config_would_have_faults(promising: Path) -> None:
    files = run(promising, "openslo", "export").stdout
    whole = promising.read_text("utf-8")
    before = whole[: whole.index("[[slas]]")].replace('"api"', '"app"')
    promising.write_text(before, "utf-8")
    done = run(promising, "openslo", "import", "--write", "-", stdin=files)
    assert done.exit_code == 1
    assert "Nothing was written" in done.stderr
    assert promising.read_text("utf-8") == before
    assert [one.name for one in promising.parent.glob(".openslo*")] == []


def test_files_that_settings_name_are_found_and_the_mode_stays(promising: Path) -> None:
    files = run(promising, "openslo", "export").stdout
    (promising.parent / "content" / "agreements" / "old").mkdir(parents=True)
    (promising.parent / "content" / "agreements" / "old" / "api.md").write_text("Words.", "utf-8")
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (promising.parent / "logo.svg").write_text(logo, "utf-8")
    whole = promising.read_text("utf-8").replace("[site]", '[site]\nlogo = "logo.svg"')
    kept = an_sla("old", "ratio", slice="5m", agreement="agreements/old/api.md")
    promising.write_text(whole[: whole.index("[[slas]]")] + kept, "utf-8")
    promising.chmod(0o640)
    done = run(promising, "openslo", "import", "--write", "-", stdin=files)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "taken 3, known 0, refused 0"
    assert promising.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in promising.parent.glob(".openslo*")] == []


def test_file_of_somebody_else_is_left_alone(promising: Path, tmp_path: Path) -> None:
    mine = tmp_path / "orders.openslo.yaml"
    mine.write_text("Mine.", "utf-8")
    done = run(promising, "openslo", "export", str(tmp_path))
    assert (done.exit_code, done.stderr) == (1, f"{mine} is not ours; move it away.\n")
    assert mine.read_text("utf-8") == "Mine."


def test_another_promise_of_the_same_name_is_refused(promising: Path) -> None:
    files = run(promising, "openslo", "export").stdout.replace("target: 0.999", "target: 0.998")
    done = run(promising, "openslo", "import", "-", stdin=files)
    assert done.exit_code == 1
    assert "config.toml has another promise" in done.stderr
    assert done.stdout == "# taken 0, known 2, refused 1\n"
