"""A published site under a policy: who cosigned its heads is named, and too few are a fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.record import note
from statuspage.actions.sync import sync
from statuspage.cli import main
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.note import Signer, parse_note
from statuspage.domain.record.policy import Policy, parse_policy
from statuspage.domain.record.recorded import Statement
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.publish.verify.report import Report
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from tests.helpers.busy import SEED
from tests.helpers.copies import publish
from tests.helpers.sites import open_site, write_site
from tests.helpers.strangers import aics_tlog, check_entry
from tests.helpers.witness_server import cosign_here, name_witnesses

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
LOG = Signer("status.acme.example/record", SEED).verifier
ADA, BEN, CLEO = (Cosigner(f"{name}.example", bytes([n]) * 32) for n, name in enumerate("abc", 1))
ROWS = "".join(
    f"witness {name} {one.key} https://{one.name}\n"
    for name, one in zip(("ada", "ben", "cleo"), (ADA, BEN, CLEO), strict=True)
)
TWO = f"{ROWS}group two 2 ada ben cleo\nquorum two\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A signed site with three witnesses, of which ada and ben saw all but the newest entry."""
    site = write_site(tmp_path / "site")
    name_witnesses(site, TWO)
    with clock.standing_at(NOON):
        open_site(site)
        sync(site / "config.toml", {})
        signing.use(SEED)
        cosign_here(NOON, ADA, BEN)
    with clock.standing_at(NOON + timedelta(hours=1)), db.transaction():
        facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
        panel = {"locations": 1, "quorum": None, "vote": "majority"}
        note([Statement("probe/p", facts | panel, {})], clock.now())
    yield tmp_path
    signing.use(None)
    db.close_store()


def checked(folder: Path, policy: str = TWO) -> Report:
    with clock.standing_at(NOON + timedelta(hours=2)):
        publish(folder / "www")
    return verify(Folder(folder / "www"), key=LOG, policy=_parsed(policy))


def _parsed(policy: str) -> Policy:
    return parse_policy(policy.encode(), "policy")


def test_newest_head_that_is_witnessed_is_told_with_what_waits(folder: Path) -> None:
    report = checked(folder)
    size = LIBRARY.record.size()
    assert report.findings == []
    assert str(report.witnessed) == (
        "Its head was cosigned by 2 of 3 witnesses, as the policy asks: ada on 2026-09-01 12:00 "
        f"UTC, ben on 2026-09-01 12:00 UTC. That head is of the first {size - 1} entries of "
        f"{size}; the others wait for it."
    )


def test_copy_takes_up_cosignatures_and_strangers_pass_over_them(folder: Path) -> None:
    checked(folder)
    before = (folder / "www/record/checkpoint").read_bytes()
    cosign_here(NOON + timedelta(hours=1), BEN, CLEO)
    report = checked(folder, f"log {LOG}\n{TWO}")
    assert report.findings == []
    assert "2 of 3 witnesses, as the policy asks: ben on" in str(report.witnessed)
    after = (folder / "www/record/checkpoint").read_bytes()
    assert after.startswith(before)
    assert len(parse_note(after).signatures) == 3
    assert (folder / "www/record/witnessed").read_bytes() == after
    told = verify(Folder(folder / "www"), key=LOG)
    assert "Others signed its head, too; give --policy to check them." in map(str, told.limits)
    done = check_entry(folder / "www", 0, key=LOG, kept=folder / "www/record/witnessed")
    assert (done.returncode, done.stderr) == (0, "")


