"""`incident`: the same actions as the forms of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents import posting as actions
from statuspage.actions.incidents.beginning import with_beginning
from statuspage.actions.incidents.wordings import by_field
from statuspage.cli.afar.either import EitherGroup
from statuspage.cli.completion import offers
from statuspage.cli.further import body_in, in_languages, texts
from statuspage.cli.incidents.listing import tell_published
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo
from statuspage.cli.output import is_json, json_option, line
from statuspage.cli.program import Program, actor, due, past, states
from statuspage.domain.desk.personal_data import personal_data
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import site

_INCIDENT_STATUSES = ["investigating", "identified", "monitoring", "resolved"]
_IMPACTS = [impact.value for impact in Impact if impact is not Impact.MAINTENANCE]
_UPDATE_STATUSES = [status.value for status in Status if status is not Status.POSTMORTEM]
"""A postmortem has its own form at the desk."""


def _options(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return wrap


_body = click.option("--body", required=True, help="The words, in Markdown.")
_key = click.argument("key", metavar="ID", shell_complete=offers.open_incidents)
_components = click.option(
    "--component",
    "components",
    multiple=True,
    metavar="ID=STATE",
    help="May be repeated.",
    shell_complete=offers.states,
)
_next = click.option("--next-update", metavar="30m|TIME", help="When the next update comes.")
_owner = click.option("--owner", help="Who is working on it, by the name readers should see.")
_noticed = _options(
    click.option(
        "--noticed-by",
        type=click.Choice([one.value for one in NoticedBy], case_sensitive=False),
        help="Who noticed it first.",
    ),
    click.option("--first-report", metavar="TIME", help="When a reader first told you of it."),
)
_times = _options(
    click.option("--impact-from", metavar="TIME", help="When the impact began."),
    click.option("--impact-until", metavar="TIME", help="When the impact ended."),
    click.option(
        "--posted-at", metavar="TIME", help="A past time; readers see that it was added afterwards."
    ),
    click.option(
        "--page-only",
        is_flag=True,
        help="Nobody is sent a message; the page and its feeds say so.",
    ),
)


_LISTS = {
    "list": said("List the incidents that are open, with their IDs, the newest first."),
    "show": said(
        "Show an incident or planned work with every update and its ID, the newest first."
    ),
}
_EDITS = {
    "amend": said(
        "Edit an update, or the title, owner and impact; what you do not name stays as it is."
    ),
    "withdraw": said("Withdraw an update; a note with the reason stays in its place."),
    "erase": said("Erase personal data: blank all former texts for good, here and in the record."),
}


_LOOKS = {
    "look-again": said("Promise to look by a time whether an incident came back, and to say so."),
    "looked": said("Say what you found when you looked again at an incident."),
}
_LANGUAGES = {
    "translate": said(
        "Add a language to an update, the newest unless UPDATE names one; nobody is notified."
    ),
}


@click.group(
    cls=EitherGroup,
    table={
        "incidents.edits": _EDITS,
        "incidents.listing": _LISTS,
        "incidents.translating": _LANGUAGES,
        "incidents.looking": _LOOKS,
    },
)
def incident() -> None:
    """Open, update and resolve incidents.

    \b
    Example:
      statuspage incident open --title "API errors" --body "We are looking." \\
        --component api=partial_outage --next-update 30m
    """


@incident.command("open")
@click.option("--title", required=True, help="What is wrong, in a few words.")
@_body
@in_languages
@click.option(
    "--status", type=click.Choice(_INCIDENT_STATUSES, case_sensitive=False), default="investigating"
)
@_components
@click.option("--impact", type=click.Choice(_IMPACTS, case_sensitive=False))
@_owner
@_noticed
@_next
@_times
@json_option
@click.pass_obj
def open_(program: Program, /, title: str, body: str, impact: str | None, **given: Any) -> None:
    """Open an incident; the last line printed is its ID.

    \b
    Example:
      statuspage incident open --title "Slow search" --body "Searches take longer than usual." \\
        --component search=degraded_performance
    """
    program.open()
    word = _word(body, given, impact=Impact(impact) if impact else None)
    word = with_beginning(word, clock.now())
    if program.keeps_drafts:
        from statuspage.cli.afar.drafts import keep_incident

        keep_incident(title, word, actor())
        return
    print_incident(actions.open_incident(title, word, actor()), with_key=True)


@incident.command()
@_key
@_body
@in_languages
@click.option(
    "--status",
    type=click.Choice(_UPDATE_STATUSES, case_sensitive=False),
    help="If absent, it stays as it is.",
)
@_components
@_owner
@_next
@_times
@_noticed
@json_option
@click.pass_obj
def update(program: Program, /, key: str, body: str, **given: Any) -> None:
    """Post an update on an incident or on planned work.

    \b
    Example:
      statuspage incident update 7kq2m9x4ha --status monitoring --body "A fix is in place."
    """
    program.open()
    _post(program, key, _word(body, given))


@incident.command()
@_key
@_body
@body_in
@click.option(
    "--root-cause-by", metavar="10d|TIME", help="The time by which you promise its cause."
)
@_times
@_noticed
@json_option
@click.pass_obj
def resolve(program: Program, /, key: str, body: str, **given: Any) -> None:
    """Resolve an incident; its components are operational again unless another holds them.

    \b
    Example:
      statuspage incident resolve 7kq2m9x4ha --body "Searches are as quick as usual again." \\
        --root-cause-by 10d
    """
    program.open()
    _post(program, key, _word(body, given | {"status": Status.RESOLVED}))


def _post(program: Program, key: str, word: NewUpdate) -> None:
    found_incident(key)
    if program.keeps_drafts:
        from statuspage.cli.afar.drafts import keep_update

        keep_update(key, word, actor())
        return
    print_incident(actions.post_update(key, word, actor()))


def _word(body: str, given: dict[str, Any], *, impact: Impact | None = None) -> NewUpdate:
    status = given.get("status")
    return NewUpdate(
        body=body,
        status=Status(status) if status else None,
        components=states(given.get("components", ())),
        next_due=due("--next-update", given.get("next_update")),
        impact_from=past("--impact-from", given["impact_from"]),
        impact_until=past("--impact-until", given["impact_until"]),
        posted_at=past("--posted-at", given["posted_at"]),
        owner=given.get("owner"),
        impact=impact,
        noticed_by=NoticedBy(given["noticed_by"]) if given["noticed_by"] else None,
        first_report_at=past("--first-report", given["first_report"]),
        root_cause_by=due("--root-cause-by", given.get("root_cause_by")),
        texts=texts(given),
        is_page_only=given["page_only"],
    )


def print_incident(found: Incident, *, with_key: bool = False) -> None:
    """Say what was published, to people and programs."""
    tell_published(found)
    say_published(found, with_key=with_key)


def say_published(found: Incident, *, with_key: bool = False) -> None:
    """Say what was published; a warning of what looks personal in it goes to standard error."""
    newest = found.updates[0]
    with db.snapshot():
        contact = site().contact
    translated = [*by_field(found.wordings).values(), *by_field(newest.wordings).values()]
    for one in personal_data([found.title, newest.body, *translated], [contact]):
        echo(said("{what} Everybody can read it now.", what=one.text), err=True)
    told = said("Published: {title} ({small})", title=found.title, small=found.status.small)
    if with_key and not is_json():
        echo(told, err=True)
        line(found.key)
    else:
        echo(told)


COMMANDS = (incident,)
