"""A witness as a process: two at one folder, killed at any moment, never cosign two histories."""

from __future__ import annotations

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random

import httpx2
import pytest

from statuspage.domain.record.cosignature import cosignatures
from statuspage.domain.record.note import parse_note, written
from statuspage.witness.answering import LARGEST
from statuspage.witness.folder import WitnessFolder
from statuspage.witness.memory import WitnessMemory
from tests.helpers.grown import ORIGIN, SIGNER, Grown
from tests.helpers.processes import PATIENCE, free_port, get, kill_nine, running

pytestmark = pytest.mark.slow


def command(folder: Path, port: int) -> list[str]:
    words = ["-m", "statuspage", "witness", "serve", "--folder", str(folder), "--port", str(port)]
    return [sys.executable, *words]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = WitnessFolder(tmp_path / "witness", {})
    made.make("friend.example/w1")
    made.add(str(SIGNER.verifier), "")
    return tmp_path / "witness"


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client(verify=False, timeout=PATIENCE) as found:
        yield found


def test_witness_answers_by_http(folder: Path, client: httpx2.Client) -> None:
    log, address = Grown().grow(7), f"http://127.0.0.1:{free_port()}"
    shown = f"{address}/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    with running(command(folder, int(address.rpartition(":")[2])), f"{address}/") as process:
        assert get(shown).status_code == 404
        answered = client.post(f"{address}/w/add-checkpoint", content=log.body(0))
        assert answered.status_code == 200
        assert get(shown).text == written(log.head, SIGNER) + answered.text
        conflict = client.post(f"{address}/w/add-checkpoint", content=log.grow(1).body(0))
        assert (conflict.status_code, conflict.text) == (409, "7\n")
        assert conflict.headers["Content-Type"] == "text/x.tlog.size"
        assert (
            client.post(f"{address}/w/add-checkpoint", content=b"x" * (LARGEST + 1)).status_code
            == 413
        )
        chunked = client.post(f"{address}/add-checkpoint", content=iter([log.body(7)]))
        assert chunked.status_code == 200
        assert get(f"{address}/add-checkpoint").status_code == 405
        assert str(WitnessFolder(folder, {}).cosigner().key) in get(f"{address}/").text
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_of_two_histories_one_is_cosigned_by_processes_that_are_killed(
    folder: Path, client: httpx2.Client
) -> None:
    """Each size is sent as either of two histories, from four threads, to two processes."""
    true = Grown().grow(120)
    logs = (true, true.until(20).grow(100, "other"))
    key = WitnessFolder(folder, {}).cosigner().key
    ports = (free_port(), free_port())
    cosigned: defaultdict[int, set[bytes]] = defaultdict(set)
    over = threading.Event()

    def send(seed: int) -> None:
        chance, old = Random(seed), 0
        while not over.is_set():
            log, port = chance.choice(logs), chance.choice(ports)
            sent = log.until(min(120, old + chance.randint(0, 2)))
            try:
                answered = client.post(
                    f"http://127.0.0.1:{port}/add-checkpoint", content=sent.body(old)
                )
            except httpx2.TransportError:
                continue  # it was killed, or is not there again yet
            if answered.status_code == 200:
                note = parse_note(f"{written(sent.head, SIGNER)}{answered.text}".encode())
                [found] = cosignatures(note, [key])
                assert found.key == key
                cosigned[sent.head.size].add(sent.head.root)
                old = sent.head.size
            elif answered.status_code == 409:
                old = int(answered.text)
            if old == 120:
                over.set()

    with (
        running(command(folder, ports[0]), f"http://127.0.0.1:{ports[0]}/"),
        ThreadPoolExecutor(4) as threads,
    ):
        sending = [threads.submit(send, seed) for seed in range(4)]
        try:
            while not over.is_set():
                address = f"http://127.0.0.1:{ports[1]}/"
                with running(command(folder, ports[1]), address) as process:
                    over.wait(0.3)
                    kill_nine(process, ports[1])
        finally:
            over.set()
        for one in sending:
            one.result()
    assert max(cosigned) == 120
    assert all(len(roots) == 1 for roots in cosigned.values())
    with closing(WitnessMemory(folder / "witness.db")) as memory:
        kinds = {one.kind.value for one in memory.refused(ORIGIN)}
        assert kinds & {"split", "unproven"}
