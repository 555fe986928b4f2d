"""/metrics against what was done: each number is that of the same thing counted by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.duties import Beat
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.record.cosignature import Cosigner
from statuspage.site import signing
from statuspage.store import db
from statuspage.web.app import WsgiApp, create_app
from tests.helpers.busy import SEED
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.stores import is_postgresql
from tests.helpers.witness_server import name_witnesses
from tests.web.conftest import Browser

ROOT = Path(__file__).parents[3]
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Prometheus:
    """Asks as Prometheus does, with a token."""

    def __init__(self, app: WsgiApp) -> None:
        self._client = Client(app)
        self._secret = create_token("prometheus", ["metrics"], ())

    def look(self) -> Samples:
        headers = {"Authorization": f"Bearer {self._secret}"}
        answer = self._client.get("/metrics", headers=headers)
        assert answer.status_code == 200, answer.text
        families = list(text_string_to_metric_families(answer.text))
        assert all(family.documentation for family in families)
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    @contextmanager
    def watching(self) -> Iterator[Samples]:
        """Within it things are done; afterwards it holds by how much each number rose."""
        before, risen = self.look(), Samples()
        yield risen
        after = self.look()
        risen |= {key: value - before.get(key, 0.0) for key, value in after.items()}


def of(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"statuspage_{name}", frozenset(labels.items())), 0.0)


@pytest.fixture
def app(store: Path) -> WsgiApp:
    return create_app(store / "config.toml")


@pytest.fixture
def prometheus(app: WsgiApp) -> Prometheus:
    return Prometheus(app)


def test_requests_are_counted_by_kind_status_and_time(app: WsgiApp, prometheus: Prometheus) -> None:
    client = Client(app)
    with prometheus.watching() as risen:
        for path in ("/", "/", "/feeds/all.atom", "/nothing-here", "/admin", "/healthz"):
            client.get(path)
        client.post("/changelog")
        client.options("/feeds/all.atom")
    assert of(risen, "http_requests_total", kind="page", status="200") == 2
    assert of(risen, "http_requests_total", kind="page", status="404") == 1
    assert of(risen, "http_requests_total", kind="feed", status="200") == 1
    assert of(risen, "http_requests_total", kind="health", status="200") == 2  # and the look
    assert of(risen, "http_requests_total", kind="page", status="405") == 1
    assert of(risen, "http_requests_total", kind="feed", status="204") == 1
    assert of(risen, "http_request_duration_seconds_count", kind="page") == 4
    assert of(risen, "http_request_duration_seconds_bucket", kind="page", le="+Inf") == 4
    assert of(risen, "http_request_duration_seconds_sum", kind="page") > 0
    assert of(risen, "page_render_seconds_count", kind="feed") == 1


def test_what_is_written_and_refused_is_counted(app: WsgiApp, prometheus: Prometheus) -> None:
    browser = Browser(app)
    with prometheus.watching() as risen:
        browser.sign_in("nobody")
        open_incident("Slow logins", NewUpdate("We look."), Actor("ada"))
    assert of(risen, "sign_in_refusals_total", why="wrong") == 1
    assert of(risen, "store_transactions_total", outcome="committed") >= 2
    assert of(risen, "open_incidents", kind="incident") == 1
    assert of(risen, "record_entries") == 2  # the incident, and its first words


def test_duties_and_probes_tell_when_they_did_something_last(
    store: Path, prometheus: Prometheus
) -> None:
    add_to_config(store, a_probe())
    now = clock.now().replace(microsecond=0)
    probe = Watched("api-http", "api", Cadence(timedelta(minutes=1), 2))
    record_samples([(probe, Sample(now - timedelta(hours=1), ProbeState.UP))])
    elapsed = clock.elapsed()
    db.keep_beats([Beat("probing", 0.0, elapsed - 700, elapsed - 600, elapsed - 900)])
    told = prometheus.look()
    at = of(told, "probe_last_check_timestamp_seconds", probe="api-http", location="")
    assert at == (now - timedelta(hours=1)).timestamp()
    assert of(told, "probe_late", probe="api-http", location="") == 1
    assert of(told, "duty_late", duty="probing") == 1
    assert of(told, "duty_last_duration_seconds", duty="probing") == pytest.approx(100)
    ended = of(told, "duty_last_end_timestamp_seconds", duty="probing")
    good = of(told, "duty_last_success_timestamp_seconds", duty="probing")
    assert ended - good == pytest.approx(300, abs=5)


def test_health_and_the_process_are_told(prometheus: Prometheus) -> None:
    told = prometheus.look()
    assert of(told, "health", check="store", state="ok") == 1
    assert of(told, "health", check="store", state="failing") == 0
    if not is_postgresql():  # whose disk is another machine's
        assert of(told, "disk_size_bytes") >= of(told, "disk_free_bytes") > 0
    assert of(told, "process_resident_memory_bytes", process="this") > 1_000_000
    assert any(name == "statuspage_build_info" for name, _ in told)


def test_newer_form_is_spoken_where_it_is_asked_for(app: WsgiApp) -> None:
    headers = {
        "Authorization": f"Bearer {create_token('newer', ['metrics'], ())}",
        "Accept": "application/openmetrics-text;version=1.0.0",
    }
    answer = Client(app).get("/metrics", headers=headers)
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    names = {family.name for family in openmetrics.text_string_to_metric_families(answer.text)}
    assert {"statuspage_http_requests", "statuspage_build"} <= names


@pytest.mark.sqlite("the disk of a database server is another machine's")
def test_documents_name_metrics_that_there_are(
    store: Path, prometheus: Prometheus, request: pytest.FixtureRequest
) -> None:
    witness = Cosigner("ada.example/witness", bytes(32))
    name_witnesses(store, f"witness ada {witness.key} https://ada.example\nquorum ada\n")
    request.addfinalizer(lambda: signing.use(None))
    signing.use(SEED)
    add_to_config(store, a_probe())
    probe = Watched("api-http", "api", Cadence(timedelta(minutes=1), 2))
    record_samples([(probe, Sample(clock.now().replace(microsecond=0), ProbeState.UP))])
    db.keep_beats([Beat("probing", 0.0, clock.elapsed(), clock.elapsed(), clock.elapsed())])
    told = {re.sub("_(bucket|count|sum)$", "", name) for name, _ in prometheus.look()}
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    section = text.split("### Metrics")[1].split("### The log")[0]
    [table] = re.findall(r"\|---\|---\|\n((?:\|.*\n)+)", section)
    first = [row.split(" | ")[0] for row in table.splitlines()]
    listed = {f"statuspage_{name}" for row in first for name in re.findall("`([a-z_]+)", row)}
    used = set(re.findall(r"expr: .*?(statuspage_[a-z_]+)", section))
    assert len(used) >= 6
    assert {name.removesuffix("_info") for name in listed | used} <= {
        name.removesuffix("_info") for name in told
    }
    rules = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert all(yaml.safe_load(rule) for rule in rules)


@pytest.mark.parametrize(("scopes", "code"), [((), 401), (("incidents",), 403)])
def test_strangers_are_told_nothing(app: WsgiApp, scopes: tuple[str, ...], code: int) -> None:
    headers = {}
    if scopes:
        headers = {"Authorization": f"Bearer {create_token('other', scopes, ())}"}
    answer = Client(app).get("/metrics", headers=headers)
    assert answer.status_code == code
    assert "statuspage_" not in answer.text
