"""What docs/programs.md and the page /api show to type does what they say, typed as it stands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from statuspage.site.api.examples import EXAMPLES
from statuspage.store import db
from tests.helpers import api_examples
from tests.helpers.pages import rendered
from tests.helpers.processes import get, serving, to_its_end
from tests.helpers.sites import a_probe, add_to_config, open_site, write_site
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


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a real server answered to each example, typed as it is shown."""
    site = open_site(write_site(tmp_path_factory.mktemp("examples") / "site"))
    names = api_examples.prepared(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", api_examples.SECRET)
        with serving(site / "config.toml") as address:
            return {one.name: told for one, told in api_examples.answers(address, names)}


def test_examples_of_the_page_are_answered_as_it_shows(asked: dict[str, Any]) -> None:
    for one in EXAMPLES:
        assert_like(one.recorded, api_examples.trimmed(asked[one.name]), one.name)


def test_every_operation_has_an_example_on_the_page(store: Path) -> None:
    paths = json.loads(rendered("/api/v1/openapi.json").body)["paths"]
    there = {f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs}
    page = html.document_fromstring(rendered("/api").body)
    shown = {summary.text_content() for summary in page.xpath("//details/summary")}
    assert shown == there == {one.name for one in EXAMPLES}
    for details in page.xpath("//details[summary]"):
        typed_in, answer = (pre.text_content() for pre in details.xpath("./pre"))
        assert typed_in.startswith(("curl ", "BODY="))
        assert answer.startswith("{")


def assert_like(shown: Any, told: Any, place: str) -> None:
    """The same keys all the way down, as far as there is something to compare."""
    if isinstance(shown, dict) and isinstance(told, dict):
        assert shown.keys() == told.keys(), place
        for name, value in shown.items():
            assert_like(value, told[name], f"{place} {name}")
    elif isinstance(shown, list) and isinstance(told, list):
        assert bool(shown) == bool(told), place
        for one, other in zip(shown, told, strict=False):
            assert_like(one, other, place)
    elif shown is not None and told is not None:
        assert type(shown) is type(told), place
