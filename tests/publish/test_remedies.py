"""A copy with credits granted and promises of spent budgets is checked by its record alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.promises.budgets import promise_what_follows
from statuspage.actions.promises.crediting import CreditsWish, grant_credits
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.site import signing
from statuspage.store import db
from tests.helpers import promised
from tests.helpers.busy import KEY, SEED
from tests.helpers.copies import publish
from tests.helpers.processes import get, serving
from tests.helpers.promised import NOW
from tests.helpers.sites import change_config
from tests.helpers.strangers import check_credit, check_entry
from tests.helpers.telling import ADA
from tests.publish.tamperer import SIGNER

POLICY = """\
---
title: Our policy
consequences:
  - {spent: "50%", promise: "We look at every change twice.", owner: Ada, within: 5d}
---
We stop and mend.
"""


CLAIM = "sla/api-availability/2026-09/claim"
TAMPERED = [
    (f"{CLAIM}/index.html", "12 customers", "13 customers"),
    (f"{CLAIM}/index.html", "25% of the fee is due", "10% of the fee is due"),
    ("sla/index.html", "9 of them without asking", "8 of them without asking"),
    ("promises/index.html", "We look at every change twice.", "We look at it."),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the site, its store still open, and its signed copy in www."""
    folder = tmp_path_factory.mktemp("remedies")
    site = folder / "site"
    promised.make(site)
    (site / "content" / "agreements" / "policy.md").write_text(POLICY, "utf-8")
    with clock.standing_at(NOW - timedelta(days=2)):
        within = 'claim_within = "60d"\n'
        change_config(site, within, f'{within}budget_policy = "agreements/policy.md"\n')
        assert promise_what_follows()
        wish = CreditsWish("12", "9", "1340.00 EUR", "2026-11-05")
        grant_credits("api-availability", "2026-09", wish, ADA)
    signing.use(SEED)
    with clock.standing_at(NOW):
        publish(folder / "www")
    yield folder
    signing.use(None)
    db.close_store()


def _findings(www: Path) -> list[str]:
    with clock.standing_at(NOW):
        return list(map(str, verify(Folder(www)).findings))


def test_copy_is_as_its_record_says_and_a_changed_word_is_named(made: Path) -> None:
    assert _findings(made / "www") == []
    for path, old, new in TAMPERED:
        page = made / "www" / path
        text = page.read_text("utf-8")
        assert old in text, path
        page.write_text(text.replace(old, new), "utf-8")
        [first, *_] = _findings(made / "www")
        page.write_text(text, "utf-8")
        assert path.removesuffix("/index.html") in first


@pytest.mark.slow
def test_pack_of_a_served_site_is_proven_by_strangers(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATUSPAGE_SIGNING_KEY", KEY)
    with serving(made / "site" / "config.toml") as address:
        pack = tmp_path / "claim.zip"
        pack.write_bytes(get(f"{address}/{CLAIM}.zip").content)
        with zipfile.ZipFile(pack) as archive:
            archive.extractall(tmp_path)
        proofs = sorted((tmp_path / "record").glob("*.tlog-proof"))
        assert len(proofs) == 2
        for proof in proofs:
            index = int(proof.stem)
            done = check_entry(address, index, key=SIGNER.verifier, kept=proof)
            assert (done.returncode, done.stderr) == (0, "")
    done = check_credit(pack, SIGNER.verifier)
    assert (
        done.stdout.splitlines()[0]
        == f"api-availability, 2026-09: 98.61%, credit 25% {SIGNER.verifier}"
    )
