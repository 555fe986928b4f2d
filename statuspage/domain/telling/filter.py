"""Which news somebody wants: one object for feeds, mail, webhooks and all other ways.

Each narrowing binds only what it speaks of: a severity says nothing of planned work or changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.errors import InvalidInput
from statuspage.said import Said, said

SEVERITIES = (Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)
"""The least impact that may be chosen."""

NAMES = ("component", "group", "incident", "kind", "severity", "breaking")
"""The names that a query string may use; the first four any number of times."""


@dataclass(frozen=True)
class Filter:
    """What somebody chose; what they chose nothing of is told whole.

    Of components and groups news must touch one; of incidents (by their keys) only these are told;
    `severity` is the least impact of incidents that are told; `breaking` leaves only those changes
    that may break what readers built.
    """

    components: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    kinds: frozenset[NewsKind] = frozenset()
    severity: Impact | None = None
    breaking: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing was narrowed."""
        return self == EVERYTHING

    def takes(self, news: News) -> bool:
        """Whether these news are wanted."""
        if self.kinds and news.kind not in self.kinds:
            return False
        if not self._touches(news):
            return False
        if self.incidents and news.incident not in self.incidents:
            return False
        if news.kind is NewsKind.CHANGELOG and self.breaking and not news.is_breaking:
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
