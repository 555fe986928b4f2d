"""Two sites that witness each other, as real processes: they grow, are killed, and one forks."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from statuspage.domain.record.cosignature import CosignerKey, cosignatures
from statuspage.domain.record.note import Signer, parse_note
from statuspage.witness.folder import WitnessFolder
from statuspage.witness.memory import WitnessMemory
from tests.helpers.processes import (
    free_port,
    get,
    kill_nine,
    running,
    serve_command,
    to_its_end,
    wait_until,
)
from tests.helpers.sites import URL, write_site
from tests.helpers.witness_server import name_witnesses

pytestmark = pytest.mark.slow


@dataclass
class Party:
    """Somebody with a site and a witness, each of them a process."""

    folder: Path
    name: str
    seed: bytes
    port: int = field(default_factory=free_port)
    witness_port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.witness = WitnessFolder(self.folder / "witness", {})
        self.key: CosignerKey = self.witness.make(f"{self.name}.example/witness").key
        self.config = write_site(self.folder / "site") / "config.toml"
        text = self.config.read_text("utf-8").replace(URL, f"https://status.{self.name}.example")
        self.config.write_text(text, "utf-8")
        self.log = Signer(f"status.{self.name}.example/record", self.seed).verifier
        self.environ = {
            **os.environ,
            "STATUSPAGE_SIGNING_KEY": base64.b64encode(self.seed).decode(),
        }

    def trust(self, other: Party) -> None:
        """Cosign the other's record, and have one's own cosigned there: one witness is enough."""
        self.witness.add(str(other.log), "")
        address = f"http://127.0.0.1:{other.witness_port}"
        name_witnesses(self.config.parent, f"witness other {other.key} {address}\nquorum other\n")

    @contextmanager
    def serving_witness(self) -> Iterator[subprocess.Popen[Any]]:
        words = ["-m", "statuspage", "witness", "serve", "--port", str(self.witness_port)]
        folder = ["--folder", str(self.folder / "witness")]
        address = f"http://127.0.0.1:{self.witness_port}/"
        with running([sys.executable, *words, *folder], address) as process:
            yield process

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[Any]]:
        command = serve_command(self.config, self.port, verb="run")
        with running(command, f"{self.address}/healthz", env=self.environ) as process:
            yield process

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "statuspage", "--config", str(self.config), *words]
        return to_its_end(command, env=self.environ)

    def tell(self, title: str) -> None:
        done = self.do("incident", "open", "--title", title, "--body", "We are looking into it.")
        assert done.returncode == 0, done.stderr

    def witnessed(self, by: Party) -> int:
        """The size of the newest head that the other's witness cosigned, as readers get it."""
        found = get(f"{self.address}/record/witnessed")
        if found.status_code == 404:
            return 0
        note = parse_note(found.content)
        assert note.is_signed_by(self.log)
        assert [one.key for one in cosignatures(note, [by.key])] == [by.key]
        return note.checkpoint.size

    def wait_until_witnessed(self, by: Party, more_than: int = 0) -> int:
        wait_until(lambda: self.witnessed(by) > more_than, what="a cosignature of the head")
        return self.witnessed(by)

    def health(self) -> str:
        return get(f"{self.address}/healthz").text

    def refused(self, other: Party) -> list[str]:
        with closing(WitnessMemory(self.witness.memory)) as memory:
            return [one.kind.value for one in memory.refused(other.log.name)]


def test_two_sites_witness_each_other_until_one_tells_another_history(tmp_path: Path) -> None:
    ada = Party(tmp_path / "ada", "ada", bytes(range(32)))
    ben = Party(tmp_path / "ben", "ben", bytes(range(1, 33)))
    ada.trust(ben)
    ben.trust(ada)
    with ExitStack() as stack:
        _ = stack.enter_context(ada.serving_witness())
        with ben.serving_witness() as ben_witness, ada.running() as ada_site, ben.running():
            first = ada.wait_until_witnessed(ben)
            ben.wait_until_witnessed(ada)
            policy = ada.config.parent / "witnesses.txt"
            checked = ada.do("verify", ada.address, "--policy", str(policy))
            assert checked.returncode == 0, checked.stderr
            assert "other" in checked.stdout
            assert ada.do("backup", str(tmp_path / "kept.db")).returncode == 0
            kill_nine(ada_site, ada.port)
            kill_nine(ben_witness, ben.witness_port)
        ada.tell("Search is slow")  # while neither runs
        with ben.serving_witness():
            with ada.running():
                grown = ada.wait_until_witnessed(ben, first)
            restored = ada.do("restore", "--replace", str(tmp_path / "kept.db"))
            assert restored.returncode == 0, restored.stderr
            ada.tell("All is well")
            with ada.running():
                wait_until(lambda: "refuses this record" in ada.health(), what="the refusal")
                assert ada.witnessed(ben) < grown
            told = ben.do("witness", "list", "--evidence", "--folder", str(ben.folder / "witness"))
            assert re.search("TWO HISTORIES|NOT SHOWN", told.stdout), told.stdout
            assert told.stdout.count(f"\u2014 {ada.log.name} ") == 2 * len(ben.refused(ada))
            assert ada.refused(ben) == []
