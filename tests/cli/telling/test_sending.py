"""The switch that stops all sending, from the shell."""

from __future__ import annotations

from pathlib import Path

from statuspage.store import db
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.shell import run
from tests.helpers.sites import open_site
from tests.helpers.telling import at, opened


def test_sending_is_stopped_looked_at_and_resumed(store: Path) -> None:
    config = store / "config.toml"

    def said(*words: str) -> list[str]:
        return run(config, "sending", *words).stdout.splitlines()

    add_readers("ada")
    opened()
    assert said("status") == ["Messages are sent."]
    assert said("stop")[0].startswith("Nothing is sent any more.")
    open_site(store)
    outlet = Recording()
    tell(outlet, at=at(0))
    stopped, waiting = said("status")
    assert stopped.startswith("Stopped by ")
    assert waiting == "Mail: 1 waits"
    assert said("resume", "--drop") == ["1 message was dropped.", "Messages are sent again."]
    assert said("resume") == ["Sending was not stopped."]
    open_site(store)
    tell(outlet, at=at(1))
    assert outlet.sent == []
    db.close_store()
