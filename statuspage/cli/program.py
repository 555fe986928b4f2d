"""What the commands share: where the site is, opening its store, reading times and states."""

from __future__ import annotations

import getpass
import os
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.rendering import render_anew
from statuspage.cli.language import echo, words
from statuspage.config import Settings, Store, load
from statuspage.config.database import DATABASE_VARIABLE, DatabaseServer, store_place
from statuspage.config.signing import signing_seed
from statuspage.domain.desk.audit import Via
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.when import parse_when
from statuspage.errors import ConfigError, message
from statuspage.publish import targets
from statuspage.said import said
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.settings import site


class Program:
    """One run of the program on one site."""

    def __init__(self, config: str) -> None:
        self.config = Path(config).absolute()

    @property
    def actor(self) -> Actor:
        """Who types: the account of the operating system."""
        try:
            return Actor(getpass.getuser(), via=Via.COMMAND_LINE)
        except (KeyError, OSError):
            return Actor("command line", via=Via.COMMAND_LINE)

    @property
    def keeps_drafts(self) -> bool:
        """Whether somebody has to read what is typed before it is published."""
        return False

    @property
    def folder(self) -> Path:
        """Where config.toml lies; content/ is beside it."""
        return self.config.parent

    def settings(self) -> Settings:
        """The settings as the file has them. Raises ConfigError."""
        from statuspage.figures.indicators import INDICATORS
        from statuspage.probes.registry import PROBE_KINDS
        from statuspage.sources.registry import SOURCE_KINDS

        return load(self.config, os.environ, INDICATORS, PROBE_KINDS, SOURCE_KINDS)

    def database(self) -> Path | DatabaseServer:
        """Where the store is. An error elsewhere in config.toml must not lock staff out of it."""
        try:
            return self.settings().database_place(self.folder, os.environ)
        except ConfigError:
            path = self.likely_database()
            if isinstance(path, Path) and not path.exists():
                raise
            echo(
                said(
                    "{name} has faults: see `statuspage check`. Until they are mended, what was "
                    "set before stays as it is.",
                    name=self.config.name,
                ),
                err=True,
            )
            return path

    def likely_database(self) -> Path | DatabaseServer:
        """Where the store most likely is; nothing else in the file is looked at, or trusted."""
        url: object = os.environ.get(DATABASE_VARIABLE)
        if not url:
            try:
                url = tomllib.loads(self.config.read_text("utf-8"))["store"]["database"]
            except (OSError, ValueError, KeyError, TypeError):
                url = Store().database
        return store_place(str(url), self.folder, os.environ)

    def open(self) -> None:
        """Open the store of a site that was set up. Raises ConfigError, StoreError.

        A disk that takes no writing is borne: all is read, and what would write says why not.
        """
        db.open_store(self.database(), or_read_only=True)
        db.require_current_schema()
        targets.use(self.folder)
        signing.use(signing_seed(os.environ))

    def open_or_create(self) -> list[str]:
        """Open the store, make it when missing, and bring it up to date."""
        db.open_store(self.database(), create=True)
        steps = db.migrate()
        render_anew()
        db.session_secret()
        targets.use(self.folder)
        signing.use(signing_seed(os.environ))
        return steps


def actor() -> Actor:
    """Who typed the command that runs now."""
    found = click.get_current_context().find_object(Program)
    assert found is not None  # noqa: S101 every command that acts has one
    return found.actor


def zone() -> ZoneInfo:
    """The site's zone."""
    with db.snapshot():
        return site().zone


def moment(
    option: str, text: str, base: datetime | None = None, *, is_past: bool = False
) -> datetime:
    """A required option's time, in the site's zone when it names none; lengths count from `base`,
    or from now."""
    try:
        now = clock.now()
        return parse_when(text, zone(), base or now, now=now, is_past=is_past)
    except ValueError as error:
        raise click.BadParameter(words(message(error)), param_hint=option) from error


def past(option: str, text: str | None) -> datetime | None:
    """The time of an option that speaks of what was, or None where it is absent."""
    return None if text is None else moment(option, text, is_past=True)


def due(option: str, text: str | None) -> datetime | None:
    """The time of an option that speaks of what comes, or None where it is absent."""
    return None if text is None else moment(option, text)


def states(given: tuple[str, ...]) -> dict[str, ComponentState]:
    """`ID=STATE` options as a mapping; "major outage" is a state, too."""
    found: dict[str, ComponentState] = {}
    for text in given:
        component, _, state = text.partition("=")
        if component in found:
            twice = said("'{component}' is named twice; name it once.", component=component)
            raise click.BadParameter(words(twice), param_hint="--component")
        try:
            found[component] = ComponentState("_".join(state.lower().replace("-", " ").split()))
        except ValueError:
            wrong = said(
                "'{text}' should be ID=STATE, with STATE one of: {known}.",
                text=text,
                known=[*ComponentState],
            )
            raise click.BadParameter(words(wrong), param_hint="--component") from None
    return found
