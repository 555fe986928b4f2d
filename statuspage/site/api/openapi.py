"""openapi.json (OpenAPI 3.1), made from the models that validate and the shapes of answers."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic.json_schema import models_json_schema

from statuspage import __version__
from statuspage.config.kinds.values import Model
from statuspage.domain.desk.token import SCOPES
from statuspage.domain.vocabulary.site import Site
from statuspage.said import Said, joined, said
from statuspage.site.api.assignments import GUARDED, GuardedReading
from statuspage.site.api.incident_shapes import KeptDraft
from statuspage.site.api.parameters import MATCH, ONCE, parameters, queries
from statuspage.site.api.reading import Reading
from statuspage.site.api.readings import READINGS
from statuspage.site.api.shapes import Problem
from statuspage.site.api.writes import JSON, JSON_LINES, WRITES, Write
from statuspage.site.deprecations import mark

PROBLEM = "application/problem+json"
_REF = "#/components/schemas/{model}"


def document(site: Site) -> dict[str, Any]:
    """The whole description of `/api/v1` of a site, with messages in it."""
    found = {
        "openapi": "3.1.0",
        "info": {
            "title": said("{site}: status API", site=site.name),
            "version": __version__,
            "description": said("Reading needs no token. Sending needs one, with a scope."),
        },
        "servers": [{"url": site.url}],
        "paths": {
            **_paths(),
        },
        "components": {
            "schemas": dict(_noted_schemas()),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": said("Scopes: {scopes}", scopes=_scopes()),
                }
            },
        },
    }
    return mark(found)


def _paths() -> dict[str, Any]:
    """Each address with its methods; some are read and written."""
    found: dict[str, Any] = {reading.page.pattern: {"get": _get(reading)} for reading in READINGS}
    found |= {one.path: {"get": _guarded(one)} for one in GUARDED}
    for write in WRITES:
        found.setdefault(write.path, {}).update(_calls(write))
    return found


def _scopes() -> Said:
    named = (joined([scope, what], ": ") for scope, what in SCOPES.items())
    return joined(named, "; ")


def _get(reading: Reading) -> dict[str, Any]:
    return {
        "operationId": _name("get", reading.page.pattern),
        "summary": reading.summary,
        "parameters": [*parameters(reading.page.pattern), *queries(reading)],
        "responses": {"200": _answer(reading.answer), **_problems(*_refusals(reading))},
    }


def _refusals(reading: Reading) -> list[int]:
    return [400, 404, 503] if reading.page.is_sliced else [400, 404]


def _guarded(reading: GuardedReading) -> dict[str, Any]:
    query = {
        "name": reading.query,
        "in": "query",
        "required": True,
        "description": reading.about,
        "schema": {"type": "string", "minLength": 1, "maxLength": 64},
    }
    return {
        "operationId": _name("get", reading.path),
        "summary": reading.summary,
        "security": [{"token": []}],
        "x-required-scope": reading.scope,
        "parameters": [query] if reading.query else [],
        "responses": {"200": _answer(reading.answer), **_problems(401, 403, 404, 409, 429, 503)},
    }


def _calls(write: Write) -> dict[str, Any]:
    method = write.method.lower()
    call = _call(write)
    if not write.by_get:
        return {method: call}
    return {method: call, "get": call | {"operationId": _name("get", write.path)}}


def _call(write: Write) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": _name(write.method.lower(), write.path),
        "summary": write.summary,
        "parameters": [*parameters(write.path), ONCE],
    }
    refusals = [413, 422, 429, 503]
    if "{incident}" in write.path:
        refusals += [412]
        found["parameters"].append(MATCH)
    if write.needs_match:
        refusals += [428]
    if write.signature:
        refusals += [401]
        found["parameters"].append(_signature(write.signature))
    elif write.scope is None:
        refusals += [] if write.is_open else [404]
    else:
        refusals += [401, 403]
        found["security"] = [{"token": []}]
        found["x-required-scope"] = write.scope
    if write.row is not None:
        refusals += [400, 415]
        found["requestBody"] = _body(write.row)
    if write.row is None and write.scope is not None:
        refusals += [404, 409]
    if write.one is not None:
        refusals += [400, 409, 415]
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": _schema(write.one)}}}
    return found | {"responses": {**_answers(write), **_problems(*sorted({*refusals}))}}


def _signature(header: str) -> dict[str, Any]:
    about = said("Made by the sender of the body and a secret that both know.")
    schema = {"type": "string", "minLength": 1}
    return {
        "name": header,
        "in": "header",
        "required": True,
        "description": about,
        "schema": schema,
    }


def _answers(write: Write) -> dict[str, Any]:
    made = _answer(write.answer)
    if not write.keeps_drafts:
        return {str(write.status): made}
    kept = {**_answer(KeptDraft), "description": said("Kept as a draft; nothing is published.")}
    return {str(write.status): {**made, "description": said("Published.")}, "202": kept}


def _body(row: type[Model]) -> dict[str, Any]:
    one = _schema(row)
    each = said("One {row} as JSON on each line.", row=row.__name__)
    lines = {"type": "string", "description": each}
    return {
        "required": True,
        "description": said(
            "One object, an array, or JSON lines. Either all rows are taken, or none."
        ),
        "content": {
            JSON: {"schema": {"anyOf": [{"type": "array", "items": one}, one]}},
            JSON_LINES: {"schema": lines},
        },
    }


def _answer(shape: type[Model]) -> dict[str, Any]:
    return {"description": said("Done."), "content": {JSON: {"schema": _schema(shape)}}}


def _problems(*codes: int) -> dict[str, Any]:
    content = {PROBLEM: {"schema": _schema(Problem)}}
    return {
        str(code): {"description": Said(HTTPStatus(code).phrase), "content": content}
        for code in codes
    }


def _schema(model: type[Model]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


@cache
def _noted_schemas() -> Any:
    """They are the same for all sites, and take longer to make than the rest of one."""
    return noted(schemas())


def schemas() -> dict[str, Any]:
    """Each model by its name; what it says of itself and of its keys is English."""
    rows = [body for write in WRITES for body in (write.row, write.one) if body is not None]
    read = [reading.answer for reading in (*READINGS, *GUARDED)]
    answers: list[type[Model]] = [Problem, KeptDraft, *read, *(w.answer for w in WRITES)]
    wanted: list[tuple[type[Model], Any]] = [(row, "validation") for row in rows]
    wanted += [(answer, "serialization") for answer in dict.fromkeys(answers)]
    _, found = models_json_schema(wanted, ref_template=_REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def noted(value: Any) -> Any:
    """The same with its notes as messages; a note has no gaps, but sometimes braces."""
    if isinstance(value, list):
        return [noted(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {key: noted(inner) for key, inner in value.items()}
    if isinstance(note := value.get("description"), str):
        found["description"] = Said(note.replace("{", "{{").replace("}", "}}"))
    return found


def _name(verb: str, path: str) -> str:
    return "_".join([verb, *re.findall(r"\w+", path)[2:]])
