"""How often some components failed lately, how soon we spoke, and how long repairs took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.config import Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.repair import Failure, report
from statuspage.domain.promises.silence import Disruption
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures import disruptions
from statuspage.render.views import ComponentView
from statuspage.said import Said


@dataclass(frozen=True)
class Lately:
    """The failures of some components that touch a period of whole days up to now."""

    period: Span
    failures: Sequence[Failure]


def told(
    library: Library, settings: Settings, chosen: Sequence[ComponentView], now: datetime
) -> list[Said]:
    """Sentences over the days that are known of all of them, 90 at most; none before there are."""
    found = lately(library, settings, chosen, now)
    return report(found.failures, found.period, now) if found else []


def lately(
    library: Library, settings: Settings, chosen: Sequence[ComponentView], now: datetime
) -> Lately | None:
    """What the sentences are counted from; None before a day is known of all of them."""
    known = [view.uptime.days if view.uptime else 0 for view in chosen]
    days = min(known, default=0)
    if not days:
        return None
    period = Span(now - timedelta(days=days), now)
    names = [view.component.id for view in chosen]
    found = disruptions.failures(library, settings, names, period, now)
    failures = [_failure(one, now) for one in found if (one.end or now) >= period.start]
    return Lately(period, failures)


def _failure(found: Disruption, now: datetime) -> Failure:
    """A word before the impact began came at once; an impact that ends now has not ended."""
    over = found.end if found.end is not None and found.end < now else None
    noticed = max(found.words[0], found.start) if found.words else None
    return Failure(found.start, noticed, over, found.key)
