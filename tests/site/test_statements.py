"""What a page asks of the store: as many statements, however large the site is."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.site import catalogue
from statuspage.site.catalogue import Found
from statuspage.store import db
from tests.helpers.large_site import NOW, Size, make_large

_SMALL = Size(6, 2, 16, 0.25, availability=2, measured=2, first_notice=1, update_cadence=1)
_TIMES = 4
_OF_EACH = 2  # addresses of a page that are looked at
_MORE = 5  # an incident goes on, a month is not quiet, the tree of the record is higher


@contextmanager
def _statements() -> Iterator[list[object]]:
    """All that is asked of the store meanwhile; peewee tells of each."""
    told: list[object] = []
    logger, handler = logging.getLogger("peewee"), logging.Handler()
    handler.emit = lambda record: told.append(record.msg)  # type: ignore[method-assign]
    former = logger.level, logger.propagate
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.setLevel(former[0])
        logger.propagate = former[1]


def _counted(folder: Path, size: Size) -> dict[str, int]:
    """How many statements each page of the catalogue takes, by its pattern."""
    make_large(folder, size)
    with clock.standing_at(NOW), db.snapshot():
        by_pattern: dict[str, list[Found]] = defaultdict(list)
        for found in catalogue.addresses(catalogue.present()):
            by_pattern[found.page.pattern].append(found)
        counts = {
            pattern: max(_count(one) for one in some[:_OF_EACH])
            for pattern, some in by_pattern.items()
        }
    db.close_store()
    return counts


def _count(found: Found) -> int:
    with _statements() as told:
        catalogue.render(found)
    return len(told)


@pytest.mark.slow
def test_no_page_asks_more_often_the_more_there_is(tmp_path: Path) -> None:
    few = _counted(tmp_path / "small", _SMALL)
    many = _counted(tmp_path / "large", _SMALL.times(_TIMES))
    assert few["/sla"] > 0
    more = {
        pattern: (count, many[pattern])
        for pattern, count in few.items()
        if many[pattern] > count + _MORE
    }
    assert more == {}
