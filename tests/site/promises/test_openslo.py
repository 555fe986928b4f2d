"""/sla/ID/openslo.yaml: what the record alone tells, and what only settings know."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from statuspage.errors import NotFound
from tests.helpers.openslo import faults
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config, an_sla

OFFICE = '\n[[calendars]]\nid = "office"\nhours = { mon-fri = "09:00-17:00" }\n'


def test_promise_stands_in_openslo_with_its_calendar(store: Path) -> None:
    add_to_config(
        store, an_sla("answers", "first_response", within="4h", calendar="office"), OFFICE
    )
    [source, service, slo] = yaml.safe_load_all(rendered("/sla/answers/openslo.yaml").body)
    assert [fault for one in (source, service, slo) for fault in faults(one)] == []
    assert source["spec"]["connectionDetails"] == {"url": "https://status.acme.example"}
    assert service["metadata"]["displayName"] == "Acme Cloud"
    [objective] = slo["spec"]["objectives"]
    assert (objective["value"], objective["target"]) == (14400, 0.95)
    assert "mon-fri" in slo["metadata"]["annotations"]["statuspage.calendar_definition"]
    [_, about, _] = yaml.safe_load_all(rendered("/sla/api-availability/openslo.yaml").body)
    assert about["metadata"] == {"name": "api", "displayName": "API"}
    assert b'href="/sla/answers/openslo.yaml"' in rendered("/sla/answers").body


@pytest.mark.usefixtures("store")
def test_nothing_stands_there_for_another_name() -> None:
    with pytest.raises(NotFound):
        rendered("/sla/nothing/openslo.yaml")
