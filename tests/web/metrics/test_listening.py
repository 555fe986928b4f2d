"""The address of its own for /metrics, on a real server with several processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from statuspage.store import db
from tests.helpers.processes import free_port, get, serving
from tests.helpers.sites import add_to_config

_REQUESTS = 12


@pytest.mark.slow
def test_one_look_tells_what_all_processes_did(store: Path) -> None:
    port = free_port()
    add_to_config(store, f'[metrics]\nlisten = "127.0.0.1:{port}"\n')
    db.close_store()
    with serving(store / "config.toml", workers=2) as address:
        for _ in range(_REQUESTS):
            assert get(f"{address}/").status_code == 200
        answer = get(f"http://127.0.0.1:{port}/metrics")
        assert get(f"{address}/metrics").status_code == 401
    counts = {
        tuple(sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name in ("statuspage_http_requests_total", "statuspage_process_starts_total")
    }
    assert counts[(("kind", "page"), ("status", "200"))] == _REQUESTS
    assert counts[(("process", "web server 1"),)] == counts[(("process", "web server 2"),)] == 1
