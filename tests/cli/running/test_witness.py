"""`statuspage witness`: its folder is made, logs are added, what it did is told."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.domain.record.cosignature import parse_cosigner_key
from statuspage.witness.answering import WitnessApp
from statuspage.witness.folder import WitnessFolder
from statuspage.witness.memory import WitnessMemory
from tests.helpers.grown import ORIGIN, SIGNER, Grown
from tests.helpers.processes import free_port, wait_for

NAME = "friend.example/w1"


def run(folder: Path, *words: str, **environ: str) -> Result:
    command = ["witness", words[0], "--folder", str(folder / "witness"), *words[1:]]
    return CliRunner().invoke(main, command, env=environ)


@pytest.fixture
def key(tmp_path: Path) -> str:
    found = run(tmp_path, "key", NAME)
    assert found.exit_code == 0
    return found.output.splitlines()[-1]


def test_key_is_made_once_for_its_owner_alone_and_shown_again(tmp_path: Path, key: str) -> None:
    assert parse_cosigner_key(key).name == NAME
    assert (tmp_path / "witness" / "key").stat().st_mode & 0o777 == 0o600
    assert run(tmp_path, "key").output == run(tmp_path, "key", NAME).output == f"{key}\n"
    other = run(tmp_path, "key", "other.example")
    assert (other.exit_code, NAME in other.output) == (1, True)


def test_key_comes_from_the_environment_where_it_is_there(tmp_path: Path, key: str) -> None:
    private = (tmp_path / "witness" / "key").read_text("utf-8").strip()
    assert private not in run(tmp_path, "key").output
    assert run(tmp_path / "away", "key", STATUSPAGE_WITNESS_KEY=private).output == f"{key}\n"
    garbled = run(tmp_path, "key", STATUSPAGE_WITNESS_KEY=private[:-5] + "AAAA=")
    assert (garbled.exit_code, "STATUSPAGE_WITNESS_KEY holds no key" in garbled.output) == (1, True)
    assert private[-20:-5] not in garbled.output


def test_key_that_others_can_read_is_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "witness" / "key").chmod(0o640)
    found = run(tmp_path, "serve")
    assert (found.exit_code, "chmod 600" in found.output, key in found.output) == (1, True, False)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["list"], 1, "`statuspage witness key NAME` makes"),
        (["serve"], 1, "`statuspage witness key NAME` makes"),
        (["key"], 2, "Say what the witness is to be called"),
        (["key", "a b"], 1, "without spaces"),
        (["key", "a+b"], 1, "plus signs"),
    ],
)
def test_what_is_missing_is_told_with_its_mend(
    tmp_path: Path, words: list[str], status: int, told: str
) -> None:
    found = run(tmp_path, *words)
    assert (found.exit_code, told in found.output) == (status, True), found.output


@pytest.mark.usefixtures("key")
def test_logs_are_added_once_and_faults_of_their_file_have_lines(tmp_path: Path) -> None:
    assert "witness add" in run(tmp_path, "list").output
    log = str(SIGNER.verifier)
    assert run(tmp_path, "add", log, "https://status.acme.example").exit_code == 0
    assert "known already" in run(tmp_path, "add", log).output
    assert run(tmp_path, "add", "nonsense").exit_code == 2
    assert run(tmp_path, "list").output == f"{ORIGIN}\n  never asked to be cosigned yet\n"
    with (tmp_path / "witness" / "logs.txt").open("a") as file:
        file.write("lag x\n")
    assert "logs.txt:5: a line begins with" in run(tmp_path, "list").output


@pytest.mark.usefixtures("key")
def test_list_names_what_was_cosigned_and_refused(tmp_path: Path) -> None:
    folder = WitnessFolder(tmp_path / "witness", {})
    cosigner = folder.cosigner()
    true = Grown().grow(12)
    other = true.until(7).grow(5, "other")
    with closing(WitnessMemory(folder.memory)) as memory:
        witness = WitnessApp(folder, memory, cosigner)
        assert witness.add_checkpoint(true.body(0)).status == 404
        # A log that is added is taken up while the witness runs.
        assert run(tmp_path, "add", str(SIGNER.verifier)).exit_code == 0
        assert witness.add_checkpoint(true.body(0)).status == 200
        assert witness.add_checkpoint(other.body(12)).status == 422
        assert witness.add_checkpoint(other.grow(2).body(12)).status == 422
    told = run(tmp_path, "list").output
    assert "  12 entries, cosigned 20" in told
    assert "TWO HISTORIES: it signed two different heads of 12 entries" in told
    assert "NOT SHOWN: a head of 14 entries" in told
    evidence = run(tmp_path, "list", "--evidence").output
    assert evidence.count(f"\u2014 {ORIGIN} ") == 4
    assert evidence.count(f"\u2014 {NAME} ") == 2


@pytest.mark.usefixtures("key")
def test_it_ends_without_a_word_when_asked_to(tmp_path: Path) -> None:
    port, folder = str(free_port()), str(tmp_path / "witness")
    words = ["witness", "serve", "--folder", folder, "--port", port]
    command = [sys.executable, "-X", "dev", "-W", "error", "-m", "statuspage", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as served:
        wait_for(f"http://127.0.0.1:{port}/", served)
        served.terminate()
        assert (served.wait(20), served.stderr and served.stderr.read()) == (0, b"")


def test_nothing_of_a_site_is_imported_to_serve() -> None:
    code = (
        "import sys\nimport statuspage.witness.answering\nimport statuspage.web.listener\n"
        "import statuspage.cli.running.witness\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"flask", "peewee", "babel", "jinja2", "statuspage.store", "statuspage.site"}
    assert not heavy & {*done.stdout.split()}
