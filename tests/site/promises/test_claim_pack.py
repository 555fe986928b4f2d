"""The claim pack: a stranger's program counts the figure and its credit again from it alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.record.note import Signer
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound
from statuspage.site import catalogue, signing
from statuspage.store.settings import current_settings
from tests.helpers.measurements import record, results
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, a_table, add_to_config, an_sla
from tests.helpers.strangers import CREDIT, check_credit
from tests.helpers.telling import ADA

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
CREDITS: list[tuple[int, int]] = VECTORS["credits_s3_july_seconds"]
TIERS = (
    'credits = [{ below = "99.9%", credit = "10%" }, { below = "99%", credit = "25%" }, '
    '{ below = "95%", credit = "100%" }]\nclaim_within = "60d"\n'
)
JULY = datetime(2026, 6, 30, 23, tzinfo=UTC)  # as it begins in London
LATER = datetime(2026, 8, 20, 12, tzinfo=UTC)
SIGNER = Signer("status.acme.example/record", bytes(range(32)))
MINUTE = timedelta(minutes=1)
PART = a_table("components", id="part", name="A part", incidents_since="2026-01-01")


@pytest.fixture(autouse=True)
def _signed() -> object:
    signing.use(SIGNER.seed)
    yield
    signing.use(None)


def _promise(name: str, **keys: object) -> str:
    told = {"components": ["api"], "target": "99.9%", "source": "incidents"} | keys
    return an_sla(name, "availability", **told) + TIERS


def _down(component: str, start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    word = NewUpdate(
        "It was down.",
        status=Status.RESOLVED,
        components={component: ComponentState.MAJOR_OUTAGE},
        impact_from=start,
        impact_until=end,
    )
    with clock.standing_at(end):
        open_incident(f"{component} was down", word, ADA)


def _frozen() -> None:
    with clock.standing_at(LATER):
        for closed in closed_periods():
            freeze(closed)


def _pack(folder: Path, sla: str, period: str = "2026-07") -> Path:
    pack = folder / f"{sla}.zip"
    pack.write_bytes(rendered(f"/sla/{sla}/{period}/claim.zip", LATER).body)
    return pack


def test_script_is_short_enough_to_be_read() -> None:
    assert len(CREDIT.read_text("utf-8").splitlines()) <= 110


def test_each_credit_vector_is_earned_again_from_its_pack(store: Path, tmp_path: Path) -> None:
    tables = [
        a_table("components", id=f"c{bad}", name=f"Part {bad}", incidents_since="2026-01-01")
        + _promise(f"c{bad}", components=[f"c{bad}"])
        for bad, _ in CREDITS
    ]
    with clock.standing_at(JULY - timedelta(days=40)):
        add_to_config(store, *tables)
    for bad, _ in CREDITS:
        _down(f"c{bad}", JULY + timedelta(days=3), bad)
    _frozen()
    for bad, percent in CREDITS:
        done = check_credit(_pack(tmp_path, f"c{bad}"), SIGNER.verifier)
        assert (done.returncode, done.stderr) == (0, ""), bad
        wanted = f"{percent}%" if percent else "none"
        assert f", credit {wanted} {SIGNER.verifier}\n" in done.stdout, bad


def test_pack_of_checks_with_unknown_time_and_maintenance_is_counted_again(
    store: Path, tmp_path: Path
) -> None:
    with clock.standing_at(JULY):
        add_to_config(
            store,
            a_probe(),
            a_probe("search-http", "search"),
            _promise("mean", components=["api", "search"], source="worst_of_both", combine="mean"),
            _promise("worst", components=["api", "search"], source="probes"),
            an_sla("quick", "latency", components=["api", "search"], under="200ms") + TIERS,
        )
    for name, seed in (("api", 1), ("search", 7)):
        watched = Watched(f"{name}-http", name, Cadence(MINUTE, 2), timedelta(seconds=10))
        record(watched, results(JULY, JULY + timedelta(days=31), MINUTE * 5, seed, outages=6))
    _down("api", JULY + timedelta(days=5), 7201)
    _frozen()
    for sla in ("mean", "worst", "quick"):
        done = check_credit(_pack(tmp_path, sla), SIGNER.verifier)
        assert (done.returncode, done.stderr) == (0, ""), (sla, done.stdout)


def test_packs_of_cases_ratings_ratios_and_incidents_are_counted_again(
    store: Path, tmp_path: Path
) -> None:
    events = {
        "answers": ("first_response", {"within": "4h"}),
        "liked": ("csat", {}),
        "logins": ("ratio", {"min_events": 5}),
        "idle": ("ratio", {}),
        "told": ("first_notice", {"components": ["api"], "within": "30m"}),
    }
    with clock.standing_at(JULY - timedelta(days=1)):
        promises = (an_sla(name, of, target="99.9%", **keys) for name, (of, keys) in events.items())
        add_to_config(store, *(one + TIERS for one in promises))
    _down("api", JULY + timedelta(days=5), 7201)
    day = "2026-07-{:02}T{:02}:00:00Z".format
    begun = [{"id": f"C-{n}", "opened_at": day(n, 10), "priority": ""} for n in range(1, 6)]
    ends = (day(1, 11), day(2, 19), day(3, 12), day(4, 11), None)
    cases = [one | {"first_response_at": end} for one, end in zip(begun, ends, strict=True)]
    scores = [
        {"id": f"R-{n}", "at": day(10, 10), "kind": "csat", "score": 1 + n % 5} for n in range(25)
    ]
    slices = [
        {"sla": "logins", "from": day(n, 0), "to": day(n, 1), "good": good, "total": good + 1}
        for n, good in ((1, 90), (2, 3), (3, 400))
    ]
    with clock.standing_at(JULY + timedelta(days=30)):
        settings = current_settings()
        record_cases(enumerate(cases, 1), settings)
        record_ratings(enumerate(scores, 1))
        record_ratios(enumerate(slices, 1), settings)
    _frozen()
    found = {name: check_credit(_pack(tmp_path, name), SIGNER.verifier) for name in events}
    assert {name: done.stderr for name, done in found.items()} == dict.fromkeys(events, "")
    told = {
        name: done.stdout.splitlines()[0].split(": ")[1].rpartition(" ")[0]
        for name, done in found.items()
    }
    assert told == {
        "answers": "60.00%, credit 100%",
        "liked": "10 of 25, credit 100%",
        "logins": "99.59%, credit 10%",
        "idle": "0 of 0, credit undetermined",
        "told": "0.00%, credit 100%",
    }


@pytest.fixture
def pack(store: Path, tmp_path: Path) -> Path:
    with clock.standing_at(JULY - timedelta(days=1)):
        add_to_config(store, PART, _promise("it", components=["part"]))
    _down("part", JULY + timedelta(days=3), 30_000)
    _frozen()
    return _pack(tmp_path, "it")


def _changed(pack: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(pack) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(pack, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return pack


FORGERIES = [
    ("figure.csv", b"major_outage", b"partial_outage", "figure.csv gives 2669400 good"),
    (".words.json", b"99.9%", b"98.9%", "has another definition"),
    (".words.json", b"missed", b"met", "has another figure"),
    ("figure.json", b'"credit": "25%"', b'"credit": "10%"', "figure.json has another credit"),
    ("figure.json", b'"bad": 30000', b'"bad": 30001', "figure.json has other bad"),
    ("figure.json", b"2026-07-31T", b"2026-07-30T", "figure.json has another"),
    ("definition.json", b'"25%"', b'"35%"', "definition.json is another"),
    (".json", b'"revision":1', b'"revision":2', "is not in the head of its proof"),
    (".tlog-proof", b"status.acme", b"status.acne", "wrong signature"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), FORGERIES)
def test_forged_pack_fails(pack: Path, file: str, old: bytes, new: bytes, fault: str) -> None:
    _changed(pack, lambda name, data: data.replace(old, new) if name.endswith(file) else data)
    done = check_credit(pack, SIGNER.verifier)
    assert done.returncode == 1
    assert fault in done.stderr


def test_pack_holds_what_a_claim_rests_on_and_is_the_same_each_time(pack: Path) -> None:
    assert rendered("/sla/it/2026-07/claim.zip", LATER + 9 * MINUTE).body == pack.read_bytes()
    with zipfile.ZipFile(io.BytesIO(pack.read_bytes())) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("figure.json"))
        [incident] = json.loads(archive.read("incidents.json"))
        letter = archive.read("claim.txt").decode()
        readme = archive.read("README.txt").decode()
    assert names[:7] == [
        *("README.txt", "claim.txt", "figure.json", "figure.csv", "definition.json"),
        *("incidents.json", "last-day.ics"),
    ]
    assert (told["credit"], incident["title"]) == ("25%", "part was down")
    assert "Subject: Service credit: Promise it, July 2026" in letter
    assert "check_credit.py claim.zip" in readme
    done = check_credit(pack)
    assert done.stdout.splitlines()[0] == "it, 2026-07: 98.87%, credit 25% (signature unchecked)"


def test_there_is_no_pack_of_what_is_provisional_and_none_in_a_copy(store: Path) -> None:
    with clock.standing_at(JULY - timedelta(days=1)):
        add_to_config(store, PART, _promise("it", components=["part"]))
    _down("part", JULY + timedelta(days=3), 30_000)
    now = JULY + timedelta(days=32)
    page = rendered("/sla/it/2026-07/claim", now).body.decode()
    assert "This figure may still change" in page
    assert "claim.zip" not in page
    with pytest.raises(NotFound, match="not final yet"):
        rendered("/sla/it/2026-07/claim.zip", now)
    with clock.standing_at(now):
        assert not [one.path for one in catalogue.all_pages() if one.path.endswith(".zip")]
