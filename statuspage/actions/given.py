"""What an actor hands in: who it is, and the words and states of an update, not checked yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from statuspage.config.faults import hint
from statuspage.content.comments import without_comments
from statuspage.content.markdown import to_html
from statuspage.content.templates import variables
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Kind, Status
from statuspage.domain.vocabulary.text import clean_text, not_utf8, one_line, unreadable
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.errors import InvalidInput
from statuspage.said import Said, joined, said
from statuspage.store.published import components

TITLE_LIMIT = 10_000
BODY_LIMIT = 100_000
REASON_LIMIT = 300
_CLOCKS_DIFFER = timedelta(seconds=60)
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Actor:
    """Who acts. A `submission` seen before gives the first answer again and writes nothing."""

    name: str
    submission: str | None = None
    via: Via = Via.DESK
    is_quiet: bool = False  # nobody is sent what it publishes (domain/record/event.py)
    address: str = ""  # from where a browser or a program sent it, for the audit log
    approver: str = ""  # who read it before it was published, where somebody must; for staff only

    def hushed(self, *, is_hushed: bool) -> Actor:
        """The same, who has nobody sent what is published, if so."""
        return replace(self, is_quiet=True) if is_hushed else self


@dataclass(frozen=True)
class NewUpdate:
    """One update as handed in. `status` None keeps the present one."""

    body: str | Said
    status: Status | None = None
    components: Mapping[str, ComponentState] = field(default_factory=dict)
    next_due: datetime | None = None
    impact_from: datetime | None = None
    impact_until: datetime | None = None
    posted_at: datetime | None = None  # None: now
    owner: str | None = None  # None keeps the present one
    impact: Impact | None = None  # None: from the components
    noticed_by: NoticedBy | None = None  # None keeps what is stated, as with the next one
    first_report_at: datetime | None = None
    seen: str | None = None  # the newest update the writer knew; None: do not ask
    root_cause_by: datetime | None = None  # promised with the word that resolves it
    begins: datetime | None = None  # of planned work: it was moved, and now begins then
    until: datetime | None = None  # of planned work: it now ends so much later, or was moved
    sections: Sections | None = None  # of a postmortem, checked; it has no body then
    texts: Mapping[str, Texts] = field(default_factory=dict)  # in further languages, by language
    is_page_only: bool = False  # it stands on the page and in feeds, and nobody is sent a message


def checked_line(faults: dict[str, Said], name: str, text: str, *, limit: int = TITLE_LIMIT) -> str:
    """One clean line, or a fault under `name`."""
    check_letters(faults, name, text)
    line = one_line(text)
    if not line:
        faults[name] = said("This is empty; say it in a few words.")
    elif len(line) > limit:
        faults[name] = said(
            "This has {count} characters; the most is {limit}.", count=len(line), limit=limit
        )
    check_gaps(faults, name, line)
    return line


def words_of(faults: dict[str, Said], word: NewUpdate) -> dict[str, Any]:
    """The columns of what an update says, or faults by field."""
    if word.sections is None:
        return checked_words(faults, "body", word.body)
    return {"body": "", "html": "", "said": None, "sections": word.sections}


def check_postmortem(faults: dict[str, Said], word: NewUpdate, status: Status) -> None:
    """A fault when it is called a postmortem without being one: that has sections and a cause."""
    if status is Status.POSTMORTEM and word.sections is None:
        faults["status"] = said(
            "A postmortem has its own form in the desk, with the cause, the times and what you "
            "will do next. Write it there."
        )


def checked_words(faults: dict[str, Said], name: str, given: str | Said) -> dict[str, Any]:
    """The columns of words: those of people are checked and rendered, where nothing is at fault."""
    if isinstance(given, Said):
        return {"body": "", "html": "", "said": given}
    body = checked_body(faults, name, given)
    return {"body": body, "html": "" if faults else to_html(body), "said": None}


def checked_body(faults: dict[str, Said], name: str, text: str) -> str:
    """Clean Markdown, or a fault under `name`."""
    check_letters(faults, name, text)
    body = without_comments(clean_text(text)).strip()
    if not body:
        faults[name] = said("This is empty; write what readers should know.")
    elif len(body) > BODY_LIMIT:
        faults[name] = said(
            "This has {count} characters; the most is {body_limit}.",
            count=len(body),
            body_limit=BODY_LIMIT,
        )
    check_gaps(faults, name, body)
    return body


def check_letters(faults: dict[str, Said], name: str, text: str) -> None:
    """Bytes that were no UTF-8 are a fault: the letters they stood for would be lost."""
    if place := unreadable(text):
        faults[name] = not_utf8(place)


def check_gaps(faults: dict[str, Said], name: str, text: str) -> None:
    """A gap left from a template is a fault that names it."""
    if gaps := variables(text):
        faults[name] = said(
            "Still to be filled in: {listed}.", listed=["{{" + gap + "}}" for gap in gaps]
        )


def checked_owner(faults: dict[str, Said], owner: str) -> str:
    """The named owner as one clean line, or "" for none."""
    return checked_line(faults, "owner", owner, limit=200) if owner.strip() else ""


def checked_reason(faults: dict[str, Said], reason: str, *, name: str = "reason") -> str:
    """Why something published changes, as one clean line; readers see it."""
    return checked_line(faults, name, reason, limit=REASON_LIMIT)


def check_times(faults: dict[str, Said], word: NewUpdate, status: Status, now: datetime) -> None:
    """Faults of the times a word states."""
    at = word.posted_at or now
    for name, instant in (
        ("posted_at", word.posted_at),
        ("impact_from", word.impact_from),
        ("impact_until", word.impact_until),
        ("first_report_at", word.first_report_at),
    ):
        if instant is not None and instant > now + _CLOCKS_DIFFER:
            faults[name] = said("That is in the future; give a time that has passed.")
        elif instant is not None and instant < _OLDEST:
            faults[name] = said("That is too long ago; check the year.")
    if word.impact_from and word.impact_until and word.impact_until < word.impact_from:
        faults["impact_until"] = said("The impact ends before it begins; check the two times.")
    if word.next_due is not None and word.next_due <= at:
        faults["next_update"] = said("The next update is due before this one; give a later time.")
    if word.next_due is not None and not status.is_open:
        faults["next_update"] = said(
            "This update ends the incident, so leave the next update empty."
        )


def check_components(
    faults: dict[str, Said], named: Mapping[str, ComponentState]
) -> dict[str, str]:
    """Names of the listed components by id, and a fault when one is named that does not exist."""
    names = {component.id: component.name for component in components.listed()}
    unknown = [component for component in named if component not in names]
    if unknown:
        told = [
            said("There is no component '{unknown}'; {hint}", unknown=one, hint=hint(one, names))
            for one in unknown
        ]
        faults["components"] = joined(told, " ")
    return names


def check_closing(
    faults: dict[str, Said], status: Status, states: Mapping[str, ComponentState]
) -> None:
    """A fault when an update ends it and holds a component all the same."""
    held = [state for state in states.values() if state is not ComponentState.OPERATIONAL]
    if status in CLOSED and held:
        faults["components"] = said(
            "This update ends the incident, so its components are operational again. Keep it "
            "open, or leave their states as they are."
        )


def check_kind(faults: dict[str, Said], kind: Kind, states: Mapping[str, ComponentState]) -> None:
    """An outage cannot be called maintenance, which costs nothing in most promises."""
    if kind is Kind.INCIDENT and ComponentState.UNDER_MAINTENANCE in states.values():
        faults["components"] = said(
            "Only planned work can put components under maintenance. Announce it as planned work."
        )


def refuse(faults: dict[str, Said]) -> None:
    """Raises InvalidInput when there is any fault."""
    if faults:
        raise InvalidInput(faults)
