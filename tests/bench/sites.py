"""Filled sites for the benchmarks: 20 components, and incidents spread over a stretch of time."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db

COMPONENTS = 20
_BAD = (ComponentState.DEGRADED, ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)
_ACTOR = Actor("bench")


def make_site(folder: Path, more: str = "", source: str = "incidents") -> Path:
    """Write and open a site with 20 components and 3 SLAs; returns its config.toml.

    `more` is added to the configuration; `source` is what the SLAs count from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "content").mkdir(exist_ok=True)
    lines = ['[site]\nname = "Bench"\nurl = "http://127.0.0.1:8000"\n']
    lines += [f'[[groups]]\nid = "group-{n}"\nname = "Group {n}"\n' for n in range(4)]
    lines += [
        f'[[components]]\nid = "component-{n}"\nname = "Component {n}"\ngroup = "group-{n % 4}"\n'
        for n in range(COMPONENTS)
    ]
    lines += [
        f'[[slas]]\nid = "sla-{n}"\ntitle = "Component {n} is there"\n'
        f'components = ["component-{n}"]\n'
        f'indicator = "availability"\nsource = "{source}"\ntarget = "99.9%"\nwindow = "month"\n'
        for n in range(3)
    ]
    lines.append(more)
    config = folder / "config.toml"
    config.write_text("\n".join(lines), "utf-8")
    db.open_store(folder / "var" / "statuspage.db", create=True)
    db.migrate()
    sync(config, {})
    return config


def add_incidents(count: int, over: timedelta, *, seed: int = 1) -> None:
    """Incidents at random times of the past, each of an hour or so, with four updates."""
    chance = random.Random(seed)
    now = clock.now()
    starts = sorted(now - over * chance.random() for _ in range(count))
    for start in starts:
        component = f"component-{chance.randrange(COMPONENTS)}"
        begin = start - timedelta(hours=3)
        with clock.standing_at(begin):
            word = NewUpdate("We are looking.", components={component: chance.choice(_BAD)})
            key = open_incident("Something is slow", word, _ACTOR).key
        for minutes, status in ((10, Status.IDENTIFIED), (30, Status.MONITORING)):
            with clock.standing_at(begin + timedelta(minutes=minutes)):
                post_update(key, NewUpdate("We know more now.", status), _ACTOR)
        with clock.standing_at(begin + timedelta(minutes=chance.randrange(40, 170))):
            post_update(key, NewUpdate("It is over.", Status.RESOLVED), _ACTOR)
