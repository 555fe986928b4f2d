"""Real processes and a witness that hangs: nothing waits, kill -9 loses nothing, all nodes tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statuspage.actions.sync import sync
from statuspage.domain.record.cosignature import cosignatures
from statuspage.domain.record.note import Signer, parse_note
from tests.helpers.busy import SEED, SIGNED
from tests.helpers.processes import free_port, get, running, serve_command, wait_until
from tests.helpers.telling import opened
from tests.helpers.witness_server import StubWitness, name_witnesses, serving

ORIGIN = "status.acme.example/record"
ENVIRON = {**os.environ, **SIGNED}


@contextmanager
def serving_node(config: Path) -> Iterator[str]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    with running(serve_command(config, port), f"{address}/healthz", env=ENVIRON):
        yield address


@pytest.mark.slow
def test_hanging_witness_and_a_killed_worker_hold_up_nothing(store: Path) -> None:
    config = store / "config.toml"
    work = [sys.executable, "-m", "statuspage", "--config", str(config), "work"]
    witness = StubWitness("ada", Signer(ORIGIN, SEED).verifier, 1)
    witness.hangs.set()

    def is_cosigned(node: str) -> bool:
        note = parse_note(get(f"{node}/record/checkpoint").content)
        return len(cosignatures(note, [witness.cosigner.key])) == 1

    with serving(witness):
        name_witnesses(store, f"{witness.line}quorum ada\n")
        sync(config, SIGNED)
        with serving_node(config) as one, serving_node(config) as other:
            with running(work, env=ENVIRON) as first:
                wait_until(lambda: witness.size > 0, first)  # it has cosigned, and does not answer
                key = opened(title="While it hangs").key
                for node in (one, other):
                    assert "While it hangs" in get(f"{node}/incidents/{key}").text
                    assert not is_cosigned(node)
                first.kill()
                first.wait()
            witness.hangs.clear()

            def agree() -> bool:
                cosigned = get(f"{one}/record/witnessed").content
                return is_cosigned(other) and cosigned == get(f"{other}/record/checkpoint").content

            with running(work, env=ENVIRON) as second:
                wait_until(agree, second)  # what the worker enters may follow a cosigned head
            assert witness.asked[:2] == [0, 0]  # what it had answered was not known any more
            assert witness.asked[-1] > 0
