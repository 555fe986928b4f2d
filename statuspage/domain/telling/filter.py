"""Which news somebody wants: one object for feeds, mail, webhooks and all other ways.

Each narrowing binds only what it speaks of: a severity says nothing of planned work or changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.errors import InvalidInput
from statuspage.said import Said, said

SEVERITIES = (Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)
"""The least impact that may be chosen."""

NAMES = ("component", "group", "incident", "outcome", "kind", "severity", "breaking")
"""The names that a query string may use; the first five any number of times."""

VOICE = "voice/"
"""What stands before the key of a voice, in place of the outcome that it is not taken onto yet."""


_MAY_BREAK = (NewsKind.CHANGELOG, NewsKind.NOTICES)


@dataclass(frozen=True)
class Filter:
    """What somebody chose; what they chose nothing of is told whole.

    Of components and groups news must touch one; of incidents (by their keys) only these are told;
    `severity` is the least impact of incidents that are told; `breaking` leaves only those changes
    and notices that may break what readers built. Of `outcomes` (by their slugs, or VOICE and a
    key) all is told: alone they are all that is, beside other narrowings they come besides.
    """

    components: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    kinds: frozenset[NewsKind] = frozenset()
    severity: Impact | None = None
    breaking: bool = False
    outcomes: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        """Whether nothing was narrowed."""
        return self == EVERYTHING

    @property
    def is_of_outcomes(self) -> bool:
        """Whether outcomes that are named are all that is told."""
        return bool(self.outcomes) and self._without_outcomes.is_everything

    @property
    def _without_outcomes(self) -> Filter:
        return replace(self, outcomes=frozenset())

    def along_with(self, asked: Filter) -> Filter:
        """What is told to whoever chose this, and asks for something more of us elsewhere.

        Outcomes come besides, where not all is told anyway. Who followed nothing but outcomes gets
        what is asked for; who chose before keeps that choice.
        """
        outcomes = self.outcomes | asked.outcomes
        if self.is_of_outcomes and asked.is_of_outcomes:
            return Filter(outcomes=outcomes)
        base = (asked if self.is_of_outcomes else self)._without_outcomes
        return base if base.is_everything else replace(base, outcomes=outcomes)

    def takes(self, news: News) -> bool:
        """Whether these news are wanted."""
        if self.outcomes and (news.outcome in self.outcomes or self.is_of_outcomes):
            return news.outcome in self.outcomes
        if self.kinds and news.kind not in self.kinds:
            return False
        if not self._touches(news):
            return False
        if self.incidents and news.incident not in self.incidents:
            return False
        if news.kind in _MAY_BREAK and self.breaking and not news.is_breaking:
            return False
        if news.kind is not NewsKind.INCIDENTS or self.severity is None:
            return True
        return news.impact is not None and news.impact.severity >= self.severity.severity

    def _touches(self, news: News) -> bool:
        if not self.components and not self.groups:
            return True
        return not (
            self.components.isdisjoint(news.components) and self.groups.isdisjoint(news.groups)
        )

    def to_query(self) -> list[tuple[str, str]]:
        """Names and values for a query string, always in the same order."""
        return [
            *(("component", name) for name in sorted(self.components)),
            *(("group", name) for name in sorted(self.groups)),
            *(("incident", name) for name in sorted(self.incidents)),
            *(("outcome", name) for name in sorted(self.outcomes)),
            *(("kind", name) for name in sorted(self.kinds)),
            *([("severity", str(self.severity))] if self.severity else []),
            *([("breaking", "1")] if self.breaking else []),
        ]

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> Filter:
        """Read a query string. Whether there are such components, the caller knows.

        Raises InvalidInput for a name or value that no filter has.
        """
        found: dict[str, list[str]] = {name: [] for name in NAMES}
        faults: dict[str, Said] = {}
        for name, value in pairs:
            if name in found:
                found[name].append(value)
            else:
                faults[name] = _unknown(name, NAMES)
        kinds = _chosen("kind", found["kind"], list(NewsKind), faults)
        severities = _chosen("severity", found["severity"][-1:], SEVERITIES, faults)
        breaking = _chosen("breaking", found["breaking"][-1:], ("0", "1"), faults)
        if faults:
            raise InvalidInput(faults)
        return cls(
            frozenset(found["component"]),
            frozenset(found["group"]),
            frozenset(found["incident"]),
            frozenset(map(NewsKind, kinds)),
            Impact(severities[0]) if severities else None,
            breaking == ["1"],
            frozenset(found["outcome"]),
        )

    def dump(self) -> dict[str, Any]:
        """The filter in JSON types, only what was chosen."""
        chosen = {
            "components": sorted(self.components),
            "groups": sorted(self.groups),
            "incidents": sorted(self.incidents),
            "kinds": sorted(self.kinds),
            "severity": self.severity,
            "breaking": self.breaking,
            "outcomes": sorted(self.outcomes),
        }
        return {name: value for name, value in chosen.items() if value}

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> Filter:
        """Read what `dump` made. Raises ValueError."""
        return cls(
            frozenset(kept.get("components", ())),
            frozenset(kept.get("groups", ())),
            frozenset(kept.get("incidents", ())),
            frozenset(map(NewsKind, kept.get("kinds", ()))),
            Impact(kept["severity"]) if kept.get("severity") else None,
            bool(kept.get("breaking", False)),
            frozenset(kept.get("outcomes", ())),
        )


EVERYTHING = Filter()
"""All that is told."""


def _chosen(
    name: str, values: list[str], known: Iterable[str], faults: dict[str, Said]
) -> list[str]:
    for value in values:
        if value not in known:
            faults[name] = _unknown(value, known)
    return values


def _unknown(value: str, known: Iterable[str]) -> Said:
    return said("'{value}' is not known here. Known: {known}.", value=value, known=list(known))
