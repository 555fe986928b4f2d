"""Fixtures that most tests need: a small site on a real store; the hypothesis profile.

What a test asks of a store it asks of both databases, in the folders below that are about that.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from statuspage.actions.staff import passwords
from statuspage.store import db
from tests.helpers.sites import open_site, write_site
from tests.helpers.stores import choose, end_server, server, used

# No time limits: they say how busy the machine is. Under CI every run tries the same examples.
settings.register_profile(
    "here", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


_MEMORY = Path("/dev/shm")  # a disk in memory, where there is one
_ROOM = 4 * 1024**3  # bytes that must be free there


def pytest_configure() -> None:
    """Sites of tests stand in memory where there is room: each commit waits for a real disk."""
    passwords.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    if os.access(_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for a process, a clock or a disk."""
    return (os.cpu_count() or 1) + 1


_ON_BOTH = ("store", "actions", "notify", "site", "web")
_DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "the database that tests of stores are asked on"
    parser.addoption("--store", choices=(*_DATABASES, "both"), default="both", help=told)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask a test that has a store on each database; on one alone where its marker says why."""
    if "stored_in" not in metafunc.fixturenames:
        return
    *folders, _ = metafunc.definition.path.relative_to(Path(__file__).parent).parts
    kinds = _DATABASES if folders and folders[0] in _ON_BOTH else ("sqlite",)
    if "sqlite" in folders or metafunc.definition.get_closest_marker("sqlite"):
        kinds = ("sqlite",)
    chosen = metafunc.config.getoption("--store")
    wanted = [kind for kind in kinds if chosen in (kind, "both")]
    metafunc.parametrize("stored_in", wanted, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of a test: its stores are on the database it is asked on, or are files."""
    called = getattr(item, "callspec", None)
    choose(called.params.get("stored_in", "sqlite") if called else "sqlite")


@pytest.fixture(scope="session", autouse=True)
def _server_of_this_process() -> Iterator[None]:
    """PostgreSQL runs from the first test that needs it to the last one."""
    yield
    end_server()


@pytest.fixture(scope="session")
def stored_in(request: pytest.FixtureRequest) -> str:
    """On which database the stores of a test are; who has it is asked on both."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(autouse=True)
def _databases_of_one_test() -> Iterator[None]:
    """What a test used of the server, others may use after it."""
    before = used()
    yield
    if fresh := used() - before:
        db.close_store()
        for folder in fresh:
            server().free(folder)


@pytest.fixture
def site_folder(tmp_path: Path, stored_in: str) -> Path:
    """A folder with config.toml and an empty content/, not synced yet."""
    return write_site(tmp_path / "site")


@pytest.fixture
def store(site_folder: Path) -> Iterator[Path]:
    """The site's store, open, migrated and synced; gives the site's folder."""
    yield open_site(site_folder)
    db.close_store()
