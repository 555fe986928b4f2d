"""The letter by which a reader claims a credit: prefilled, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from statuspage.domain.promises.claim import CreditClaim, Terms, tier
from statuspage.domain.promises.credit import UNDETERMINED
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.record.recorded import Mark
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


def claim_letter(site: Site, card: SlaView, terms: Terms, mark: Mark | None) -> ClaimLetter:
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
