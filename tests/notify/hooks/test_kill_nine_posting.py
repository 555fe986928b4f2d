"""Kill -9 after a post was taken and before that was noted: there is one post."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.config.database import DatabaseServer
from statuspage.notify.hooks.outlets import OWN
from statuspage.store import db
from statuspage.store.tables.telling import AccountPost, Delivery
from statuspage.worker.duties.telling import telling
from statuspage.worker.loop import Worker
from tests.helpers.processes import PATIENCE, wait_until
from tests.helpers.sites import add_to_config
from tests.helpers.social_servers import social_server
from tests.helpers.telling import opened

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.notify.hooks.test_kill_nine_posting"])

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # test_accounts.py loses notes on both stores


def _work(store: Path | DatabaseServer, environ: Mapping[str, str]) -> None:
    db.open_store(store)
    Worker(telling(environ, [replace(OWN, patience=timedelta(minutes=2))])).run()


def worker(environ: Mapping[str, str]) -> BaseProcess:
    store = db.opening()
    assert isinstance(store, Path | DatabaseServer)
    process = _FORKS.Process(target=_work, args=(store, environ), daemon=True)
    process.start()
    return process


def end(process: BaseProcess) -> None:
    process.kill()
    process.join(PATIENCE)


def is_noted() -> bool:
    with db.snapshot():
        return [one.state for one in Delivery.select()] == ["sent"]


@pytest.mark.parametrize("form", ["mastodon", "bluesky"])
def test_killed_worker_posts_once(store: Path, form: str) -> None:
    with social_server() as server:
        add_to_config(store, server.table(form))
        opened()
        process = worker(server.environ)
        server.once_posted = lambda: end(process)
        wait_until(lambda: bool(server.posts) and not process.is_alive())
        assert not is_noted()
        with db.transaction():  # the patience with what was interrupted ends
            Delivery.update(due_at=clock.now()).execute()
        process = worker(server.environ)
        try:
            wait_until(is_noted)
        finally:
            end(process)
        with db.snapshot():
            assert [one.name for one in AccountPost.select()] == list(server.posts)
        assert server.count("/api/v1/statuses") + server.count("putRecord") == 2
        assert len(server.posts) == 1
