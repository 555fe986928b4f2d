"""The server over real HTTP: headers on everything, news at once, clean ends."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from select import select

import feedparser
import httpx2
import pytest

from statuspage.store import db
from tests.helpers.processes import (
    PATIENCE,
    ask,
    free_port,
    get,
    running,
    serve_command,
    serving,
    statuspage,
    wait_until,
)
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow


@pytest.fixture
def config(store: Path) -> Path:
    db.close_store()
    return store / "config.toml"


@pytest.fixture
def address(config: Path) -> Iterator[str]:
    with serving(config, workers=2) as found:
        yield found


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests that change nothing."""
    folder = open_site(write_site(tmp_path_factory.mktemp("asked") / "site"))
    db.close_store()
    with serving(folder / "config.toml") as found:
        yield found


@pytest.mark.parametrize(
    "path", ["/", "/feeds/all.atom", "/nothing", "/admin", "/healthz", "/static/nothing.css"]
)
def test_every_answer_carries_the_security_headers(asked: str, path: str) -> None:
    headers = get(asked + path, follow_redirects=True).headers
    policy = headers.get_list("Content-Security-Policy")
    assert len(policy) == 1
    assert "default-src 'none'" in policy[0]
    assert "unsafe-inline" not in policy[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"  # the site's url is https


def test_news_from_another_process_is_in_every_channel_on_the_next_request(
    config: Path, address: str
) -> None:
    paths = ["/", "/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/updates.atom"]
    with httpx2.Client(base_url=address, timeout=PATIENCE) as visitor:
        for _ in range(4):  # so that both workers have each page in memory
            for path in paths:
                assert visitor.get(path).status_code == 200
        opened = statuspage(
            config, "incident", "open", "--title", "Search is slow", "--body", "We are looking."
        )
        key = opened.stdout.splitlines()[-1]
        for path in [*paths, f"/incidents/{key}"]:
            assert "We are looking." in visitor.get(path).text, path
        statuspage(config, "incident", "update", key, "--body", "It is the index.")
        for path in [*paths, f"/incidents/{key}"]:
            assert "It is the index." in visitor.get(path).text, path


def test_feeds_are_read_by_a_feed_reader_and_answered_with_304(config: Path, address: str) -> None:
    statuspage(config, "incident", "open", "--title", "Search is slow", "--body", "We are looking.")
    first = get(f"{address}/feeds/all.atom")
    assert [entry.title for entry in feedparser.parse(first.content).entries] == ["Search is slow"]
    known = {"If-None-Match": first.headers["ETag"]}
    assert get(f"{address}/feeds/all.atom", headers=known).status_code == 304
    feed = json.loads(get(f"{address}/feeds/all.json").text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


def test_server_on_a_port_in_use_says_so_in_one_line(config: Path) -> None:
    port = free_port()
    command = serve_command(config, port)
    with running(command, f"http://127.0.0.1:{port}/healthz") as process:
        second = statuspage(config, "serve", "--port", str(port))
    assert process.returncode == 0
    assert second.returncode == 1
    assert f"port {port} cannot be served" in second.stderr
    assert "Traceback" not in second.stderr


def test_run_serves_works_and_stops_cleanly_on_a_signal(config: Path) -> None:
    port = free_port()
    command = serve_command(config, port, verb="run")
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/healthz", stdout=subprocess.PIPE, text=True) as process:
        process.terminate()
        said, _ = process.communicate()
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "staff add" in said
    with pytest.raises(httpx2.ConnectError):
        get(f"{address}/healthz")


def test_file_changed_while_running_is_on_the_page_without_a_restart(config: Path) -> None:
    port = free_port()
    command = serve_command(config, port, verb="run")
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/healthz") as process:
        page = config.parent / "content" / "pages" / "about.md"
        page.parent.mkdir()
        page.write_text("---\ntitle: About us\n---\nThese are the words.\n", "utf-8")
        wait_until(lambda: "These are the words." in get(f"{address}/pages/about").text, process)
        page.write_text("---\ntitle: [broken\n---\nBroken.\n", "utf-8")
        config.write_text(config.read_text("utf-8").replace("Acme Cloud", "Acme Skies"), "utf-8")
        wait_until(lambda: "Acme Skies" in get(f"{address}/").text, process)
        assert "These are the words." in get(f"{address}/pages/about").text


def test_request_larger_than_a_form_may_be_is_refused(asked: str) -> None:
    answer = ask("POST", f"{asked}/admin/sign-in", content=b"x" * 2_000_000)
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.text


def test_senders_that_never_finish_leave_the_public_page_quick(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with ExitStack() as to_close:
        senders = []
        for _ in range(30):
            sender = to_close.enter_context(socket.create_connection((host, int(port))))
            sender.sendall(
                b"POST /admin/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: "
                b"application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nname=a"
            )
            senders.append(sender)

        def given_up() -> int:
            return len(select(senders, [], [], 0)[0])

        wait_until(lambda: given_up() >= 30 - 2 * 3)  # each worker goes on with three of them
        for _ in range(10):
            assert get(f"{address}/").status_code == 200
        assert given_up() < 30  # so no page waited for their end


@pytest.mark.parametrize(
    "path", ["/%09/evil.example/", "//evil.example/", "/%0d%0aX:y/", "/%5Cevil.example/"]
)
def test_slash_at_the_end_never_leads_elsewhere(asked: str, path: str) -> None:
    answer = get(httpx2.URL(asked + "/x").copy_with(raw_path=path.encode()))
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.sqlite("about the file")
def test_damaged_store_is_one_clear_line_and_restore_mends_it(config: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    statuspage(config, "incident", "open", "--title", "Slow", "--body", "We look.")
    assert statuspage(config, "backup", str(copy)).returncode == 0
    database = config.parent / "var" / "statuspage.db"
    damaged = bytearray(database.read_bytes())
    damaged[100:8000] = b"\xff" * 7900
    database.write_bytes(damaged)
    for words in (["staff", "list"], ["sla", "show", "api-availability"], ["sync"], ["serve"]):
        refused = statuspage(config, *words)
        assert refused.returncode == 1
        assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr
    restored = statuspage(config, "restore", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert "1 incident rows" in restored.stdout
    assert list(database.parent.glob("*.damaged-*"))
    assert database.stat().st_mode & 0o077 == 0


@pytest.mark.sqlite("about the file")
def test_backup_onto_the_store_itself_is_refused(config: Path) -> None:
    refused = statuspage(config, "backup", str(config.parent / "var" / "statuspage.db"))
    assert refused.returncode == 1
    assert "is the store itself" in refused.stderr
    assert statuspage(config, "staff", "list").returncode == 0
