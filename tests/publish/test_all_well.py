"""`verify` finds nothing in a site that nobody tampered with: new, after an incident, and full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.sync import sync
from statuspage.cli import main
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.postmortem import Written
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import SourceError
from statuspage.net.visit import Visit
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Address, Folder
from statuspage.said import said
from statuspage.site import lists
from statuspage.site.catalogue import LISTED, present
from statuspage.store import db
from statuspage.web.app import create_app
from tests.helpers import whole_site
from tests.helpers.copies import publish
from tests.helpers.sites import open_site
from tests.helpers.telling import ADA

NOW = whole_site.NOW


class Live(Address):
    """The application itself, asked without a network."""

    def __init__(self) -> None:
        super().__init__("http://live.example", cast("Visit", None))
        self._client = Client(create_app())

    def expect(self, paths: object) -> None:
        pass

    def read(self, path: str) -> bytes:
        answer = self._client.get(path, headers={"Host": "status.acme.example"})
        if answer.status_code != 200:
            raise SourceError(said("it is missing."))
        return answer.data


def new(folder: Path) -> datetime:
    """As `init` leaves it."""
    done = CliRunner().invoke(main, ["init", str(folder)])
    assert done.exit_code == 0, done.output
    with clock.standing_at(NOW - timedelta(hours=2)):
        open_site(folder)
    return NOW


def open_one(folder: Path) -> datetime:
    """The first incident began."""
    new(folder)
    with clock.standing_at(NOW - timedelta(hours=1)):
        down = {"api": ComponentState.MAJOR_OUTAGE}
        open_incident("It is down", NewUpdate("We look.", components=down), ADA)
    return NOW


def explained(folder: Path) -> datetime:
    """It is over and was explained; readers are asked whether they were told enough."""
    open_one(folder)
    with db.snapshot():
        [key] = present().library.incidents.all_keys()
    with clock.standing_at(NOW - timedelta(minutes=30)):
        up = {"api": ComponentState.OPERATIONAL}
        post_update(key, NewUpdate("It works.", Status.RESOLVED, components=up), ADA)
        publish_postmortem(key, Written("Short.", "", Cause.CAPACITY, "Full.", "", "", ()), ADA)
    return NOW


def full(folder: Path) -> datetime:
    """Credits, claims, stories, reports, notices, promises, planned work."""
    whole_site.make(folder, whole_site.Shape())
    with clock.standing_at(NOW):
        sync(folder / "config.toml", {})
    return NOW


@pytest.fixture(scope="module", params=[new, open_one, explained, full])
def now(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """A site in one of its states is open, and the clock stands."""
    make: Callable[[Path], datetime] = request.param
    with clock.standing_at(make(tmp_path_factory.mktemp("well") / "site")):
        yield NOW
    db.close_store()


@pytest.mark.usefixtures("now")
def test_copy_is_well(tmp_path: Path) -> None:
    publish(tmp_path / "www")
    assert not list(map(str, verify(Folder(tmp_path / "www")).findings))


@pytest.mark.usefixtures("now")
def test_live_site_is_well() -> None:
    assert not list(map(str, verify(Live()).findings))


@pytest.mark.usefixtures("now")
def test_years_of_a_page_hold_all_of_its_addresses() -> None:
    with db.snapshot():
        context = present()
        parts = lists.parts(context, LISTED)
        for page in LISTED:
            by_part = [lists.params_of(context, page, part) for part in parts]
            found = sorted(page.path(params) for some in by_part for params in some)
            assert found == sorted(map(page.path, page.all_params(context))), page.pattern
