"""Two web nodes and two workers on one server, each killed in turn while people write and read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.helpers import stores
from tests.helpers.answering import Answering, answering
from tests.helpers.processes import PATIENCE, free_port, running, serve_command, wait_until
from tests.helpers.sites import write_site
from tests.helpers.stores import Server, started, stop_at_once

_PROBE = """
[[probes]]
id = "api-http"
component = "api"
type = "http"
url = "{target}/health"
interval = "5s"
timeout = "5s"
"""
_INTERVAL = 5.0
pytestmark = [pytest.mark.slow]


@dataclass
class Cluster:
    """What runs, and how to ask it."""

    config: Path
    environ: dict[str, str]
    database: str
    checked: list[float] = field(default_factory=list)  # when the target was asked
    token: str = ""
    incident: str = ""
    ports: tuple[int, int] = (0, 0)
    client: httpx2.Client = field(default_factory=httpx2.Client)

    def address(self, node: int) -> str:
        return f"http://127.0.0.1:{self.ports[node]}"

    def command(self, *words: str) -> str:
        """What one command says."""
        line = [sys.executable, "-m", "statuspage", "--config", str(self.config), *words]
        done = subprocess.run(line, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def served(self, node: int) -> Iterator[subprocess.Popen[Any]]:
        command = serve_command(self.config, self.ports[node])
        url = f"{self.address(node)}/"
        with running(command, url, env=self.environ, stderr=subprocess.DEVNULL) as process:
            assert self.get(node, "/").status_code == 200
            yield process

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[Any]]:
        command = [sys.executable, "-m", "statuspage", "--config", str(self.config), "work"]
        with running(command, env=self.environ, stderr=subprocess.DEVNULL) as process:
            yield process

    def get(self, node: int, path: str) -> httpx2.Response:
        return self.client.get(self.address(node) + path, timeout=PATIENCE)

    def post(self, node: int, body: str, key: str, timeout: float = 10) -> httpx2.Response:
        """Post an update by the API."""
        return self.client.post(
            f"{self.address(node)}/api/v1/incidents/{self.incident}/updates",
            content=json.dumps({"body": body}),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
            timeout=timeout,
        )

    def told(self, node: int) -> Counter[str]:
        """How often each update stands on the page of the incident's document."""
        answer = self.get(node, f"/api/v1/incidents/{self.incident}").json()
        return Counter(one["body"] for one in answer["updates"])


class Writers:
    """People who write all the time, and keep what was acknowledged; who is not, tries again."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._over = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: Counter[int] = Counter()
        self._threads = [threading.Thread(target=self._write, args=(node,)) for node in (0, 1)]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def go_on(self, count: int = 3) -> None:
        """Wait until some more updates were taken."""
        wanted = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= wanted, what="more updates")

    def _write(self, first: int) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            body, node = f"Word {number} of {first}.", first
            while not self._over.is_set():
                with suppress(httpx2.TransportError):
                    answer = self._cluster.post(node, body, f"{first}-{number}")
                    if answer.status_code == 201:
                        self.acknowledged.append(body)
                        break
                    self.refused[answer.status_code] += 1
                node = 1 - node
                self._over.wait(0.1)
            self._over.wait(0.2)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Cluster, Server]]:
    """A site in a database, a target that is checked, and nothing that runs yet but the server."""
    stores.require_postgresql()
    checked: list[float] = []

    def answer(_: object) -> Answering:
        checked.append(time.monotonic())
        return Answering(body=b"ok")

    with stores.running_server() as server, answering(answer) as target:
        site = write_site(tmp_path / "site", _PROBE.format(target=target.address))
        place = server.place(site)
        environ = {
            **os.environ,
            "STATUSPAGE_DATABASE": place.url,
            "STATUSPAGE_SECRET": place.secret,
        }
        name = place.url.partition("@/")[2].partition("?")[0]
        made = Cluster(site / "config.toml", environ, name, checked)
        made.ports = free_port(), free_port()
        made.command("sync")
        made.token = made.command("token", "create", "w", "--scope", "incidents").split()[-1]
        words = ("--title", "Slow", "--body", "We look.", "--component", "api=partial_outage")
        made.incident = made.command("incident", "open", *words).split()[-1]
        yield made, server
        made.client.close()


def test_nothing_acknowledged_is_lost_whoever_is_killed(
    cluster: tuple[Cluster, Server], tmp_path: Path
) -> None:
    site, server = cluster
    soon, over = _in_seconds(8), _in_seconds(16)
    words = ("--title", "Move", "--body", "We move.", "--component", "docs")
    planned = site.command("maintenance", "schedule", *words, "--from", soon, "--until", over)
    with ExitStack() as stack:
        nodes = [stack.enter_context(site.served(node)) for node in (0, 1)]
        at_work = stack.enter_context(site.working())
        wait_until(lambda: len(site.checked) > 0, at_work, "a check")
        waiting = stack.enter_context(site.working())
        with Writers(site) as writers:
            writers.go_on()

            _kill(nodes[0])  # the other one answers meanwhile
            writers.go_on()
            stack.enter_context(site.served(0))

            _kill(at_work)  # the one that waited takes over
            checks = len(site.checked)
            wait_until(lambda: len(site.checked) > checks, waiting, "a check by the other worker")
            stack.enter_context(site.working())

            _end_connections(server, site.database)
            writers.go_on()

            with server.standing_still():  # the system still takes connections for it
                _require_last_good_pages(site)
            writers.go_on()

            stop_at_once(server)
            _require_last_good_pages(site)
            stack.enter_context(started(server.folder))
            writers.go_on()

        _require_the_next_word_on_the_other_node(site)
        wait_until(lambda: "completed" in _steps(site, planned), what="the end of planned work")
        told = site.told(1)
        assert not set(writers.acknowledged) - set(told)
        assert max(told.values()) == 1
        assert sorted(_steps(site, planned)) == ["completed", "in_progress", "scheduled"]
        for path in ("/", f"/incidents/{site.incident}", "/feeds/all.atom"):
            wait_until(lambda p=path: _bytes(site, 0, p) == _bytes(site, 1, p), what=path)
        site.command("verify", site.address(0))
    gaps = [later - former for former, later in pairwise(site.checked)]
    assert min(gaps) > _INTERVAL / 2  # never two workers at once


def _in_seconds(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def _kill(process: subprocess.Popen[Any]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _end_connections(server: Server, database: str) -> None:
    server.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    )


def _require_last_good_pages(site: Cluster) -> None:
    """While the server is away: pages with a note, and who writes is told to try again."""
    for node in (0, 1):
        wait_until(lambda n=node: site.get(n, "/healthz").status_code == 503, what="word of it")
        page = site.get(node, "/")
        assert page.status_code == 200
        assert "This page may be out of date" in page.text
        refused = site.post(node, "Not taken.", f"away-{node}")
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        told = site.get(node, "/healthz").text
        assert "host=" not in told
        assert site.database not in told


def _require_the_next_word_on_the_other_node(site: Cluster) -> None:
    answer = site.post(0, "Seen on both.", "both")
    assert answer.status_code == 201, answer.text
    wait_until(lambda: "Seen on both." in site.told(1), what="the word on the other node")


def _steps(site: Cluster, planned: str) -> list[str]:
    key = planned.rsplit(maxsplit=1)[-1]
    updates = site.get(0, f"/api/v1/incidents/{key}").json()["updates"]
    return [one["status"] for one in updates]


def _bytes(site: Cluster, node: int, path: str) -> bytes:
    return site.get(node, path).content
