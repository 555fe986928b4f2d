"""Clients of Statuspage's API v2, unchanged from the registries, through all a page can say."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers.processes import running, serving, to_its_end
from tests.helpers.sites import open_site, write_site
from tests.helpers.wanted import aside, need

_ADA = Actor("ada")
_HERE = Path(__file__).parent
_SLOW, _PART = ComponentState.DEGRADED, ComponentState.PARTIAL_OUTAGE
_DOWN, _PLANNED = ComponentState.MAJOR_OUTAGE, ComponentState.UNDER_MAINTENANCE
_HOUR = timedelta(hours=1)


class Expected(NamedTuple):
    """What a page says, for whoever reads it."""

    indicator: str
    description: str
    states: dict[str, ComponentState]  # of components that are not well
    open: list[str]
    work: list[str]  # planned, that is not over


@dataclass
class Asked:
    """A process that answers a line with a line."""

    process: subprocess.Popen[str]

    def __call__(self) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else pytest.fail("it ended without an answer")


@dataclass
class Clients:
    """A served site, and whoever asks it."""

    address: str
    node: Asked
    arez: Asked
    folder: Path


@contextmanager
def _asking(command: list[str], address: str) -> Iterator[Asked]:
    packages = str(aside("clients", "node_modules"))
    env = {**os.environ, "NODE_PATH": packages, "NO_PROXY": "127.0.0.1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with running([*command, address], text=True, env=env, **pipes) as process:
        assert process.stdin
        assert process.stdout
        with process.stdin, process.stdout:
            yield Asked(process)


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Each is started once, and asked again whenever something changed."""
    folder = write_site(tmp_path_factory.mktemp("clients") / "site")
    open_site(folder)
    node, python = need("node"), str(aside("strangers", "bin", "python"))
    with (
        serving(folder / "config.toml") as address,
        _asking([node, str(_HERE / "ask.cjs")], address) as asked,
        _asking([python, "-P", str(_HERE / "ask_arez.py")], address) as arez,
    ):
        yield Clients(address, asked, arez, folder)
    db.close_store()


def _well() -> Expected:
    """All that goes on comes to its end."""
    for one in incidents.open_ones():
        is_over = Status.COMPLETED if one.is_active else Status.CANCELLED
        status = Status.RESOLVED if one.kind is Kind.INCIDENT else is_over
        post_update(one.key, NewUpdate("It is over.", status), _ADA)
    return Expected("none", "All Systems Operational", {}, [], [])


def _trouble(states: dict[str, ComponentState], impact: Impact | None = None) -> str:
    _well()
    title = f"Trouble {len(states)} & <more>"
    key = open_incident(title, NewUpdate("We *look*.", components=states, impact=impact), _ADA).key
    post_update(key, NewUpdate("Found.", Status.IDENTIFIED), _ADA)
    return title


def _minor() -> Expected:
    states = {"docs": _SLOW}
    return Expected("minor", "Partially Degraded Service", states, [_trouble(states)], [])


def _major() -> Expected:
    states = {"api": _DOWN, "search": _PART}
    return Expected("major", "Partial System Outage", states, [_trouble(states)], [])


def _critical() -> Expected:
    title = _trouble({}, Impact.CRITICAL)
    return Expected("critical", "Major System Outage", {}, [title], [])


def _work() -> Expected:
    _well()
    now = clock.now()
    with clock.standing_at(now - _HOUR):
        start, end = now - _HOUR / 2, now + _HOUR
        schedule_maintenance("Now", "We move.", start, end, ["search"], _ADA)
        schedule_maintenance("Then", "Again.", end, end + _HOUR, ["docs"], _ADA)
    step_maintenances()
    states = {"search": _PLANNED}
    return Expected("maintenance", "Service Under Maintenance", states, [], ["Now", "Then"])


@pytest.mark.parametrize("come_to", [_well, _minor, _major, _critical, _work])
def test_each_client_reads_what_the_page_says(clients: Clients, come_to: Any) -> None:
    told: Expected = come_to()
    status = {"indicator": told.indicator, "description": told.description}
    components = [
        [name, told.states.get(one, ComponentState.OPERATIONAL).value]
        for one, name in (("docs", "Docs"), ("api", "API"), ("search", "Search"))
    ]
    every = [one.title for one in incidents.newest(50, Kind.INCIDENT)]
    for name, found in clients.node().items():
        assert "fault" not in found, f"{name}: {found['fault']}"
        assert found["status"] == status, name
        assert found["components"] == components, name
        assert (found["open"], found["all"], found["work"]) == (told.open, every, told.work), name
        assert found["coming"] == told.work[1:], name
        assert found.get("active", told.work[:1]) == told.work[:1], name
        assert sorted(found.get("planned", told.work)) == sorted(told.work), name
        assert found.get("dates", True), name
    _check_arez(clients.arez(), told, components)


def _check_arez(found: Any, told: Expected, components: list[list[str]]) -> None:
    """It has the words of the API as headlines; its own list of them is what it throws by."""
    assert found["status"]["description"] == told.description
    assert found["status"]["indicator"].lower() == told.indicator
    assert found["components"] == [[name, _title(state)] for name, state in components]
    assert [group[::2] for group in found["groups"]] == [["Platform", 2]]
    assert found["open"] == [[title, "Identified", 2] for title in told.open]
    assert [name for name, _ in found["work"]] == told.work
    assert len(found["touched"]) == (len(told.states) if told.open else 0)


def _title(state: str) -> str:
    return state.replace("_", " ").title()


def test_exporter_makes_metrics_of_it(clients: Clients) -> None:
    _major()
    folder = clients.folder
    services = {"ours": {"name": "Ours", "url": f"{clients.address}/api/v2/summary.json"}}
    (folder / "services.json").write_text(json.dumps(services), "utf-8")
    program = str(aside("strangers", "bin", "statuspage-prometheus-exporter"))
    env = {**os.environ, "RUN_MODE": "once", "NO_PROXY": "127.0.0.1"}
    done = to_its_end([program], cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    metrics = (folder / "metrics" / "statuspage.prom").read_text("utf-8")
    assert 'statuspage_probe_check{service_name="Ours"} 1.0' in metrics
    values = dict(re.findall(r'component_status\{component_name="(\w+)",.*\} (\d)', metrics))
    assert values == {"API": "0", "Search": "0", "Docs": "1", "Platform": "0"}
    [line] = re.findall(r"statuspage_incident_info\{(.*)\}", metrics)
    assert 'impact="major"' in line
    assert 'incident_name="Trouble 2 & <more>"' in line
