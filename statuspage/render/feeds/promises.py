"""What feed items say of promises: that one was made, changed or withdrawn, and how it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.promises import late, news
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.granted import granted
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.vocabulary.display import percent_text
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.tally import Tally
from statuspage.render.differences import plain
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, item, labelled, line, time
from statuspage.render.words import times
from statuspage.render.words.figures import granted_words
from statuspage.render.words.filters import capital
from statuspage.render.words.lengths import percent
from statuspage.render.words.locale import locale
from statuspage.render.words.parts import called
from statuspage.said import Said, said

_TOLD_AS_WRITTEN = (
    *(
        "title",
        "target",
        "components",
        "credits",
        "claim_within",
        "claim",
        "agreement",
        "budget_policy",
        "timezone",
    ),
    *("calendar", "priorities", "since"),
)
"""Keys of a definition that its sentences do not tell, or not clearly enough."""


@dataclass(frozen=True)
class PromiseChange:
    """A version of a promise beside the one before it, with the sentences of both."""

    version: SlaVersion
    former: SlaVersion | None
    promise: Said
    rule: Said
    former_promise: Said | None
    former_rule: Said | None
    counts_from: datetime | None  # None of the first, and of one that was withdrawn


@dataclass(frozen=True)
class FigureNews:
    """A published figure beside the one that it corrects, and the one that corrects it."""

    revision: FrozenRevision
    before: FrozenRevision | None
    after: FrozenRevision | None
    title: str  # of the promise
    promise: Said
    granted: Tally | None = None  # the credits granted for its period

    @property
    def updated(self) -> datetime:
        """When it was corrected, or what was granted for it published."""
        at = self.revision.at if self.after is None else self.after.at
        return at if self.granted is None else max(at, self.granted.at)


def promise_item(site: Site, found: PromiseChange, names: Mapping[str, str]) -> Item:
    """A promise that was made, changed, withdrawn or made again; `names` are of components."""
    version, former = found.version, found.former
    targets = _targets(site, found)
    title = labelled(site, _what_became(found), version.title)
    if targets is not None:
        was, now = targets
        told = said("{title}, target {old} → {new}", title=title, old=was, new=now)
        title = locale(site.language).say(told)
    passages = [line(site, found.promise), *_changes(site, found, names)]
    return item(
        site,
        name=f"sla/{news.version_key(version)}",
        path=version.path,
        title=title,
        passages=passages,
        summary=locale(site.language).say(found.promise),
        published=version.at,
        updated=version.at,
        tags=["sla"],
        author="",
        subjects=[SLA.subject(version.sla)],
        details={
            "kind": "sla",
            "sla": version.sla,
            "version": version.number,
            "withdrawn": version.is_withdrawn,
            "target": percent_text(version.promised.target),
            "former_target": None if former is None else percent_text(former.promised.target),
            "counts_from": found.counts_from and f"{found.counts_from:%Y-%m-%dT%H:%M:%SZ}",
            "reason": version.reason_after(former),
        },
    )


def _what_became(found: PromiseChange) -> Said:
    if found.version.is_withdrawn:
        return said("Withdrawn promise")
    if found.former is None:
        return said("New promise")
    return said("Promised again") if found.former.is_withdrawn else said("Changed promise")


def _targets(site: Site, found: PromiseChange) -> tuple[str, str] | None:
    """The former target and the new one, where they differ."""
    if found.former is None:
        return None
    old, new = found.former.promised.target, found.version.promised.target
    spoken = locale(site.language)
    shown = percent(spoken, percent_text(old)), percent(spoken, percent_text(new))
    return shown if old != new else None


def _changes(site: Site, found: PromiseChange, names: Mapping[str, str]) -> Iterator[Passage]:
    version, former = found.version, found.former
    if version.is_withdrawn:
        yield line(site, said("It was withdrawn on {time}.", time=time(site, version.at)))
        yield line(
            site, said("It is judged up to the end of the period in which it was withdrawn.")
        )
        return
    if former is None:
        return
    yield line(site, said("It was changed on {time}.", time=time(site, version.at)))
    if found.former_promise is not None and found.former_promise != found.promise:
        yield line(site, said("Before: {words}", words=found.former_promise))
    for key in _TOLD_AS_WRITTEN:
        old, new = former.definition.get(key), version.definition.get(key)
        if old != new:
            values = {"old": _value(site, key, old, names), "new": _value(site, key, new, names)}
            yield line(site, said("{part}: {old} → {new}", part=called(key), **values))
    if found.former_rule is not None and found.former_rule != found.rule:
        yield line(site, said("How it is counted: {words}", words=found.rule))
        yield line(site, said("Before: {words}", words=found.former_rule))
    if found.counts_from is not None and found.counts_from > version.at:
        since = time(site, found.counts_from)
        yield line(
            site, said("It counts from {time} on; until then the former one does.", time=since)
        )
    elif found.counts_from is not None:
        yield line(site, said("It counts at once."))
    reason = version.reason_after(former)
    yield line(
        site, said("Why: {reason}", reason=reason) if reason else said("No reason is given.")
    )


def _value(site: Site, key: str, value: object, names: Mapping[str, str]) -> str | Said:
    """A part of a definition, for people."""
    spoken = locale(site.language)
    if not value:
        return said("none")
    if key == "target":
        return percent(spoken, str(value).rstrip("%"))
    if key == "components" and isinstance(value, list):
        return spoken.comma.join(names.get(one, one) for one in value)
    if key == "credits" and isinstance(value, list):
        tiers = (
            spoken.say("{credit} below {bound}", credit=tier["credit"], bound=tier["below"])
            for tier in value
        )
        return spoken.comma.join(tiers)
    return plain(value)


def figure_item(site: Site, found: FigureNews) -> Item:
    """The verdict of a closed period as one revision says it, with what became of it since."""
    revision, spoken = found.revision, locale(site.language)
    figure = revision.figure
    period = times.period_name(spoken, figure.period.name)
    words = {"promise": found.title, "period": period, "words": _said(revision)}
    kept = said("{promise} in {period}: {words}", **words)
    title = spoken.say(kept)
    if found.before is not None:
        title = labelled(site, said("Corrected"), title)
    return item(
        site,
        name=f"figure/{news.figure_key(revision)}",
        path=f"/sla/{figure.id}/{figure.period.name}",
        title=title,
        passages=_told(site, found),
        summary=spoken.say(found.promise),
        published=news.stands_under(revision),
        updated=found.updated,
        tags=["figure", figure.verdict],
        author="",
        subjects=[FIGURE.subject(figure.id, figure.period.name)],
        details={
            "kind": "figure",
            "sla": figure.id,
            "period": figure.period.name,
            "revision": figure.revision,
            "definition_version": figure.definition_version,
            "target": figure.target,
            "value": figure.value,
            "verdict": figure.verdict,
            "former_value": None if found.before is None else found.before.figure.value,
            "former_verdict": None if found.before is None else found.before.figure.verdict,
            "late_data": late.kept(revision.late),
            "is_newest": found.after is None,
            **({} if found.granted is None else {"granted": dict(found.granted.counts)}),
        },
    )


def _said(revision: FrozenRevision) -> Said:
    """A figure with its verdict: "99.98%, met"."""
    figure = revision.figure
    words = {"figure": figure.headline.words, "verdict": shown_verdict(figure).small}
    return said("{figure}, {verdict}", **words)


def _told(site: Site, found: FigureNews) -> Iterator[Passage]:
    revision, spoken = found.revision, locale(site.language)
    figure = revision.figure
    yield line(site, capital(spoken.markup(_said(revision))))
    yield line(site, found.promise)
    if figure.coverage is not None:
        share = percent(spoken, figure.coverage)
        measured = said("Measured: {share} of the time.", share=share)
        reported = said("Reported by us, not measured: {share} of the time is known.", share=share)
        yield line(site, reported if figure.beside.is_reported else measured)
    number, at = figure.revision, time(site, revision.at)
    if found.before is None:
        yield line(site, said("Published on {time}.", time=at))
    else:
        yield line(site, said("Revision {number}, published on {time}.", number=number, time=at))
        yield line(site, said("Before: {words}.", words=_said(found.before)))
        if revision.why is not None:
            yield line(site, said("Why: {reason}.", reason=revision.why))
    if found.after is not None:
        words, then = _said(found.after), time(site, found.after.at)
        yield line(site, said("Corrected on {time}: {words}.", time=then, words=words))
    if (told := granted(found.granted)) is not None:
        words = said("Credits granted: {credits}.", credits=granted_words(spoken, told))
        yield line(site, words)
