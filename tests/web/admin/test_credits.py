"""From a missed month to a credit: claimed with proof, granted at the desk, public in sum."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.cli import main
from statuspage.domain.record.note import Signer
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.site import signing
from tests.helpers.sites import a_table, add_to_config, an_sla
from tests.helpers.strangers import check_credit
from tests.helpers.telling import ADA
from tests.web.conftest import Browser

JULY = datetime(2026, 7, 3, 9, tzinfo=UTC)
NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
SIGNER = Signer("status.acme.example/record", bytes(range(32)))
PERIOD = "/sla/part/2026-07"
FORM = "/admin/credits/part/2026-07"


@pytest.fixture(autouse=True)
def missed(store: Path) -> Iterator[None]:
    """A month with 30,000 s of failure: 98.87%."""
    signing.use(SIGNER.seed)
    tiers = 'credits = [{ below = "99.9%", credit = "10%" }, { below = "99%", credit = "25%" }]\n'
    with clock.standing_at(JULY - timedelta(days=30)):
        add_to_config(
            store,
            a_table("components", id="part", name="A part", incidents_since="2026-01-01"),
            an_sla(
                "part", "availability", title="It is there", components=["part"], source="incidents"
            )
            + tiers
            + 'claim_within = "60d"\nclaim = { who = "Whoever pays", to = "bills@acme.example" }\n',
        )
    end = JULY + timedelta(seconds=30_000)
    down = {"part": ComponentState.MAJOR_OUTAGE}
    word = NewUpdate("Over.", Status.RESOLVED, down, impact_from=JULY, impact_until=end)
    with clock.standing_at(end):
        open_incident("It was down", word, ADA)
    with clock.standing_at(NOW):
        for closed in closed_periods():
            freeze(closed)
        yield
    signing.use(None)


def _granted(ada: Browser, **fields: str) -> int:
    told = {"customers": "12", "unasked": "9", "sum": "1340.00 EUR", "day": "2026-08-05"} | fields
    return ada.send(FORM, do="publish", **told).code


def test_missed_month_is_claimed_proven_granted_and_public(
    ada: Browser, store: Path, tmp_path: Path
) -> None:
    page = ada.get(f"{PERIOD}/claim")
    assert "25% of the fee is due. Claim it by Tuesday 29 September 2026." in page.words()
    assert "Whoever pays" in page.words()
    [address] = page.tree.xpath("//a[contains(@href, 'claim.zip')]/@href")
    assert address == f"https://status.acme.example{PERIOD}/claim.zip"
    pack = tmp_path / "claim.zip"
    pack.write_bytes(ada._client.get(f"{PERIOD}/claim.zip").data)
    done = check_credit(pack, SIGNER.verifier)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"part, 2026-07: 98.87%, credit 25% {SIGNER.verifier}"

    assert "A credit of 1 period can be claimed" in ada.get("/admin").words()
    owed = ada.get("/admin/credits").words()
    assert "40 of 60 days left" in owed
    assert "We owe you 25% of the fee for this period." in owed
    assert _granted(ada) == 303
    told = "12 customers, 1,340.00\xa0EUR, 9 of them without asking"
    for path in (f"{PERIOD}/claim", "/sla", "/sla/part", "/admin/credits"):
        assert " ".join(told.split()) in ada.get(path).words(), path
    assert "can be claimed, and nothing" not in ada.get("/admin").words()
    assert told in ada.get("/feeds/sla.json").text
    for path in (f"{PERIOD}.json", "/api/v1/slas/part/periods/2026-07"):
        found = json.loads(ada.get(path).text)["granted"]
        assert found == {
            "customers": 12,
            "unasked": 9,
            "sums": {"EUR": "1340.00"},
            "day": "2026-08-05",
        }
    listed = CliRunner().invoke(main, ["--config", str(store / "config.toml"), "sla", "credits"])
    assert "part, 2026-07: 25% of the fee: claim it by 29 September 2026 (40 days left)" in (
        listed.output
    )
    assert "granted: 12 customers" in listed.output

    # A later entry corrects it, and the record keeps both.
    assert _granted(ada, customers="13", sum="1400.00 EUR + 10 USD") == 303
    page = ada.get(f"{PERIOD}/claim")
    assert "13 customers, 1,400.00 EUR, 10.00 USD, 9 of them without asking" in page.words()
    assert "What was said of it before is in the record, too." in page.words()
    assert "Ada" not in ada.get("/record").words()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"customers": "Acme Ltd"}, "Write a number."),
        ({"sum": "1340 EUR for Acme Ltd"}, "Write a sum and its currency"),
        ({"unasked": "13"}, "That is more than there are customers."),
        ({"sum": ""}, "Say what they got in all"),
        ({"customers": "0", "unasked": "0"}, "Nobody got anything"),
        ({"day": "2026-08-21"}, "That day is still to come."),
        ({"day": "2026-06-01"}, "That is before the period began."),
        ({"day": "soon"}, "Write a day"),
    ],
)
def test_what_is_no_number_is_refused_beside_its_field(
    ada: Browser, fields: dict[str, str], fault: str
) -> None:
    told = {"customers": "12", "unasked": "9", "sum": "1340.00 EUR", "day": "2026-08-05"} | fields
    page = ada.send(FORM, do="publish", **told)
    assert page.code == 422
    assert fault in page.words()
    assert "Nothing granted yet." in ada.get("/admin/credits").words()


def test_running_periods_and_promises_without_credits_have_no_form(ada: Browser) -> None:
    assert ada.get("/admin/credits/part/2026-08").code == 404
    assert ada.get("/admin/credits/api-availability/2026-07").code == 404
