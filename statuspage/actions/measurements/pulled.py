"""What was pulled from sources is taken in: samples as probes' are, and the pull as their proof."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from statuspage.actions.measurements.marking import mark_instants
from statuspage.actions.measurements.results import record_samples
from statuspage.config import Settings
from statuspage.config.probes import Probe
from statuspage.config.sources import KnownSource, RatioKeys
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.pulls import Pull, PullStanding
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.samples import Sample, worse
from statuspage.domain.promises.late import LateKind
from statuspage.store import db
from statuspage.store.measured import frozen, measurements, probes, pulls, ratios, slas
from statuspage.store.settings import site

_STEP = 2000  # samples that one transaction writes
_MOMENT = timedelta(seconds=1)


def standing_of(settings: Settings, probe: Probe, now: datetime) -> PullStanding:
    """Where the pulls of a series stand, and from where they go on. Inside a snapshot.

    What is older than the newest published figure of its component is not asked for: what comes
    late would only mark it for review.
    """
    source = next(one for one in settings.sources if one.id == probe.source)
    touching = [
        sla.id
        for sla in settings.slas
        if probe.component in sla.components and sla.source != "incidents"
    ]
    versions = probes.versions([probe.id]).get(probe.id)
    return _standing(source, probe.id, versions[0].at if versions else now, touching)


def ratio_standing_of(source: KnownSource, ratio: RatioKeys, now: datetime) -> PullStanding:
    """The same of what counters count for a promise."""
    versions = slas.versions(ratio.sla)
    return _standing(
        source, source.pulls_of(ratio), versions[0].at if versions else now, [ratio.sla]
    )


def _standing(
    source: KnownSource, name: str, came: datetime, touching: Sequence[str]
) -> PullStanding:
    """`came`: since when it is measured where no day is written for its source."""
    wanted = came
    if source.since is not None:
        wanted = datetime.combine(source.since, time(), site().zone).astimezone(UTC)
    known = pulls.standings().get(name)
    if known is None or wanted < known.since:
        known = PullStanding.from_(name, wanted)
    open_since = _open_since(touching)
    if open_since is None or known.settled >= open_since:
        return known
    return replace(known, settled=open_since, reached=max(known.reached, open_since))


def record_pull(
    probe: Probe, samples: Sequence[Sample], pull: Pull, standing: PullStanding
) -> None:
    """Take in what a pull gave that is not known yet. Raises InvalidInput, StoreError."""
    with db.snapshot():
        fresh = [*_unknown(probe, samples, pull)]
    chosen = watched(probe)
    for start in range(0, len(fresh), _STEP):
        record_samples((chosen, sample) for sample in fresh[start : start + _STEP])
    with db.transaction():
        _keep(pull, standing)


def record_counted(
    sla: str, found: Sequence[Slice], pull: Pull, standing: PullStanding, now: datetime
) -> None:
    """Take in what counters counted in place of what is known of that time. Raises StoreError."""
    with db.transaction():
        known = ratios.starting_between(sla, pull.start, pull.end)
        if known != [*found]:
            ratios.drop_between(sla, pull.start, pull.end)
            for one in found:
                ratios.put(sla, one)
            fresh, former = (
                Counter(int(one.span.start.timestamp()) for one in some if one not in other)
                for some, other in ((found, known), (known, found))
            )
            mark_instants(LateKind.RATIOS, fresh or former, former, now, sla=sla)
            db.raise_topics("measurements", "ratios")
        _keep(pull, standing)


def _keep(pull: Pull, standing: PullStanding) -> None:
    pulls.keep(pull)
    pulls.keep_standing(standing)
    if pull.end <= standing.settled:  # for good; others are shown to nobody
        db.raise_topics("pulls")


def record_failed_pull(standing: PullStanding) -> None:
    """Keep why a source gave nothing. Raises StoreError."""
    with db.transaction():
        pulls.keep_standing(standing)


def _open_since(touching: Sequence[str]) -> datetime | None:
    """Until when every promise that rests on it was published; None where one never was."""
    ends = [max(known.values(), default=None) for known in frozen.ends(touching).values()]
    return min((end for end in ends if end is not None), default=None) if all(ends) else None


def _unknown(probe: Probe, samples: Sequence[Sample], pull: Pull) -> Iterator[Sample]:
    """Those that the store does not have: taken in again, they would only be folded anew."""
    by_place: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_place[sample.location].append(sample)
    for place, some in by_place.items():
        known = _known(probe.id, place, pull)
        for one in some:
            before = known.get(one.at)
            if before is None or worse(before, one) != before:
                yield one


def _known(probe: str, place: str, pull: Pull) -> dict[datetime, Sample]:
    series = measurements.series_known(probe, place)
    if series is None:
        return {}
    found: Collection[Sample] = measurements.samples_between(
        series.number, pull.start, pull.end + _MOMENT
    )
    return {one.at: one for one in found}
