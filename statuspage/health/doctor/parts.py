"""The program itself: its version, its Python, and the packages that the settings ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from platform import python_version

from statuspage import __version__
from statuspage.config import Settings
from statuspage.config.publish import BucketPlace
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import said


def parts(examined: Examined) -> Iterator[Health]:
    """One fact for the program, and one for each package that is missing."""
    text = said(
        "This is statuspage {version} on Python {python}.",
        version=__version__,
        python=python_version(),
    )
    yield Health("version", Condition.OK, text)
    yield from missing(_needed(examined))


def missing(packages: Iterable[tuple[str, str]]) -> Iterator[Health]:
    """Those that cannot be imported, each after the extra that brings it."""
    for extra, package in packages:
        if find_spec(package) is None:
            text = said(
                "The settings need the package {package}. Install it with: pip install "
                "'statuspage[{extra}]'",
                package=package,
                extra=extra,
            )
            yield Health("packages", Condition.FAILING, text)


def _needed(examined: Examined) -> Iterator[tuple[str, str]]:
    """Extras with the package that each brings."""
    settings = examined.settings
    if settings is None:
        return
    if any(probe.type == "icmp" for probe in settings.probes):
        yield "icmp", "icmplib"
    if any(hook.format == "apprise" for hook in settings.hooks):
        yield "apprise", "apprise"
    if isinstance(_place(settings, examined), BucketPlace):
        yield "s3", "obstore"
    database = examined.environ.get("STATUSPAGE_DATABASE") or settings.store.database
    if database.startswith(("postgresql:", "postgres:")):
        yield "postgresql", "psycopg"


def _place(settings: Settings, examined: Examined) -> object:
    return settings.publish.place(examined.config.parent)
