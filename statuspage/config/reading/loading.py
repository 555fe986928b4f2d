"""Reads config.toml: every fault at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from statuspage.config.database import DATABASE_VARIABLE, check_address, without_password
from statuspage.config.faults import Fault, faults_of
from statuspage.config.probes import ProbeTables, tables_of
from statuspage.config.reading.checks import cross_faults
from statuspage.config.reading.locate import Lines, line_at, locate
from statuspage.config.reading.pulled import source_faults
from statuspage.config.settings import Settings
from statuspage.config.slas import Indicators
from statuspage.config.sources import SourceTables
from statuspage.errors import ConfigError, Problem, message
from statuspage.said import Said, said

_LARGEST = 1024 * 1024
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load(
    path: Path,
    environ: Mapping[str, str],
    indicators: Indicators,
    kinds: ProbeTables,
    sources: SourceTables,
) -> Settings:
    """The settings in a file, with the database that the environment names, if it does.

    Known are the indicators and the kinds of probe and source that are given. Raises ConfigError
    with all faults, also when there is no such file.
    """
    text = _read(path)
    raw, lines = _parse(path.name, text)
    content = path.parent / "content"
    faults = [*cross_faults(raw, content, indicators), *source_faults(raw, content)]
    settings: Settings | None = None
    probes, pulled = (
        _by_kind(name, [one.settings for one in known.values()], raw, faults)
        for name, known in (("probes", kinds), ("sources", sources))
    )
    measured = [table for one in pulled for table in one.probes(one.type)]
    written = {
        "probes": [*(one.model_dump(mode="json") for one in probes), *measured],
        "sources": [one.model_dump(mode="json") for one in pulled],
    }
    try:
        settings = Settings.model_validate({**raw, **written}, context=indicators)
    except ValidationError as error:
        faults += faults_of(error, Settings)
    problems = {Problem(path.name, line_at(lines, fault.path), fault.text) for fault in faults}
    database = environ.get(DATABASE_VARIABLE, "")
    problems |= _database_problems(database)
    if problems or settings is None:
        raise ConfigError(list(problems))
    if not database:
        return settings
    store = settings.store.model_copy(update={"database": without_password(database)})
    return settings.model_copy(update={"store": store})


def _by_kind(
    name: str, kinds: Sequence[type[BaseModel]], raw: dict[str, Any], faults: list[Fault]
) -> Sequence[Any]:
    """The tables of a name, each read as its kind says; what is wrong is added to `faults`."""
    tables = tables_of(name, kinds)
    try:
        found: Sequence[Any] = getattr(tables.model_validate({name: raw.pop(name, ())}), name)
    except ValidationError as error:
        faults += faults_of(error, tables)
        return ()
    return found


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        text = said(
            "there is no such file; create a site with `statuspage init DIR`, or name the file "
            "with --config"
        )
        raise _one(str(path), 0, text) from None
    except OSError as error:
        text = said(
            "cannot be read ({error}); check its name and permissions", error=error.strerror
        )
        raise _one(str(path), 0, text) from None
    if len(data) > _LARGEST:
        raise _one(path.name, 0, said("is larger than 1 MiB, so it cannot be a settings file"))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _one(path.name, line, said("is not UTF-8 text; save it as UTF-8")) from None


def _parse(name: str, text: str) -> tuple[dict[str, Any], Lines]:
    try:
        return tomllib.loads(text, parse_float=Decimal), locate(text)
    except RecursionError:
        raise _one(name, 0, said("is nested too deeply; make it flatter")) from None
    except ValueError as error:
        found = _TOML_PLACE.search(str(error))
        last = text.count("\n") + 1
        line = int(found[1] or last) if found else 0
        what = _TOML_PLACE.sub("", str(error))
        fault = said(
            "is not TOML from here on: {what}; fix this first, then the rest can be read",
            what=what,
        )
        raise _one(name, line, fault) from None


def _database_problems(database: str) -> set[Problem]:
    try:
        if database:
            check_address(database)
    except ValueError as error:
        return {Problem(DATABASE_VARIABLE, 0, message(error))}
    return set()


def _one(name: str, line: int, text: Said) -> ConfigError:
    return ConfigError([Problem(name, line, text)])
