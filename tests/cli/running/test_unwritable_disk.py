"""`run` on a disk that takes no writing: it serves what there is, and goes on by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers.disks import small_disk
from tests.helpers.processes import free_port, get, running, serve_command, statuspage, wait_until
from tests.helpers.sites import write_site


@pytest.mark.parametrize("kind", ["read-only", "full"])
def test_run_serves_the_last_good_pages_and_goes_on_when_the_disk_is_mended(
    tmp_path: Path, kind: str
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        config = write_site(disk.folder / "site") / "config.toml"
        assert statuspage(config, "migrate").returncode == 0
        assert statuspage(config, "sync").returncode == 0
        opened = ("incident", "open", "--title", "Slow logins", "--body", "We look.")
        assert statuspage(config, *opened).returncode == 0
        (disk.fill if kind == "full" else disk.make_read_only)()
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        with (tmp_path / "log").open("w+") as log:
            command = serve_command(config, port, verb="run")
            with running(
                command, f"{url}/healthz", stdout=log, stderr=subprocess.STDOUT
            ) as process:
                assert "Slow logins" in get(f"{url}/").text
                assert get(f"{url}/healthz").json()["status"] == "read-only"
                (disk.empty if kind == "full" else disk.make_writable)()
                more = ("incident", "open", "--title", "Slow mails", "--body", "We look.")
                assert statuspage(config, *more).returncode == 0
                wait_until(lambda: "Slow mails" in get(f"{url}/").text, process)
                wait_until(lambda: get(f"{url}/healthz").json()["status"] == "ok", process)
            log.seek(0)
            told = log.read()
    assert "The last good pages are served" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) < 20


def test_run_without_a_store_says_in_one_line_why_none_can_be_made(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        config = write_site(disk.folder / "site") / "config.toml"
        disk.make_read_only()
        done = statuspage(config, "run", "--port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert disk.read_only in done.stderr
