"""`feedback`: what people told us, for staff alone."""

from __future__ import annotations

import click

from statuspage.cli.output import json_option, line, tell_each
from statuspage.cli.program import Program
from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.domain.record.recorded import stamp
from statuspage.store import db
from statuspage.store.listening import voices

_MOST = 10_000


@click.group()
def feedback() -> None:
    """What people told us: private until it counts for a request.

    \b
    Example:
      statuspage feedback list
    """


@feedback.command("list")
@click.option(
    "--state",
    type=click.Choice([str(one) for one in VoiceState]),
    help="Only those in one state.",
)
@json_option
@click.pass_obj
def list_(program: Program, state: str | None) -> None:
    """List what people said, the newest first: when, state, channel, request, first words.

    \b
    Example:
      statuspage feedback list --state held
    """
    program.open()
    with db.snapshot():
        found = voices.newest(_MOST, None if state is None else VoiceState(state))
    tell_each(_whole(one) for one in found)
    for one in found:
        line(_line(one))


def _line(one: Voice) -> str:
    words = " ".join((one.subject or one.text).split())[:80]
    return "\t".join((stamp(one.at), one.state, one.channel, one.outcome or "-", words))


def _whole(one: Voice) -> dict[str, object]:
    return {
        "key": one.key,
        "at": stamp(one.at),
        "state": str(one.state),
        "channel": str(one.channel),
        "outcome": one.outcome,
        "components": list(one.components),
        "subject": one.subject,
        "text": one.text,
        "may_quote": one.may_quote,
        "why": one.why,
    }


COMMANDS = (feedback,)
