"""Which feeds there are: those of the site as a whole, and that of a component."""

from __future__ import annotations

from dataclasses import dataclass, field

from statuspage.domain.reports import news as reported
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.states import Kind
from statuspage.said import Said, said
from statuspage.site.following import promise_news
from statuspage.site.following.journals import TOUCHING, WHOLE, Journal


@dataclass(frozen=True)
class NamedFeed:
    """One feed; `base` is its address without the ending, `home` the page that shows the same."""

    name: str
    title: Said | str  # a text is the name of a component
    about: Said
    base: str
    home: str
    journal: Journal = field(repr=False)

    @property
    def rss(self) -> str:
        return f"{self.base}.rss"

    @property
    def atom(self) -> str:
        return f"{self.base}.atom"

    @property
    def json(self) -> str:
        return f"{self.base}.json"


_AHEAD = (EntryKind.CHANGELOG, EntryKind.NOTICE)

FEEDS = (
    NamedFeed(
        name="updates",
        title=said("Every update"),
        about=said("One entry for each update. The one to follow if you want them all."),
        base="/updates",
        home="/history",
        journal=Journal(),
    ),
    NamedFeed(
        name="all",
        title=said("Everything"),
        about=said(
            "Incidents, maintenance, changes, notices, your requests, how we kept our promises, "
            "and reports."
        ),
        base="/feeds/all",
        home="/",
        journal=Journal(WHOLE),
    ),
    NamedFeed(
        name="incidents",
        title=said("Incidents"),
        about=said("One entry for each incident, renewed with every update."),
        base="/feeds/incidents",
        home="/history",
        journal=Journal((Kind.INCIDENT,)),
    ),
    NamedFeed(
        name="maintenance",
        title=said("Maintenance"),
        about=said("Planned work: announced, begun, completed or cancelled."),
        base="/feeds/maintenance",
        home="/maintenance",
        journal=Journal((Kind.MAINTENANCE,)),
    ),
    NamedFeed(
        name="changelog",
        title=said("News"),
        about=said("What was added, changed, fixed or removed."),
        base="/feeds/changelog",
        home="/changelog",
        journal=Journal((EntryKind.CHANGELOG,)),
    ),
    NamedFeed(
        name="breaking",
        title=said("What may break something"),
        about=said(
            "Changes and notices that may break what you built: removals, deprecations, security."
        ),
        base="/feeds/breaking",
        home="/changelog",
        journal=Journal(_AHEAD, chosen=lambda one: one.is_breaking),
    ),
    NamedFeed(
        name="notices",
        title=said("Notices"),
        about=said(
            "What you should know in advance: prices, terms, what is going away, and what concerns "
            "security."
        ),
        base="/feeds/notices",
        home="/notices",
        journal=Journal(_AHEAD, chosen=lambda one: one.is_notice),
    ),
    NamedFeed(
        name="outcomes",
        title=said("You said, we did"),
        about=said("What people asked for, and what became of it."),
        base="/feeds/outcomes",
        home="/you-said-we-did",
        journal=Journal((EntryKind.OUTCOME,)),
    ),
    NamedFeed(
        name="stories",
        title=said("Stories"),
        about=said("What people told of how it went for them."),
        base="/feeds/stories",
        home="/stories",
        journal=Journal((EntryKind.STORY,)),
    ),
    NamedFeed(
        name="sla",
        title=said("What we promise"),
        about=said("Verdicts of each period, corrected figures, and changed promises."),
        base="/feeds/sla",
        home="/sla",
        journal=Journal(promise_news.KINDS),
    ),
    NamedFeed(
        name="reports",
        title=said("Reports"),
        about=said("Each month in figures, bad news first, and every correction of a report."),
        base="/feeds/reports",
        home="/reports",
        journal=Journal((reported.REPORT,)),
    ),
)
"""The feeds of the site as a whole, the one we recommend first."""


def component_channel(component: Component) -> NamedFeed:
    """The feed of one component."""
    return NamedFeed(
        name=component.id,
        title=component.name,
        about=said(
            "Incidents, maintenance and changes that affect {component}.", component=component.name
        ),
        base=component.path,
        home=component.path,
        journal=Journal(TOUCHING, component.id),
    )
