"""`import feedback`: the requests of another board, with their states, days, votes and merges."""

from __future__ import annotations

from itertools import chain

import click

from statuspage import clock
from statuspage.actions.listening.importing import RequestsTaken, take_requests
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.domain.listening.elsewhere import Board
from statuspage.errors import InvalidInput
from statuspage.imports import feedback, measurements, source
from statuspage.said import counted, joined, said

_MOST_FAULTS = 50


@click.command("feedback")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--from",
    "board",
    type=click.Choice([str(one) for one in Board]),
    default=Board.CSV,
    help="The board that it comes from.",
)
@json_option
@click.pass_obj
def import_feedback(program: Program, file: str, board: str) -> None:
    """Publish the requests of another board from its CSV (a path, or -), without any names.

    Columns: id, title, text, status, created_at, votes, response, responded_at, merged_into, tags;
    those of Fider, Quackback and Canny are known by their own names, too. Nobody is told of it,
    and what was imported before is left as it is.

    \b
    Example:
      statuspage import feedback posts.csv --from fider
    """
    program.open()
    name = source.name_of(file)
    with click.open_file(file, "rb") as opened:
        rows = chain.from_iterable(measurements.chunks(opened, name, feedback.COLUMNS, zone()))
        asked, faults = feedback.read(rows, zone(), clock.now())
    if faults:
        for fault in faults[:_MOST_FAULTS]:
            echo(joined([name, fault.said], ": "), err=True)
        raise InvalidInput(
            {
                name: counted(
                    "{count} fault; nothing was taken.",
                    "{count} faults; nothing was taken.",
                    len(faults),
                )
            }
        )
    with shown() as progress:
        done = take_requests(asked, Board(board), actor(), progress)
    if done.taken:
        note_deed(actor(), "import", "import/feedback", taken=done.taken)
    _tell(done)


def _tell(done: RequestsTaken) -> None:
    tell(
        {
            "taken": done.taken,
            "known": done.known,
            "refused": 0,
            "without_reason": [*done.without_reason],
            "without_original": [*done.without_original],
        }
    )
    for lines, told in (
        (done.without_reason, said("declined without a reason; give one in the desk")),
        (done.without_original, said("merged into one that is not in this file; declined")),
    ):
        for line in lines:
            echo(said("line {line}: {text}", line=line, text=told))
    echo(joined([f"taken {done.taken}, known {done.known}, refused 0"], ""))
