"""What a large site costs: 200 components, 30 groups, 2,000 incidents of 6 words, 50 promises.

Beside it half and twice as much of everything, and 4 components with 1 and 10 years of incidents
and hourly checks behind them. All times are of this process alone (CPU), the best of some.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.sign_in import start_session
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.staff import Role
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.publish.whole import CopyReport
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.web.app import create_app
from tests.helpers.copies import publish
from tests.helpers.large_site import Size, make_large
from tests.helpers.measurements import results
from tests.helpers.processes import statuspage

_WHOLE = Size()
_A_YEAR = Size(4, 2, 160, 1, availability=3, measured=3, first_notice=1, update_cadence=1)
_TEN_YEARS = Size(4, 2, 1600, 10, availability=3, measured=3, first_notice=1, update_cadence=1)
_REPEATS = 4
_ROUNDS = 3
_DESK = ("", "/incidents/new", "/maintenance/new", "/changelog/new", "/settings", "/audit")
_NEWEST_FIRST = ("/sla/", "/history/")
_HOUR = timedelta(hours=1)
_PROCESSORS = min(8, len(os.sched_getaffinity(0)))  # as many as verify takes


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("First rendering of each page, ms (wanted: under 150; twice the site at most 2)")
        print(f"  {'':52}{'half':>8}{'one':>8}{'double':>8}  one/half  double/one")
        found = []
        for label, factor in (("half", 0.5), ("one", 1.0), ("double", 2.0)):
            with _made(folder / label, _WHOLE.times(factor), label) as config:
                found.append({**_pages(), **_desk(config)})
                if factor == 1.0:
                    copying = _copying(folder / "copy")
        for path, half in found[0].items():
            one, double = (side.get(path, 0.0) for side in found[1:])
            print(
                f"  {path:52}{half:8.1f}{one:8.1f}{double:8.1f}"
                f"{one / half:10.2f}{double / one:12.2f}"
            )
        print("All of its pages as files, seconds of one core")
        for label, seconds, note in copying:
            print(f"  {label:52}{seconds:8.1f}  ({note})")
        _history(folder)


def _history(folder: Path) -> None:
    stores = []
    for label, size in (("a-year", _A_YEAR), ("ten-years", _TEN_YEARS)):
        _say(f"making the site of {label} ...")
        config = make_large(folder / label, size, clock.now())
        _check(config, size)
        stores.append(db.path())
        db.close_store()
    sides: list[dict[str, float]] = [{}, {}]
    for _ in range(_ROUNDS):  # in turns, so that both meet the same machine
        for side, store in zip(sides, stores, strict=True):
            db.open_store(store)
            side |= {path: min(took, side.get(path, took)) for path, took in _pages().items()}
            db.close_store()
    print("First rendering with 1 year and with 10 years behind it, ms (wanted: a ratio under 1.1)")
    for path, year in sides[0].items():
        if path in sides[1]:
            years = sides[1][path]
            print(f"  {path:52}{year:8.1f}{years:8.1f}   ratio {years / year:.2f}")


@contextmanager
def _made(folder: Path, size: Size, label: str) -> Iterator[Path]:
    """A filled site whose store is open; it is gone afterwards."""
    _say(f"making the site of {label} ...")
    config = make_large(folder, size, clock.now())
    try:
        yield config
    finally:
        db.close_store()
        shutil.rmtree(folder)


def _check(config: Path, size: Size) -> None:
    """Import hourly checks over all the years, as an operator would."""
    end = clock.now().replace(minute=0, second=0)
    file = config.parent / "checks.csv"
    with file.open("w", encoding="ascii") as opened:
        opened.write("probe,at,state,latency_ms\n")
        for number in range(size.measured):
            start = end - timedelta(days=365 * size.years)
            for one in results(start, end, _HOUR, number + 1, outages=round(40 * size.years)):
                took = "" if one.latency_ms is None else one.latency_ms
                at = f"{one.at:%Y-%m-%dT%H:%M:%SZ}"
                opened.write(f"probe-{number},{at},{one.state},{took}\n")
    done = statuspage(config, "import", "checks", str(file))
    if done.returncode:
        raise RuntimeError(done.stderr)


def _pages() -> dict[str, float]:
    """The cost of one address of each page of the catalogue, by its pattern."""
    with db.snapshot():
        chosen = {}
        for found in catalogue.addresses(catalogue.present()):
            if found.page.pattern not in chosen or not found.path.startswith(_NEWEST_FIRST):
                chosen[found.page.pattern] = found
    _say("rendering ...")
    return {
        pattern: _best(lambda found=found: catalogue.render(found))
        for pattern, found in chosen.items()
        if not pattern.startswith("/static/")
    }


def _desk(config: Path) -> dict[str, float]:
    """The cost of pages of the desk."""
    client = Client(create_app(config))
    ada = add_staff("ada", Role.ADMIN, "correct horse battery staple")
    session = start_session(ada, "Bench", "password", Caller("127.0.0.1"))
    client.set_cookie("statuspage_session", session, path="/admin")

    def ask(path: str) -> None:
        answer = client.get(f"/admin{path}")
        if answer.status_code != 200:
            raise RuntimeError(f"/admin{path}: {answer.status}")

    return {f"/admin{path}": _best(lambda path=path: ask(path)) for path in _DESK}


def _copying(target: Path) -> list[tuple[str, float, str]]:
    """What was done, its seconds, and a note to it."""
    _say("publishing ...")
    reports: list[CopyReport] = []
    now = clock.now()
    with clock.standing_at(now):
        cold = _seconds(lambda: publish(target))
        again = _seconds(lambda: publish(target))
    with clock.standing_at(now + timedelta(minutes=1)):
        later = _seconds(lambda: reports.append(publish(target)))
        verified = _elapsed(lambda: verify(Folder(target)))
    shutil.rmtree(target)
    return [
        ("published, cold", cold, "wanted: under 60"),
        ("published again, within the same minute", again, "wanted: under 3"),
        ("published again, a minute later", later, f"{reports[0].written} files were written"),
        (f"verified, elapsed by {_PROCESSORS} processes", verified, "wanted: under 15"),
    ]


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _best(act: Callable[[], object]) -> float:
    return 1000 * min(_seconds(act) for _ in range(_REPEATS))


def _elapsed(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def _seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
