"""`incident amend`, `incident withdraw` and `incident erase`: change what was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from statuspage.actions.erasure import copies_of
from statuspage.actions.erasure import erase as erase_texts
from statuspage.actions.incidents.amend import (
    amend_incident,
    amend_update,
    update_of,
    withdraw_update,
)
from statuspage.actions.incidents.wordings import by_field, with_texts
from statuspage.cli.completion import offers
from statuspage.cli.further import body_in, in_languages, texts, title_in
from statuspage.cli.incidents.listing import tell_every_word
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, due, past, states, zone
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.postmortem import SECTIONS, Sections
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.said import Said, counted, said
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published.erasure import Copies

_IMPACTS = [impact.value for impact in Impact if impact is not Impact.MAINTENANCE]
_STATUSES = [status.value for status in Status if status is not Status.POSTMORTEM]
_SECTION = f"Of a postmortem: {', '.join(SECTIONS)}. Repeatable."
_key = click.argument("key", metavar="ID", shell_complete=offers.all_incidents)
_update_named = click.argument(
    "update", metavar="[UPDATE]", required=False, shell_complete=offers.updates
)
_reason = click.option("--reason", required=True, help="Why; readers see this beside the change.")


@click.command()
@_key
@_update_named
@_reason
@click.option("--body", help="The words of the update, in Markdown.")
@body_in
@click.option("--section", "sections", multiple=True, metavar="NAME=TEXT", help=_SECTION)
@click.option("--status", type=click.Choice(_STATUSES, case_sensitive=False))
@click.option(
    "--component",
    "components",
    multiple=True,
    metavar="ID=STATE",
    help="Repeatable.",
    shell_complete=offers.states,
)
@click.option("--at", metavar="TIME", help="The time it speaks of.")
@click.option("--next-update", metavar="30m|TIME", help="When the next update comes.")
@click.option("--title", help="Without UPDATE: the title of the incident.")
@title_in
@click.option("--owner", help="Without UPDATE.")
@click.option("--impact", type=click.Choice(_IMPACTS, case_sensitive=False), help="Without UPDATE.")
@click.option("--impact-from", metavar="TIME", help="Without UPDATE.")
@click.option("--impact-until", metavar="TIME", help="Without UPDATE.")
@click.option(
    "--noticed-by",
    type=click.Choice([one.value for one in NoticedBy], case_sensitive=False),
    help="Without UPDATE: who noticed it first.",
)
@click.option(
    "--first-report", metavar="TIME", help="Without UPDATE: when a reader told you first."
)
@json_option
@click.pass_obj
def amend(program: Program, /, key: str, update: str | None, reason: str, **given: Any) -> None:
    """Edit an update, or the title, owner and impact; what you do not name stays as it is.

    `incident show ID` lists the updates with their IDs. The former words stay readable.

    \b
    Example:
      statuspage incident amend 7kq2m9x4ha m4t9w2c7zp --body "Half of all searches fail." \\
        --reason "We had the wrong number"
    """
    program.open()
    found_incident(key)
    used = {name for name, value in given.items() if value}
    misplaced = used & (_OF_UPDATE if update is None else _OF_HEADING)
    if misplaced:
        option = "--" + sorted(misplaced)[0].replace("components", "component").replace(
            "sections", "section"
        ).replace("_", "-")
        if update is None:
            wrong = said("{option} needs the ID of an update; see --help.", option=option)
        else:
            wrong = said("{option} needs no UPDATE; see --help.", option=option)
        raise click.UsageError(words(wrong))
    found = _update(key, update, reason, given) if update else _heading(key, reason, given)
    tell_every_word(found)
    echo(said("Changed: {title}", title=found.title))


_OF_UPDATE = frozenset({"body", "body_in", "sections", "status", "components", "at", "next_update"})
_OF_HEADING = frozenset(
    {"title", "title_in", "owner", "impact", "impact_from", "impact_until", "noticed_by"}
    | {"first_report"}
)


def _update(key: str, update: str, reason: str, given: dict[str, Any]) -> Incident:
    with db.snapshot():
        former = wording_of(update_of(incidents.by_key(key), update))
    wording = replace(
        former,
        body=given["body"] or former.body,
        status=Status(given["status"]) if given["status"] else former.status,
        components={**former.components, **states(given["components"])},
        at=past("--at", given["at"]) or former.at,
        next_due=due("--next-update", given["next_update"]) or former.next_due,
        sections=_sections(former.sections, given["sections"]),
        wordings=with_texts(former.wordings, texts(given)),
    )
    return amend_update(key, update, wording, reason, actor())


def _sections(former: Sections | None, given: tuple[str, ...]) -> Sections | None:
    """The sections of a postmortem with those named put otherwise."""
    texts = {}
    for text in given:
        name, _, body = text.partition("=")
        if former is None:
            wrong: Said = said("That update is no postmortem; use --body.")
        elif name not in SECTIONS:
            wrong = said(
                "'{text}' should be NAME=TEXT, with NAME one of: {known}.",
                text=text[:80],
                known=[*SECTIONS],
            )
        else:
            texts[name] = body
            continue
        raise click.BadParameter(words(wrong), param_hint="--section")
    return former and former.with_texts(texts, {})


def _heading(key: str, reason: str, given: dict[str, Any]) -> Incident:
    with db.snapshot():
        found = incidents.by_key(key)
        is_stated = incidents.impact_is_stated(found.number)
    former = heading_of(found, impact_is_stated=is_stated)
    heading = replace(
        former,
        title=given["title"] or former.title,
        owner=given["owner"] or former.owner,
        wordings=with_texts(former.wordings, texts(given)),
        impact=Impact(given["impact"]) if given["impact"] else former.impact,
        impact_from=past("--impact-from", given["impact_from"]) or former.impact_from,
        impact_until=past("--impact-until", given["impact_until"]) or former.impact_until,
        noticed_by=NoticedBy(given["noticed_by"]) if given["noticed_by"] else former.noticed_by,
        first_report_at=past("--first-report", given["first_report"]) or former.first_report_at,
    )
    return amend_incident(key, heading, reason, actor())


@click.command()
@_key
@click.argument("update", metavar="UPDATE", shell_complete=offers.updates)
@_reason
@json_option
@click.pass_obj
def withdraw(program: Program, key: str, update: str, reason: str) -> None:
    """Withdraw an update; a note with the reason stays in its place.

    \b
    Example:
      statuspage incident withdraw 7kq2m9x4ha m4t9w2c7zp --reason "It was about another service"
    """
    program.open()
    found_incident(key)
    found = withdraw_update(key, update, reason, actor())
    tell_every_word(found)
    echo(said("Withdrawn: an update of {title}", title=found.title))


@click.command()
@_key
@_update_named
@_reason
@click.option("--body", help="The words of the update that shall stand there.")
@click.option("--author", help="Who wrote the update, as the record will say.")
@click.option("--title", help="Without UPDATE: the new title.")
@click.option("--owner", help="Without UPDATE: the new owner.")
@in_languages
@click.option("--dry-run", is_flag=True, help="Say what else holds the words, and erase nothing.")
@json_option
@click.pass_obj
def erase(
    program: Program, /, key: str, update: str | None, reason: str, *, dry_run: bool, **given: Any
) -> None:
    """Erase personal data: blank all former texts for good, here and in the record.

    What you do not name stays as it is now. A note says that something was removed, and why.
    Drafts, kept forms and private notes that hold the words lose them; nothing else is touched.

    \b
    Example:
      statuspage incident erase 7kq2m9x4ha m4t9w2c7zp --body "A customer called us." \\
        --reason "The customer asked for it"
    """
    program.open()
    found_incident(key)
    with db.snapshot():
        found = incidents.by_key(key)
        subject = UPDATE.subject(update_of(found, update).key) if update else INCIDENT.subject(key)
        own = {name: text for name, text in given.items() if isinstance(text, str)}
        words = own | by_field(Wordings(texts(given)))
        copies = copies_of(subject, words)
    if not dry_run:
        erase_texts(subject, words, reason, actor(), zone=zone())
    tell({"erased": not dry_run, "copies": _counts(copies)})
    for line in _lines(copies):
        echo(line)
    if dry_run:
        echo(said("Nothing is erased yet."))
        return
    echo(said("Erased. Backups and copies made earlier still hold it."))


def _counts(copies: Copies) -> dict[str, int]:
    """How many other things held the words."""
    return {
        "drafts": len(copies.drafts),
        "kept_forms": copies.kept_forms,
        "notes": copies.notes,
        "alarms": copies.alarms,
        "answers": copies.answers,
        "audit_lines": copies.audit_lines,
    }


def _lines(copies: Copies) -> Iterator[Said]:
    """What an erasure takes besides what was published."""
    for draft in copies.drafts:
        what = {"label": draft.label, "writers": [*draft.writers]}
        yield said("dropped: a draft by {writers}, {label}", **what)
    if count := copies.kept_forms:
        yield counted("dropped: {count} kept form", "dropped: {count} kept forms", count)
    if count := copies.notes:
        yield counted(
            "taken out of: {count} private note", "taken out of: {count} private notes", count
        )
    if count := copies.alarms:
        yield counted(
            "taken out of: {count} draft that a check began",
            "taken out of: {count} drafts that checks began",
            count,
        )
    if count := copies.answers:
        yield counted(
            "taken out of: {count} answer that the API remembers",
            "taken out of: {count} answers that the API remembers",
            count,
        )
    if count := copies.audit_lines:
        yield counted(
            "{count} line of the audit log holds them and cannot be changed",
            "{count} lines of the audit log hold them and cannot be changed",
            count,
        )


COMMANDS = (amend, withdraw, erase)
