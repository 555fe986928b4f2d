"""What a report comes to in one line, and what a revision of it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.promises.pledge import PledgeKind
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict
from statuspage.domain.record.recorded import parse_stamp
from statuspage.domain.reports.difference import ReportDifference, ReportFate
from statuspage.domain.reports.facts import ReportedPromise
from statuspage.domain.reports.report import PeriodReport, ReportHead
from statuspage.domain.reports.rows import ReportPart, figure_facts, figure_subject
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.render.words.labels import because_label
from statuspage.render.words.lengths import brief, duration, percent
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import full_text, period_name
from statuspage.said import Said, counted, said

PARTS: Mapping[ReportPart, Said] = {
    ReportPart.FIGURES: said("Figures and verdicts"),
    ReportPart.AWAITED: said("Not published yet"),
    ReportPart.TRENDS: said("Thirteen months"),
    ReportPart.INCIDENTS: said("Incidents"),
    ReportPart.UPDATES: said("Promised updates"),
    ReportPart.PLEDGES: said("What we promised to do"),
    ReportPart.NOT_KEPT: said("Promises not kept in time"),
    ReportPart.SUPPORT: said("Support by priority"),
    ReportPart.SATISFACTION: said("Satisfaction"),
    ReportPart.MAINTENANCE: said("Planned work"),
    ReportPart.WORKS: said("Planned work"),
    ReportPart.FEEDBACK: said("What people asked for"),
    ReportPart.DECLINED: said("Declined"),
    ReportPart.CHANGES: said("What changed in the service"),
    ReportPart.CORRECTED_FIGURES: said("Corrected figures"),
    ReportPart.CORRECTED_REPORTS: said("Corrected reports"),
}
_NAMES: Mapping[str, Said] = {
    "answered": said("Answered"),
    "announced_at": said("Announced"),
    "asked": said("Asked"),
    "at": said("Time"),
    "bad": said("Bad"),
    "began_at": said("Begun"),
    "best_case": said("At best"),
    "broken": said("Broken"),
    "cause": said("Cause"),
    "coverage": said("Measured"),
    "credit": said("Credit"),
    "declined": said("Declined"),
    "due": said("Due"),
    "end": said("Ends"),
    "ended_at": said("Ended"),
    "evidence_at": said("It came"),
    "excluded": said("Left out"),
    "false_alarms": said("False alarms"),
    "good": said("Good"),
    "high": said("At most"),
    "impact": said("Impact"),
    "impact_from": said("Impact began"),
    "impact_until": said("Impact ended"),
    "in_time": said("Answered in time"),
    "kept": said("Kept"),
    "lag": said("Time to the first notice"),
    "late": said("Late"),
    "longest_silence": said("Longest wait for an update"),
    "low": said("At least"),
    "median_days": said("Median days to an answer"),
    "n": said("Answers"),
    "notice": said("Notice"),
    "noticed_at": said("First notice"),
    "open": said("Open"),
    "overran": said("Longer than planned"),
    "planned": said("Planned time"),
    "resolved_at": said("Resolved"),
    "satisfied": said("Satisfied"),
    "seconds": said("Length"),
    "start": said("Begins"),
    "state": said("State"),
    "status": said("Status"),
    "target": said("Target"),
    "told_first": said("Told by us first"),
    "took": said("Took"),
    "total": said("Total"),
    "type": said("Type"),
    "undecided": said("Not decided yet"),
    "unknown": said("Unknown"),
    "value": said("Figure"),
    "verdict": said("Verdict"),
    "waiting": said("Waiting"),
    "waiting_late": said("Waiting too long"),
    "withdrawn": said("Withdrawn"),
    "worst_case": said("At worst"),
}
"""What is told of a change, by the name of its row; others follow from these."""

_STATES: Mapping[str, Said] = {
    "yes": said("yes"),
    "no": said("no"),
    **{one.value: one.label for one in Status},
    **{one.value: one.label for one in Impact},
    **{one.value: one.label for one in PromiseState},
    **{one.value: ShownVerdict(one).label for one in Verdict if one is not Verdict.IN_PROGRESS},
    **{one.value: one.label for one in Cause},
}
_SHARES = ("value", "worst_case", "best_case", "coverage", "target", "low", "high")
_BOUNDS = ("worst_case", "best_case", "coverage", "target")
_COUNTS = ("bad", "unknown", "good", "excluded", "total", "credit")
_LENGTHS = ("seconds", "lag", "longest_silence", "planned", "took", "notice", "overran")


def report_name(locale: Locale, period: str) -> str:
    """What a report is called: "Report for October 2026"."""
    return locale.say("Report for {period}", period=period_name(locale, period))


def report_words(locale: Locale, head: ReportHead) -> str:
    """What it comes to, the worst first: "2 targets missed, 5 met, 3 incidents"."""
    return locale.comma.join(locale.say(one) for one in _sums(head))


def _sums(head: ReportHead) -> Iterator[Said]:
    verdicts = head.verdicts
    if missed := verdicts.get(Verdict.MISSED, 0):
        yield counted("{count} target missed", "{count} targets missed", missed)
    if unproven := verdicts.get(Verdict.NOT_PROVEN, 0):
        yield counted("{count} target not proven", "{count} targets not proven", unproven)
    if sparse := verdicts.get(Verdict.INSUFFICIENT_DATA, 0):
        yield counted(
            "{count} target without enough data", "{count} targets without enough data", sparse
        )
    if met := verdicts.get(Verdict.MET, 0):
        yield counted("{count} target met", "{count} targets met", met)
    if head.incidents:
        yield counted("{count} incident", "{count} incidents", head.incidents)
    else:
        yield said("no incidents")
    if head.not_kept:
        yield counted(
            "{count} promise not kept in time", "{count} promises not kept in time", head.not_kept
        )


def promised_kind(locale: Locale, one: ReportedPromise) -> str:
    """What was promised: the next update, or what a pledge is of."""
    if one.kind == "update":
        return locale.say("Update")
    return locale.say(PledgeKind(one.kind).label)


def report_part(locale: Locale, part: ReportPart) -> str:
    """The heading of a part of a report."""
    return locale.say(PARTS[part])


def changed_path(one: ReportDifference) -> str:
    """Where what changed is told; "" where it has no page of its own."""
    match one.part:
        case ReportPart.FIGURES | ReportPart.SATISFACTION:
            return f"/sla/{one.subject}"
        case ReportPart.SUPPORT:
            return f"/sla/{one.subject.rpartition('/')[0]}"
        case ReportPart.CORRECTED_FIGURES:
            return f"/sla/{one.subject.rpartition('/')[0]}"
        case ReportPart.CORRECTED_REPORTS:
            return f"/reports/{one.subject}"
        case ReportPart.AWAITED:
            return f"/sla/{one.subject}"
        case ReportPart.INCIDENTS | ReportPart.WORKS if one.subject:
            return f"/incidents/{one.subject}"
        case ReportPart.CHANGES:
            return f"/changelog/{one.subject}"
    return ""


def changed_name(
    locale: Locale, one: ReportDifference, before: PeriodReport, after: PeriodReport
) -> str:
    """What changed, by its name: a promise and its period, an incident, a sum of the report."""
    names = {**before.names, **after.names}
    if (path := changed_path(one)) in names:
        return names[path]
    if one.part is ReportPart.DECLINED:
        return because_label(locale, one.subject)
    if one.part is ReportPart.NOT_KEPT:
        return _promise(one, names, (before, after)) or report_part(locale, one.part)
    sla, _, period = one.subject.partition("/")
    title = _titles(before, after).get(sla)
    if title is None:
        return report_part(locale, one.part)
    period, _, rest = period.partition("/")
    told = title if not period else f"{title}{locale.comma}{period_name(locale, period)}"
    is_split = one.part is ReportPart.SUPPORT and rest
    return f"{told}{locale.comma}{rest}" if is_split else told


def _promise(
    one: ReportDifference, names: Mapping[str, str], reports: tuple[PeriodReport, ...]
) -> str:
    """The title of what a promise belongs to."""
    key = one.subject.partition("/")[2]
    told = (given for report in reports for given in report.facts.promises.not_kept)
    return names.get(next((given.page for given in told if given.key == key), ""), "")


def _titles(*reports: PeriodReport) -> Mapping[str, str]:
    """What promises are called, by their ids."""
    found: dict[str, str] = {}
    for report in reports:
        facts = report.facts
        found |= {one.sla: one.title for one in facts.trends}
        found |= {one.sla: one.title for one in facts.awaited}
        found |= {one.figure.id: one.figure.title for one in facts.figures}
        found |= {one.after.figure.id: one.after.figure.title for one in facts.corrected_figures}
    return found


def changed_words(
    locale: Locale, one: ReportDifference, before: PeriodReport, after: PeriodReport
) -> list[str]:
    """How it reads now and read before, part by part."""
    zone = ZoneInfo(after.zone)
    if one.fate is ReportFate.NEW:
        return [locale.say("now in the report")]
    if one.fate is ReportFate.GONE:
        return [locale.say("no longer in the report")]
    if one.part is ReportPart.FIGURES:
        old, new = (_figure_of(report, one.subject) for report in (before, after))
        return corrected_words(locale, old, new)
    told = []
    for value in (given for given in one.values if given.name in _NAMES):
        was, now = (_value(locale, value.name, text, zone) for text in (value.before, value.after))
        name = _NAMES[value.name]
        told.append(locale.say("{part}: {old} → {new}", part=name, old=was, new=now))
    return told or [locale.say("counted anew")]


def corrected_words(locale: Locale, old: Figure, new: Figure) -> list[str]:
    """Two figures of one period as pages say them, the later one last.

    Where both say the same first, their bounds that differ; where these are the same, too, counts.
    """
    old_words, new_words = (
        locale.say(
            "{figure}, {verdict}", figure=one.headline.words, verdict=shown_verdict(one).small
        )
        for one in (old, new)
    )
    if old_words != new_words:
        return [locale.say("{old} → {new}", old=old_words, new=new_words)]
    before, after = figure_facts(old), figure_facts(new)
    changed = [name for name in (*_BOUNDS, *_COUNTS) if before[name] != after[name]]
    names = [name for name in changed if name in _BOUNDS] or changed
    is_time = not new.is_of_events
    told = []
    for name in names:
        was, now = (_counted(locale, name, one[name], is_time=is_time) for one in (before, after))
        told.append(locale.say("{part}: {old} → {new}", part=_NAMES[name], old=was, new=now))
    return told or [locale.say("counted anew")]


def _counted(locale: Locale, name: str, value: str | float | None, *, is_time: bool) -> str:
    """A bound or a count of a figure; seconds are told to the second, so that they differ."""
    if value is None or value == "":
        return locale.say("none")
    if name in _SHARES:
        return percent(locale, str(value))
    return duration(locale, Fraction(value)) if is_time and name != "credit" else str(value)


def _figure_of(report: PeriodReport, subject: str) -> Figure:
    return next(one.figure for one in report.facts.figures if figure_subject(one.figure) == subject)


def _value(locale: Locale, name: str, text: str, zone: ZoneInfo) -> str:
    """A value of a row, for people."""
    if text in _STATES:
        return locale.say(_STATES[text])
    if not text:
        return locale.say("none")
    if name in _SHARES:
        return percent(locale, text)
    if name in _LENGTHS:
        return brief(locale, int(text))
    if text.endswith("Z") and text[:2].isdigit():
        return full_text(locale, parse_stamp(text), zone)
    return text


IN_A_LANGUAGE = (
    *(promised_kind, report_name, report_words, report_part),
    *(changed_name, changed_words, corrected_words),
)
