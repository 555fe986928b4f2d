"""What an import prints."""

from __future__ import annotations

from statuspage.domain.incidents.imported import Batch, Taking
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Problem
from statuspage.imports import report
from tests.render.facts import an_incident


def test_report_lists_faults_notes_and_counts_and_ends_with_the_totals() -> None:
    batch = Batch(
        incidents=(),
        refused=1,
        faults=(Problem("h.jsonl", 3, "title: It is empty."),),
        notes=(Problem("h.jsonl", 4, "its window is refused."),),
        ignored={"colour": 2},
    )
    outcome = Taking(
        taken=2, known=5, refused=1, gained=1, reworded=2, unknown_components={"Moon": 3}
    )
    assert [str(line) for line in report.lines(batch, outcome)] == [
        "h.jsonl:3: title: It is empty.",
        "h.jsonl:4: its window is refused.",
        "Left out, because this page has no such component: Moon (3).",
        'Say what each is here with --component "THEIRS=OURS".',
        "Ignored keys: colour (2).",
        "Incidents already here gained 1 update.",
        "2 updates read differently at the source now; the words here stay as they were.",
        "taken 2, known 5, refused 1",
    ]


def test_entries_that_are_still_open_are_named_with_the_command_that_ends_them() -> None:
    open_one = an_incident(key="abc", title="Slow", status=Status.MONITORING, resolved_at=None)
    planned = an_incident(key="def", title="Work", kind=Kind.MAINTENANCE, status=Status.SCHEDULED)
    outcome = Taking(2, 0, 0, 0, 0, {}, still_open=(open_one, planned))
    told = [str(line) for line in report.lines(Batch((), 0, (), (), {}), outcome)]
    at = open_one.updates[0].at
    assert told == [
        "2 entries are still open, and this page shows them as open. End those that are over:",
        f'  "Slow", monitoring since {at:%Y-%m-%d %H:%M} UTC: '
        f'statuspage incident resolve abc --body "..." --posted-at {at:%Y-%m-%dT%H:%MZ}',
        f'  "Work", scheduled since {at:%Y-%m-%d %H:%M} UTC: statuspage maintenance cancel def',
        "taken 2, known 0, refused 0",
    ]


def test_report_of_a_clean_import_is_one_line() -> None:
    outcome = Taking(1, 0, 0, 0, 0, {})
    assert [str(line) for line in report.lines(Batch((), 0, (), (), {}), outcome)] == [
        "taken 1, known 0, refused 0"
    ]