def test_cosignatures_hold_for_a_program_that_knows_nothing_of_ours(folder: Path) -> None:
    checked(folder)
    keys = [f"--witness-key={one.key}" for one in (ADA, BEN, CLEO)]
    for name, quorum, code in (("witnessed", 2, 0), ("witnessed", 3, 1), ("checkpoint", 1, 1)):
        given = (f"--note={folder / 'www/record' / name}", f"--log-key={LOG}", *keys)
        done = aics_tlog("verify-checkpoint", *given, f"--quorum={quorum}")
        assert done.returncode == code, done.stdout + done.stderr
    done = aics_tlog("verify-checkpoint", f"--tiles={folder / 'www/record'}", f"--log-key={LOG}")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (f"{ROWS}quorum cleo\n", "cosigned by 2 of 3 witnesses, and that is not enough"),
        (f"{ROWS}group all all ada ben cleo\nquorum all\n", "missing: cleo"),
        (f"log {Signer(LOG.name, bytes(32)).verifier}\n{TWO}", "is not signed by"),
        (f"log {Signer('other.example', SEED).verifier}\n{TWO}", "is not signed by"),
    ],
)
def test_policy_that_is_not_met_fails(folder: Path, policy: str, fault: str) -> None:
    found = checked(folder, policy).findings
    assert any(fault in str(one) for one in found)


def test_head_that_does_not_belong_to_the_record_fails(folder: Path) -> None:
    """A cosignature taken from elsewhere, and a witnessed head of other entries."""
    checked(folder)
    place = folder / "www/record/witnessed"
    genuine = place.read_text("utf-8")
    head = parse_note(genuine.encode()).checkpoint
    other = type(head)(head.origin, head.size, bytes(32))
    forged = Signer(LOG.name, SEED).line(other.text)
    lines = "".join(one.cosign(other, 1_788_000_000).line for one in (ADA, BEN))
    for text, fault in (
        (f"{other.text}\n{forged}{lines}", "is not the head of the first"),
        (genuine.replace(ADA.cosign(head, int(NOON.timestamp())).line, "")
         + ADA.cosign(other, 1_788_000_000).line, "cosignature of a.example does not hold"),
        (f"{head.text}\n{lines}", "is not signed by"),
        ("nothing", "cannot be read"),
    ):  # fmt: skip
        place.write_text(text, "utf-8")
        found = verify(Folder(folder / "www"), key=LOG, policy=_parsed(TWO)).findings
        assert found[0].place == "/record/witnessed"
        assert fault in str(found[0])


def test_commands_say_how_it_stands(folder: Path) -> None:
    checked(folder)
    db.close_store()

    def run(*words: str) -> tuple[int, str]:
        config = str(folder / "site" / "config.toml")
        given = {"STATUSPAGE_SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
        result = CliRunner().invoke(main, ["--config", config, *words], env=given)
        db.close_store()
        return result.exit_code, result.output

    policy = folder / "site" / "witnesses.txt"
    code, told = run("verify", str(folder / "www"), "--policy", str(policy))
    assert code == 0
    assert "cosigned by 2 of 3 witnesses" in told
    policy.write_text(f"{ROWS}quorum cleo\n", "utf-8")
    code, told = run("verify", str(folder / "www"), "--policy", str(policy))
    assert (code, "missing: cleo" in told) == (1, True)
    code, told = run("record", "show")
    assert code == 0
    assert f"Origin: {LOG.name}\nPublic key: {LOG}\n" in told
    assert "ada has not been sent the newest head yet.\n" in told
    assert "1 entry waits for enough witnesses.\n" in told
    policy.write_text(f"{ROWS.replace('https://a.example', '')}group G 4 ada\nquorum G\n", "utf-8")
    code, told = run("check")
    assert (code, "witnesses.txt:4: how many members are needed" in told) == (1, True)
    policy.write_text(f"{ROWS.replace('https://a.example', '')}quorum ada\n", "utf-8")
    assert "witnesses.txt:1: says not where this witness is asked" in run("check")[1]
    config = folder / "site" / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("witnesses.txt", "../witnesses.txt"), "utf-8")
    assert "../witnesses.txt: [record] names this file; put it beside" in run("check")[1]
    config.write_text(text, "utf-8")
    policy.unlink()
    assert "witnesses.txt: [record] names this file, and it cannot be read" in run("check")[1]
