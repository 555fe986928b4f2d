"""What docs/programs.md and the page /api show to type does what they say, typed as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from statuspage.store import db
from tests.helpers.pages import rendered
from tests.helpers.processes import get, serving, to_its_end
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.wanted import need

ROOT = Path(__file__).parents[3]
SITE = "https://status.acme.example"
PRELUDE = """
set -e -o pipefail
statuspage() {{ {python} -m statuspage --config {config} "$@"; }}
curl() {{ command curl -sS --fail-with-body "$@"; }}
jq() {{ {python} -c 'import json, sys; print(json.load(sys.stdin)["id"])'; }}
backup.sh() {{ true; }}
"""


def typed(script: str, config: Path, address: str) -> subprocess.CompletedProcess[str]:
    need("curl")
    prelude = PRELUDE.format(python=sys.executable, config=config)
    return to_its_end(["bash", "-c", prelude + script.replace(SITE, address)], cwd=ROOT)


@pytest.fixture
def config(store: Path) -> Path:
    add_to_config(store, a_probe() + a_probe("backup", "docs", type="heartbeat", interval="24h"))
    return store / "config.toml"


def test_examples_of_the_guide_work_as_they_stand(config: Path) -> None:
    guide = (ROOT / "docs" / "programs.md").read_text("utf-8")
    scripts = re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)
    assert len(scripts) > 1
    db.close_store()
    with serving(config) as address:
        for script in scripts:
            found = typed(script, config, address)
            assert found.returncode == 0, found.stdout + found.stderr
        [incident] = get(f"{address}/api/v1/incidents").json()["incidents"]
    assert (incident["title"], incident["status"]) == ("API errors", "resolved")


def test_examples_of_the_page_work_as_they_stand(config: Path) -> None:
    [shown] = html.document_fromstring(rendered("/api").body).xpath("//main//pre")
    tokens = """
    TOKEN=$(statuspage token create all --scope measurements --scope incidents)
    KEY=$(statuspage token create job --scope heartbeat:backup)
    """
    db.close_store()
    with serving(config) as address:
        found = typed(tokens + shown.text_content(), config, address)
    assert found.returncode == 0, found.stdout + found.stderr
    assert '"status":"investigating"' in found.stdout
