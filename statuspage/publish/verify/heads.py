"""What the head of a record must be: signed by whom it should be, and grown out of an older one."""

from __future__ import annotations

from statuspage.domain.record.note import Note, Verifier, parse_note
from statuspage.errors import SourceError, message
from statuspage.publish.verify.record import HEAD, Read
from statuspage.publish.verify.report import Report
from statuspage.said import said


def check_signature(
    note: Note, key: Verifier | None, named: Verifier | None, report: Report
) -> None:
    """By the key that was given, else by the one that the record itself names."""
    origin = note.checkpoint.origin
    chosen = key or named
    if chosen is None:
        report.signed_by = said("It is not signed.")
        report.limits.append(said("Without a signature, nobody vouches for the head."))
    elif not note.is_signed_by(chosen):
        report.find(HEAD, said("is not signed by {chosen}", chosen=chosen))
    else:
        report.signed_by = said("Its head is signed by {chosen}.", chosen=chosen)
    if key is None and named is not None:
        report.limits.append(
            said(
                "The record itself names that key. To be sure whose key it is, get it from "
                "elsewhere and give it with --key."
            )
        )
    if chosen is not None and chosen.name != origin:
        report.find(
            HEAD, said("is of {origin}, and the key of {name}", origin=origin, name=chosen.name)
        )


def check_since(data: bytes | None, read: Read, key: Verifier | None, report: Report) -> None:
    """An older head must be that of the beginning of this record. Raises SourceError."""
    if data is None:
        report.limits.append(
            said(
                "Without an older checkpoint (--since), nobody can tell whether the record was "
                "made anew."
            )
        )
        return
    try:
        older = parse_note(data)
    except ValueError as error:
        raise SourceError(
            said("The older checkpoint cannot be read: {error}.", error=message(error))
        ) from error
    size, now = older.checkpoint.size, read.head.size
    if older.checkpoint.origin != read.head.origin:
        raise SourceError(
            said(
                "The older checkpoint is of {origin}, not of {ours}.",
                origin=older.checkpoint.origin,
                ours=read.head.origin,
            )
        )
    if key is not None and not older.is_signed_by(key):
        raise SourceError(said("The older checkpoint is not signed by {key}.", key=key))
    if size > now:
        report.find(
            HEAD,
            said(
                "was cut short: it held {size} entries before and holds {now} now",
                size=size,
                now=now,
            ),
        )
    elif read.root(size) != older.checkpoint.root:
        report.find(
            HEAD, said("was rewritten: its first {size} entries are not the former ones", size=size)
        )
    else:
        report.limits.append(
            said("The first {size} entries are those of the older checkpoint.", size=size)
        )
