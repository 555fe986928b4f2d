"""What one location is to check, as the server says it, and what of that can be done here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from statuspage.config import Probe
from statuspage.config.kinds.environment import names_in
from statuspage.errors import SourceError
from statuspage.probes.registry import PROBE_KINDS
from statuspage.said import said

_OWN = "STATUSPAGE_"
"""How the variables of the program itself begin: no server may have them sent anywhere."""

_FILES = ("ca", "client_certificate", "client_key")


@dataclass(frozen=True)
class Assignment:
    """Probes that can be checked here, and faults: a line each for what cannot, or not yet."""

    probes: tuple[Probe, ...] = ()
    connectivity: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read(text: str | bytes, environ: Mapping[str, str]) -> Assignment:
    """The assignment that a text says. Raises SourceError when it says none."""
    try:
        told = json.loads(text)
        tables, references = list(told["probes"]), [*map(str, told["connectivity"])]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(said("It does not say what to check.")) from error
    probes: list[Probe] = []
    faults: list[str] = []
    for table in tables:
        try:
            probe = _probe(table)
        except _Unusable as error:
            faults.append(str(error))
        else:
            probes.append(probe)
            faults += _missing(probe, environ)
    return Assignment(tuple(probes), tuple(references), tuple(faults))


class _Unusable(Exception):
    """A probe that this version cannot check."""


def _probe(table: Any) -> Probe:
    name = table.get("id", "?") if isinstance(table, dict) else "?"
    try:
        probe = Probe.model_validate(table)
        kind = PROBE_KINDS[probe.type]
        if kind.measure is None:
            raise _Unusable(f"{name} is not checked: results of its type come by themselves")
        kind.settings.model_validate(probe.written())
    except KeyError:
        text = f"{name} is not checked: this version knows no probe of type {table.get('type')!r}"
        raise _Unusable(text) from None
    except ValidationError as error:
        keys = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise _Unusable(f"{name} is not checked: this version cannot read {keys}") from None
    if own := [one for one in dict.fromkeys(_named(probe.written())) if one.startswith(_OWN)]:
        raise _Unusable(f"{name} is not checked: {', '.join(own)} is never sent from here")
    return probe


def _missing(probe: Probe, environ: Mapping[str, str]) -> Iterator[str]:
    """What a probe takes from this machine, and does not find here."""
    written = probe.written()
    unset = [name for name in dict.fromkeys(_named(written)) if not environ.get(name)]
    if unset:
        text = "needs {names}, which the environment here lacks; it stays unknown until that is set"
        yield f"{probe.id} {text.format(names=', '.join(unset))}"
    files = [str(written[key]) for key in _FILES if key in written]
    if unread := [name for name in files if not os.access(name, os.R_OK)]:
        text = "needs {names}, which cannot be read here; it stays unknown until it can"
        yield f"{probe.id} {text.format(names=', '.join(unread))}"


def _named(value: Any) -> Iterator[str]:
    """The variables that the texts of a table name."""
    if isinstance(value, str):
        yield from names_in(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _named(inner)
