"""Whether enough witnesses have seen the record: by a policy, from the public files alone."""

from __future__ import annotations

from statuspage.domain.record.cosignature import cosignatures
from statuspage.domain.record.note import Note, Verifier, parse_note
from statuspage.domain.record.policy import Policy
from statuspage.domain.record.witnesses import SeenHead
from statuspage.errors import SourceError, message
from statuspage.publish.verify.reading import Source
from statuspage.publish.verify.record import HEAD, Read
from statuspage.publish.verify.report import Report
from statuspage.said import Said, said

WITNESSED = "/record/witnessed"


def check_witnesses(
    source: Source,
    newest: Note,
    policy: Policy | None,
    read: Read,
    key: Verifier | None,
    report: Report,
) -> None:
    """The newest head must bear the cosignatures that the policy asks for, or an older one that
    the site keeps beside it, for the newest may wait for witnesses. `key` signs the record.
    """
    if policy is None:
        if len(newest.signatures) > 1:
            report.limits.append(said("Others signed its head, too; give --policy to check them."))
        return
    found = _cosigned(HEAD, newest, policy, read, key, report)
    if found is not None and not found.is_enough(policy):
        older = _older(source, report)
        found = found if older is None else _cosigned(WITNESSED, older, policy, read, key, report)
    if found is None:
        return
    if found.is_enough(policy):
        report.witnessed = _words(found, policy, read.head.size)
    else:
        report.find(HEAD, _too_few(found, policy))


def _older(source: Source, report: Report) -> Note | None:
    try:
        return parse_note(source.read(WITNESSED))
    except SourceError:
        return None
    except ValueError as error:
        report.find(WITNESSED, said("cannot be read: {error}", error=message(error)))
        return None


def _cosigned(
    place: str, note: Note, policy: Policy, read: Read, key: Verifier | None, report: Report
) -> SeenHead | None:
    """A head with the cosignatures below it; None, and a finding, where it is none of this record.

    One that does not hold condemns the note (C2SP signed-note).
    """
    head = note.checkpoint
    logs = [one.key for one in policy.logs] or ([key] if key else [])
    if head.origin != read.head.origin or head.size > read.head.size:
        report.find(place, said("is of another record, or of one that was cut short since"))
    elif read.root(head.size) != head.root:
        report.find(
            place,
            said("is not the head of the first {size} entries of this record", size=head.size),
        )
    elif logs and not any(one.name == head.origin and note.is_signed_by(one) for one in logs):
        report.find(place, said("is not signed by {chosen}", chosen=[str(one) for one in logs]))
    else:
        try:
            found = cosignatures(note, [one.key for one in policy.witnesses])
        except ValueError as error:
            report.find(place, said("cannot be believed: {error}", error=message(error)))
            return None
        by_key = {one.key: one for one in found}
        by = {one.name: by_key[one.key] for one in policy.witnesses if one.key in by_key}
        return SeenHead(head, by)
    return None


def _words(found: SeenHead, policy: Policy, size: int) -> Said:
    who = [
        said("{name} on {time:%Y-%m-%d %H:%M UTC}", name=name, time=one.seen_at)
        for name, one in found.by.items()
    ]
    seen = said(
        "Its head was cosigned by {count} of {all} witnesses, as the policy asks: {who}.",
        count=len(who),
        all=len(policy.witnesses),
        who=who,
    )
    if found.head.size == size:
        return seen
    return said(
        "{seen} That head is of the first {first} entries of {size}; the others wait for it.",
        seen=seen,
        first=found.head.size,
        size=size,
    )


def _too_few(found: SeenHead, policy: Policy) -> Said:
    missing = [one.name for one in policy.witnesses if one.name not in found.by]
    return said(
        "is cosigned by {count} of {all} witnesses, and that is not enough for the policy; "
        "missing: {missing}",
        count=len(found.by),
        all=len(policy.witnesses),
        missing=missing,
    )
