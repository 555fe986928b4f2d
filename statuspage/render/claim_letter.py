"""The letter by which a reader claims a credit, and how to check the archive it comes with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from urllib.parse import quote

from statuspage.domain.promises.claim import ClaimTerms, CreditClaim, tier
from statuspage.domain.promises.credit import UNDETERMINED
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.record.recorded import Mark, Recorded
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.views import SlaView
from statuspage.render.words.lengths import percent, share_percent
from statuspage.render.words.locale import locale
from statuspage.render.words.times import period_name
from statuspage.said import Said, said


@dataclass(frozen=True)
class ClaimLetter:
    """What to send, and to whom: a mail address, the address of a form, or nobody that is known."""

    to: str
    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """The link that opens it in a mail program (RFC 6068); "" where it goes to no mailbox."""
        if "@" not in self.to or "://" in self.to:
            return ""
        lines = self.body.replace("\n", "\r\n")
        return (
            f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject)}&body={quote(lines)}"
        )

    @property
    def form(self) -> str:
        """The address of the form that takes it, or ""."""
        return self.to if "://" in self.to else ""


def claim_letter(site: Site, card: SlaView, terms: ClaimTerms, mark: Mark | None) -> ClaimLetter:
    """The letter about the credit of a closed period, which a claim is known of."""
    assert card.claim is not None  # noqa: S101 only such periods have a letter
    spoken = locale(site.language)
    title = one_line(card.version.title)
    period = period_name(spoken, card.period.name)
    subject = said("Service credit: {promise}, {period}", promise=title, period=period)
    paragraphs: list[Said | str] = [
        said("Hello,"),
        said(
            "I claim the service credit for “{promise}” in {period}.", promise=title, period=period
        ),
        "\n".join(f"- {spoken.say(one)}" for one in _facts(site, card, card.claim, mark)),
        said("My customer number, or the name on the bill:"),
    ]
    body = "\n\n".join(one if isinstance(one, str) else spoken.say(one) for one in paragraphs)
    return ClaimLetter(terms.to or "", spoken.say(subject), f"{body} \n")


def _facts(site: Site, card: SlaView, claim: CreditClaim, mark: Mark | None) -> Iterator[Said]:
    figure, spoken = card.figure, locale(site.language)
    path = f"{card.version.path}/{card.period.name}"
    yield said("Promised: {promise}", promise=card.promise)
    told = said(
        "{figure}, {verdict}", figure=figure.headline.words, verdict=shown_verdict(figure).small
    )
    yield said("Reached: {words}", words=told)
    if (earned := tier(claim, card.judged_by.promised.credits)) is not None:
        yield said(
            "Credit: {credit} of the fee, for a figure below {bound}",
            credit=share_percent(spoken, earned.credit),
            bound=share_percent(spoken, earned.below),
        )
    if claim.may_be_due and claim.if_unknown_was_bad not in (None, UNDETERMINED):
        yield said(
            "If all unknown time was bad: {credit}",
            credit=percent(spoken, str(claim.if_unknown_was_bad).rstrip("%")),
        )
    if claim.last_day is not None:
        yield said("To be claimed by {day}", day=claim.last_day)
    yield said("The figure, and what it is counted from: {address}", address=site.address(path))
    if mark is not None:
        yield said(
            "In the public record: entry {number}, revision {revision}, by version {version} of "
            "the promise",
            number=mark.index,
            revision=figure.revision,
            version=figure.definition_version,
        )


def read_me(site: Site, card: SlaView, figure: Recorded, definition: Recorded) -> str:
    """What lies in a claim pack, and how anybody checks it."""
    spoken = locale(site.language)
    title = said(
        "Claim pack: {promise}, {period}",
        promise=one_line(card.version.title),
        period=period_name(spoken, card.period.name),
    )
    numbers = {"figure": figure.index, "definition": definition.index}
    paragraphs: list[Said | str] = [
        title,
        said("What is in it:"),
        "\n".join(f"- {name}: {spoken.say(what)}" for name, what in _contents(card, numbers)),
        said(
            "How to check it: docs/check_credit.py of the program statuspage reads this archive, "
            "checks both proofs, counts the figure again from figure.csv and says which credit it "
            "earns. It is short and asks nobody. Give it the public key that signs the "
            "record, from elsewhere than this site:"
        ),
        "    python3 check_credit.py claim.zip NAME+ID+KEY",
        said(
            "docs/check_entry.py shows besides that the record of today still holds these "
            "entries, with a proof of this archive as what was kept:"
        ),
        "\n".join(
            f"    python3 check_entry.py {site.address('')} {one.index} "
            f"--kept record/{one.index}.tlog-proof --key NAME+ID+KEY"
            for one in (figure, definition)
        ),
        said(
            "How to count it again by hand: {rule}. The credit goes by good / (good + bad), not "
            "rounded; the lowest bound that this stays below decides.",
            rule=spoken.say(card.rule).rstrip("."),
        ),
    ]
    lines = [one if isinstance(one, str) else fill(spoken.say(one), 78) for one in paragraphs]
    return "\n\n".join(lines) + "\n"


def _contents(card: SlaView, numbers: Mapping[str, int]) -> Iterator[tuple[str, Said]]:
    yield "claim.txt", said("the letter, to be completed by you")
    yield "figure.json, figure.csv", said("the figure, and the rows that it is counted from")
    yield "definition.json", said("the promise, in the version that this period is judged by")
    yield "incidents.json", said("the incidents that touched it in this period")
    if card.claim is not None and card.claim.has_page and card.claim.last_day is not None:
        yield "last-day.ics", said("the last day to claim it, for your calendar")
    for name, what in (
        (numbers["figure"], said("the figure in the public record")),
        (numbers["definition"], said("the promise in the public record")),
    ):
        yield f"record/{name}.*", what


def owing_letter(site: Site, card: SlaView) -> str:
    """What we say to a customer to whom we owe a credit, before they have to ask."""
    assert card.claim is not None  # noqa: S101 only such periods have a letter
    spoken = locale(site.language)
    earned = tier(card.claim, card.judged_by.promised.credits)
    path = f"{card.version.path}/{card.period.name}/claim"
    told = {"promise": one_line(card.version.title), "figure": card.figure.headline.words}
    paragraphs = [
        said("Hello,"),
        said(
            "in {period} we missed a promise to you: “{promise}” came to {figure}.",
            period=period_name(spoken, card.period.name),
            **told,
        ),
        said("Whether we owe you a credit is not certain: too little of the time is known.")
        if earned is None
        else said(
            "We owe you {credit} of the fee for this period.",
            credit=share_percent(spoken, earned.credit),
        ),
        said("Why, and how you get it: {address}", address=site.address(path)),
    ]
    return "\n\n".join(spoken.say(one) for one in paragraphs) + "\n"
