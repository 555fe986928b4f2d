"""A command that is sent to a server counts once, and its token goes to nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from statuspage.cli.afar import sending
from tests.cli.afar.conftest import Served
from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.mail_server import authority
from tests.helpers.processes import ask, free_port
from tests.helpers.shell import run


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited before each further try; nobody waits here."""
    waited: list[float] = []
    monkeypatch.setattr(sending, "pause", waited.append)
    return waited


class Line:
    """The way to a real server; it loses as many answers as it is told, after they were given."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.lost = 0

    def __call__(self, asked: Asked) -> Answering:
        found = ask(
            asked.method,
            f"{self._url}{asked.path}",
            content=asked.body,
            headers={n: t for n, t in asked.headers.items() if n not in ("host", "connection")},
            timeout=60,
        )
        assert found.status_code == 200, found.text
        if self.lost:
            self.lost -= 1
            return Answering(0)
        kind = {"Content-Type": found.headers["content-type"]}
        return Answering(found.status_code, found.content, kind)


def _open(url: str, title: str) -> Result:
    return run(None, "incident", "open", f"--title={title}", "--body=B", f"--server={url}")


def _titled(served: Served, title: str) -> int:
    told = run(None, "incident", "list", "--all", "--json", f"--server={served.url}").stdout
    return sum(one["title"] == title for one in json.loads(told))


def test_answer_that_is_lost_is_asked_for_again(served: Served, kept: Path) -> None:
    line = Line(served.url)
    line.lost = 2
    with answering(line) as between:
        done = _open(between.address, "Lost twice")
    assert (done.exit_code, done.stderr) == (0, "Published: Lost twice (investigating)\n")
    assert len({one.headers["idempotency-key"] for one in between.asked}) == 1
    assert len(between.asked) == 3
    assert _titled(served, "Lost twice") == 1
    assert not [*kept.iterdir()]


def test_same_command_typed_again_after_an_unknown_outcome_counts_once(
    served: Served, kept: Path
) -> None:
    line = Line(served.url)
    line.lost = 100
    with answering(line) as between:
        lost = _open(between.address, "Lost for long")
        assert lost.exit_code == 1
        assert "Whether it was done is not known. Type the same command again" in lost.stderr
        assert _titled(served, "Lost for long") == 1
        line.lost = 0
        again = _open(between.address, "Lost for long")
        assert again.exit_code == 0
        assert "it is sent again with the same key, so it counts once." in again.stderr
        assert _titled(served, "Lost for long") == 1
        assert not [*kept.iterdir()]
        _open(between.address, "Lost for long")  # the outcome is known: this is another one
    assert _titled(served, "Lost for long") == 2
    assert (kept.stat().st_mode & 0o777) == 0o700


def test_what_was_never_sent_leaves_no_doubt(kept: Path, pauses: list[float]) -> None:
    done = _open(f"http://127.0.0.1:{free_port()}", "Nobody there")
    assert done.exit_code == 1
    assert done.stderr.rstrip().endswith("Nothing was done.")
    assert len(pauses) == 4
    assert not [*kept.iterdir()]


def test_server_that_is_busy_is_waited_for_as_it_asks(served: Served, pauses: list[float]) -> None:
    line = Line(served.url)
    busy = [Answering(429, b"", {"Retry-After": "7"}), Answering(502)]
    with answering(lambda asked: busy.pop(0) if busy else line(asked)) as between:
        assert _open(between.address, "Busy").exit_code == 0
    assert pauses[0] == 7
    assert 0 < pauses[1] < 2


def test_redirect_is_named_and_not_followed(kept: Path) -> None:
    with answering(lambda _: Answering(200)) as other:
        to = {"Location": f"{other.address}/api/v1/commands"}
        with answering(lambda _: Answering(307, b"", to)) as between:
            done = _open(between.address, "Elsewhere")
    assert done.exit_code == 1
    assert f"it redirects to {other.address}" in done.stderr
    assert other.asked == []
    assert not [*kept.iterdir()]


def test_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, kept: Path) -> None:
    context, _ = authority(tmp_path, "127.0.0.1")
    with answering(lambda _: Answering(200), context) as server:
        done = _open(server.address, "Somebody else")
    assert done.exit_code == 1
    assert "The certificate is not valid" in done.stderr
    assert done.stderr.rstrip().endswith("Nothing was done.")
    assert server.asked == []
    assert not [*kept.iterdir()]


@pytest.mark.parametrize(
    ("url", "said", "status"),
    [
        ("http://status.acme.example", "is not https, so the token could be read", 1),
        ("ftp://status.acme.example", "should be an http:// or https:// address", 2),
        ("https://me:secret@status.acme.example", "Leave the name and the password out", 2),
    ],
)
def test_address_that_would_give_the_token_away_is_refused(
    url: str, said: str, status: int
) -> None:
    done = run(None, "incident", "list", f"--server={url}")
    assert done.exit_code == status
    assert said in done.stderr


def test_without_a_token_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STATUSPAGE_TOKEN")
    with answering(lambda _: Answering(200)) as between:
        done = run(None, "incident", "list", f"--server={between.address}")
    assert done.exit_code == 1
    assert "statuspage token create NAME --scope incidents" in done.stderr
    assert between.asked == []


def test_token_that_is_wrong_is_refused_plainly(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSPAGE_TOKEN", "sp_nothing")
    done = run(None, "incident", "list", "--server", served.url)
    assert done.exit_code == 1
    assert done.stderr.startswith("The server refuses the token:")


@pytest.mark.parametrize("words", [("--server", "URL", "migrate"), ("migrate", "--server", "URL")])
def test_command_that_needs_the_store_says_so(words: tuple[str, ...]) -> None:
    done = run(None, *words)
    assert done.exit_code == 2
    assert "Type `migrate` on the machine that has the store." in done.stderr


def test_server_of_the_environment_is_for_what_can_be_typed_there(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSPAGE_SERVER", served.url)
    assert run(None, "incident", "list", "--all").exit_code == 0
    assert "config.toml" in run(tmp_path / "config.toml", "check").stderr
