"""One round with a source: each of its series is asked for what is due, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from statuspage.config.sources import KnownSource, RatioKeys, SeriesKeys, SourceKeys
from statuspage.domain.measured.pulls import DuePull
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import StatusPageError, Unreachable
from statuspage.said import Said
from statuspage.sources.counting import longest
from statuspage.sources.fault import SourceFault
from statuspage.sources.kind import Pulled, SourceKind
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
        ratio = self.ratios.get(series)
        return self.kind.longest(self._series(series)) if ratio is None else longest(ratio)

    @property
    def ratios(self) -> Mapping[str, RatioKeys]:
        """What its counters count, by the names that the pulls bear."""
        return {f"{self.keys.id}/{one.sla}": one for one in self.keys.ratios}

    @property
    def names(self) -> Sequence[str]:
        """What is pulled of it: series, and ratios by the names that their pulls bear."""
        return [*(str(one.id) for one in self.keys.series), *self.ratios]

    def asked(self, name: str) -> str:
        """What it is asked for one of them."""
        ratio = self.ratios.get(name)
        return self._series(name).asked if ratio is None else ratio.asked

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
        asked, ratio = self.kind.asker(self.keys, environ), self.ratios.get(series)
        if ratio is not None and self.kind.count is not None:
            return self.kind.count(self.keys, ratio, due.span, asked)
        return self.kind.pull(self.keys, self._series(series), due.span, asked)

    def newest(self, series: str, now: datetime, environ: Mapping[str, str]) -> Pulled:
        """What was measured of late, for whoever looks by hand. Raises SourceFault, Unreachable."""
        ratio = self.ratios.get(series)
        lag = self.keys.lag + (ratio.hold if ratio else timedelta(0))
        interval = ratio.slice if ratio else self._series(series).interval * 5
        end = (now - lag).replace(microsecond=0)
        reach = min(max(_LATE, interval), self.longest(series))
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
