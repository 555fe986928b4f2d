"""`import changelog`: other changelogs as drafts, with a list of what was kept as text."""

from __future__ import annotations

import click

from statuspage.actions.staff.audit import note_deed
from statuspage.actions.staff.imported_changes import known_components, take_changes
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor
from statuspage.cli.progress import shown
from statuspage.imports.changelog.reading import ChangelogForm, read
from statuspage.said import counted, joined
from statuspage.store import db
from statuspage.store.published import components


@click.command("changelog")
@click.argument("place", metavar="FILE_OR_DIR")
@click.option(
    "--from",
    "form",
    type=click.Choice([str(one) for one in ChangelogForm]),
    help="What it is; absent: what it looks like.",
)
@json_option
@click.pass_obj
def import_changelog(program: Program, place: str, form: str | None) -> None:
    """Import a changelog into drafts (a path, - or a URL): only staff see them until you publish.

    CHANGELOG.md in the dialects of Keep a Changelog, a folder with fragments of towncrier or
    changesets, or the JSON of GitHub's releases. What is not understood is kept as text and listed.

    \b
    Example:
      statuspage import changelog CHANGELOG.md
    """
    program.open()
    with db.snapshot():
        known = known_components([(one.id, one.name) for one in components.listed()])
    batch = read(place, known, ChangelogForm(form) if form else None)
    with shown() as progress:
        done = take_changes(batch, actor(), progress)
    if done.taken:
        note_deed(actor(), "import", "import/changelog", taken=done.taken)
    notes = [words(note.said) for note in batch.notes]
    tell({"taken": done.taken, "known": done.known, "refused": 0, "notes": notes})
    for note in batch.notes:
        echo(note.said)
    if done.dated:
        told = counted(
            "{count} draft gained the release it came with.",
            "{count} drafts gained the release they came with.",
            done.dated,
        )
        echo(told)
    echo(joined([f"taken {done.taken}, known {done.known}, refused 0"], ""))
