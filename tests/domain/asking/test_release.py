"""What is published of answers tells of five people or of none, whatever is subtracted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.asking.release import ReaderAnswer, counts_with, due
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.vocabulary.tally import Tally

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
CHOICES = ("yes", "partly", "no", "unknown")
_CHOICE = st.sampled_from(CHOICES)
# Each step: some new answers, some changes of former ones (by place), and how many hours pass.
_STEP = st.tuples(
    st.lists(_CHOICE, max_size=12),
    st.lists(st.tuples(st.integers(0, 60), _CHOICE), max_size=8),
    st.integers(1, 40),
)


class _Site:
    """Answers as they come, and every table that was published of them."""

    def __init__(self) -> None:
        self.known: dict[str, ReaderAnswer] = {}
        self.tables: list[Tally] = []
        self.seen: list[dict[str, str]] = []  # which answer said what in each table
        self.now = NOON

    @property
    def newest(self) -> Tally | None:
        return self.tables[-1] if self.tables else None

    def answer(self, choice: str) -> None:
        key = f"k{len(self.known)}"
        self.known[key] = ReaderAnswer(key, choice, self.now)

    def change(self, place: int, choice: str) -> None:
        if self.known:
            key = f"k{place % len(self.known)}"
            self.known[key] = _with(self.known[key], choice=choice)

    def publish(self) -> None:
        open_ones = [
            one
            for one in self.known.values()
            if one.released_at is None or one.counted != one.choice
        ]
        released = due(open_ones, self.newest, self.now)
        if not released:
            return
        counts = counts_with(CHOICES, self.newest, released)
        for one in released:
            at = one.counts_from(self.now)
            self.known[one.key] = _with(one, counted=one.choice, released_at=at)
        self.tables.append(Tally("told", "one", counts, self.now))
        told = {one.key: one.counted for one in self.known.values() if one.counted is not None}
        self.seen.append(told)


def _with(one: ReaderAnswer, **parts: object) -> ReaderAnswer:
    return ReaderAnswer(**{**vars(one), **parts})


def _played(steps: list[tuple[list[str], list[tuple[int, str]], int]]) -> _Site:
    site = _Site()
    for step in steps:
        _play(site, step)
    return site


def _play(site: _Site, step: tuple[list[str], list[tuple[int, str]], int]) -> None:
    fresh, changes, hours = step
    for choice in fresh:
        site.answer(choice)
    for place, choice in changes:
        site.change(place, choice)
    site.now += timedelta(hours=hours)
    site.publish()


@given(st.lists(_STEP, max_size=12))
def test_no_two_published_tables_differ_by_fewer_than_five(steps: list) -> None:  # type: ignore[type-arg]  # steps of _STEP
    site = _played(steps)
    tables = [dict.fromkeys(CHOICES, 0), *(one.counts for one in site.tables)]
    for first, second in combinations(tables, 2):
        moved = sum(abs(second[choice] - first[choice]) for choice in CHOICES)
        assert moved == 0 or moved >= FEWEST


@given(st.lists(_STEP, max_size=12))
def test_every_difference_is_of_five_people_or_more(steps: list) -> None:  # type: ignore[type-arg]  # steps of _STEP
    site = _played(steps)
    for before, after in combinations([{}, *site.seen], 2):
        assert len(after.keys() - before.keys()) >= FEWEST
    for before, after in zip([{}, *site.seen], site.seen, strict=False):
        changed = [key for key in before if before[key] not in ("unknown", after[key])]
        groups = {site.known[key].released_at for key in changed}
        for group in groups:
            assert sum(site.known[key].released_at == group for key in changed) >= FEWEST


@given(st.lists(_STEP, max_size=12))
def test_ratings_of_one_moment_are_a_group_that_stays(steps: list) -> None:  # type: ignore[type-arg]  # steps of _STEP
    """So a figure over any stretch of time grows by whole groups alone."""
    site = _Site()
    sizes: dict[datetime, int] = {}
    for step in steps:
        _play(site, step)
        rated = [one for one in site.known.values() if one.counted not in (None, "unknown")]
        now = Counter(one.released_at for one in rated if one.released_at)
        assert all(now[moment] == size for moment, size in sizes.items())
        assert all(size >= FEWEST for size in now.values())
        sizes = dict(now)


@given(st.lists(_STEP, max_size=12))
def test_table_is_the_sum_of_what_it_counts(steps: list) -> None:  # type: ignore[type-arg]  # steps of _STEP
    site = _played(steps)
    for table, told in zip(site.tables, site.seen, strict=True):
        assert table.counts == {choice: list(told.values()).count(choice) for choice in CHOICES}


def test_first_table_comes_with_five_who_know() -> None:
    site = _played([(["yes"] * 4 + ["unknown"] * 9, [], 1)])
    assert not site.tables
    site.answer("no")
    site.publish()
    assert site.tables[0].counts == {"yes": 4, "partly": 0, "no": 1, "unknown": 9}


def test_ten_thousand_answers_are_few_tables() -> None:
    site = _Site()
    for number in range(10_000):
        site.answer(CHOICES[number % 3])
        if number % 20 == 19:
            site.now += timedelta(seconds=5)
            site.publish()
    assert len(site.tables) < 70
    assert site.tables[-1].total > 9_000


def test_last_five_are_told_of_within_a_day() -> None:
    site = _played([(["yes"] * 200, [], 1), (["no"] * 5, [], 1)])
    assert len(site.tables) == 1
    site.now += timedelta(days=1)
    site.publish()
    assert site.tables[-1].counts["no"] == 5
