"""[[probes]]: what is measured, how often, and when a failure counts.

Here stands what the kinds of probe have in common. What only one of them has stands with its check
in probes/, and whoever reads a file hands the kinds in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, StrictBool, create_model

from statuspage.config.kinds.values import Count, Filled, Id, Interval, Location, Model, Positive


class Expect(Model):
    """What a good answer is."""

    slower_than: Positive | None = None
    """A slower answer is degraded."""


class TextExpect(Expect):
    """A good answer also holds a text."""

    contains: Filled | None = None
    """A text that must be in the answer."""


class JudgedKeys(Model):
    """What is known of all that is measured, whoever asks: what it is of, and what a failure is."""

    id: Id
    """Its name in addresses and with tokens; never used twice."""
    component: Id
    """The component it watches."""
    fail_after: Count = 2
    """Failures in a row that make a disruption."""
    quorum: Count | None = None
    """Locations that must report; more than half of `locations` when absent."""
    vote: Literal["majority", "partial"] = "majority"
    """What it means when only some locations see a failure: what most see, or a partial outage."""
    on_failure: Literal["nothing", "draft", "publish"] = "nothing"
    """What becomes of a failure by itself: nothing, a drafted incident, or a published one."""
    template: Id | None = None
    """The words of that incident, from content/templates."""
    resolve_on_recovery: StrictBool = False
    """Whether that incident is resolved by itself, too."""


class ProbeKeys(JudgedKeys):
    """What every probe has, the pushed ones too."""

    locations: tuple[Location, ...] = ()
    """From where it is asked: by `statuspage probe-from` on other machines, and by the worker where
    `[network] location` is among them. Without it, by the worker alone."""


class AskedProbe(ProbeKeys):
    """What this program asks by itself."""

    interval: Interval = timedelta(seconds=60)
    """From one check to the next."""
    timeout: Positive = timedelta(seconds=10)
    """An answer later than this is a failure."""
    expect: Expect = Expect()
    """What a good answer is."""


class ReachedProbe(AskedProbe):
    """What is asked over a connection of ours."""

    family: Literal["any", "ipv4", "ipv6"] = "any"
    """Over which addresses it is asked; any, as browsers do, takes the first that answers."""

    @property
    def version(self) -> Literal[4, 6] | None:
        """The version of IP that is wanted."""
        if self.family == "any":
            return None
        return 4 if self.family == "ipv4" else 6


class Probe(ProbeKeys):
    """A probe as everybody knows it; the keys of its kind stand in it for that kind alone."""

    model_config = ConfigDict(extra="allow")

    type: str
    interval: Interval | None = None
    timeout: Positive | None = None
    grace: Positive | None = None
    source: Id | None = None  # of [[sources]], where its results are pulled from there
    query: str | None = None  # what that source is asked

    def written(self) -> dict[str, Any]:
        """The table as its kind reads it."""
        return self.model_dump(mode="json", exclude_none=True)


class ProbeTable(Protocol):
    """What settings have to know of a kind of probe."""

    @property
    def settings(self) -> type[ProbeKeys]:
        """The keys of its table; its `type` is the name of the kind."""


ProbeTables = Mapping[str, ProbeTable]
"""The tables of all kinds of probe by the name of the kind."""


def tables_of(name: str, kinds: Iterable[type[BaseModel]]) -> type[BaseModel]:
    """The model of all tables of a name: each must be that of its kind."""
    table: Any = reduce(or_, kinds)
    tables: Any = tuple[Annotated[table, Field(discriminator="type")], ...]
    fields: Any = {name: (tables, ())}
    found: type[BaseModel] = create_model(name.capitalize(), **fields)
    return found
