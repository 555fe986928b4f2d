"""One round with a source: each of its series is asked for what is due, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from statuspage.config.sources import KnownSource, SeriesKeys, SourceKeys
from statuspage.domain.measured.pulls import DuePull
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import StatusPageError, Unreachable
from statuspage.said import Said
from statuspage.sources.kind import Pulled, SourceFault, SourceKind
from statuspage.sources.registry import SOURCE_KINDS

_LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Outcome:
    """What came of a pull: what it gave, or why it gave nothing.

    `is_off`: the source itself did not answer as it must, so that its other series were not asked;
    `wait` is how long it wants to be left alone.
    """

    series: str
    due: DuePull | None
    pulled: Pulled | None = None
    fault: Said | None = None
    is_off: bool = False
    wait: timedelta = timedelta(0)


@dataclass(frozen=True)
class AskedSource:
    """A source with what its kind knows of it."""

    kind: SourceKind[Any, Any]
    keys: SourceKeys

    @classmethod
    def of(cls, source: KnownSource) -> AskedSource:
        """The source as its kind reads it."""
        kind = SOURCE_KINDS[source.type]
        return cls(kind, kind.settings.model_validate(source.written()))

    def longest(self, series: str) -> timedelta:
        """The longest stretch that one pull of a series can ask for."""
        return self.kind.longest(self._series(series))

    def round(
        self, due: Mapping[str, Sequence[DuePull]], environ: Mapping[str, str]
    ) -> list[Outcome]:
        """Ask for what is due of each series; never raises."""
        found: list[Outcome] = []
        for series, some in due.items():
            if found and found[-1].is_off:
                off = found[-1]
                found.append(Outcome(series, None, None, off.fault, True, off.wait))
            else:
                found += self._until_it_fails(series, some, environ)
        return found

    def once(self, series: str, due: DuePull, environ: Mapping[str, str]) -> Pulled:
        """One pull. Raises SourceFault, Unreachable."""
        return self.kind.pull(
            self.keys, self._series(series), due.span, self.kind.asker(self.keys, environ)
        )

    def newest(self, series: str, now: datetime, environ: Mapping[str, str]) -> Pulled:
        """What was measured of late, for whoever looks by hand. Raises SourceFault, Unreachable."""
        end = (now - self.keys.lag).replace(microsecond=0)
        reach = min(max(_LATE, self._series(series).interval * 5), self.longest(series))
        return self.once(series, DuePull(Span(end - reach, end), False), environ)

    def _until_it_fails(
        self, series: str, some: Iterable[DuePull], environ: Mapping[str, str]
    ) -> Iterator[Outcome]:
        for due in some:
            try:
                yield Outcome(series, due, self.once(series, due, environ))
            except SourceFault as error:
                is_off = error.wait > timedelta(0)
                yield Outcome(series, due, None, error.said, is_off, error.wait)
                return
            except (StatusPageError, Unreachable) as error:
                yield Outcome(series, due, None, error.said, True)
                return

    def _series(self, name: str) -> SeriesKeys:
        return next(one for one in self.keys.series if one.id == name)
