"""The tools: what is read is what the site publishes, and what is written goes the API's way.

So facts, checks, refusals and the audit log are the same. Words are drafts unless it is said
otherwise; a token is looked up with each call, so that a revoked one ends at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, ValidationError

from statuspage import __version__
from statuspage.cli.agents.reading import document, found_words, state, text
from statuspage.cli.agents.writing import kept_or_published
from statuspage.errors import InvalidInput, StatusPageError, message
from statuspage.web.api.requests import faults_by_field

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
_ABOUT = (
    "The status page of a service: how it is, its incidents, planned work, changes and promises. "
    "Times are UTC. What is unknown is said to be unknown; never take it for good. Writing tools "
    "keep a draft for people to read unless publish is true: publish only when a person asked for "
    "exactly these words to be public."
)

State = Literal[
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
]
Impact = Literal["none", "minor", "major", "critical"]
Status = Literal["investigating", "identified", "monitoring", "resolved"]
Step = Literal["investigating", "identified", "monitoring", "resolved", "false_alarm"]
Change = Literal["added", "changed", "deprecated", "removed", "fixed", "security"]


class _Server(MCPServer):
    """Refuses in one plain line, whether it is an act that refuses or the form of its input."""

    async def call_tool(self, *given: Any, **options: Any) -> Any:
        try:
            return await super().call_tool(*given, **options)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                refused = InvalidInput(faults_by_field(cause, BaseModel))
                raise ToolError(str(message(refused))) from cause
            raise (cause if isinstance(cause, ToolError) else error) from None


def server(secret: str) -> MCPServer:
    """The server, over the store that is open; `secret` is that of a token, or ""."""
    found = _Server("statuspage", instructions=_ABOUT, version=__version__, log_level="ERROR")
    _reading(found)
    _texts(found)
    if secret:
        _writing(found, secret)
    return found


def _told(act: Callable[[], Any]) -> str:
    """What an act gives, as JSON; a refusal in its own words."""
    try:
        return json.dumps(act(), ensure_ascii=False)
    except StatusPageError as error:
        raise ToolError(str(message(error))) from error


def _reading(found: MCPServer) -> None:
    def reads(name: str, path: str, about: str) -> None:
        def read() -> str:
            return _told(lambda: document(path))

        found.tool(name=name, description=about, annotations=_READS)(read)

    @found.tool(name="state", annotations=_READS)
    def now() -> str:
        """How the service is now, and what is open, in short."""
        return _told(state)

    reads("components", "/api/v1/components", "Each part of the service and its state.")
    reads("incidents", "/api/v1/incidents", "The newest incidents.")
    reads("maintenances", "/api/v1/maintenance", "Planned work, going on, to come and past.")
    reads("slas", "/api/v1/slas", "Each promise with its figure in the running period.")
    reads("changelog", "/api/v1/changelog", "The newest changes.")
    reads("outcomes", "/api/v1/outcomes", "What people asked for, and what became of it.")

    @found.tool(annotations=_READS)
    def incident(id: str) -> str:  # noqa: A002 what everything calls it
        """One incident or planned work, with every update and what was edited."""
        return _told(lambda: document(f"/api/v1/incidents/{id}"))

    @found.tool(annotations=_READS)
    def sla_period(id: str, period: str) -> str:  # noqa: A002 what everything calls it
        """One promise in one period: 2026-07, 2026-Q3, 2026-W27 or rolling-30d."""
        return _told(lambda: document(f"/api/v1/slas/{id}/periods/{period}"))

    @found.tool(annotations=_READS)
    def search(words: str) -> str:
        """Incidents, planned work, changes and answers that hold all of some words."""
        return _told(lambda: found_words(words))

    @found.tool(annotations=_READS)
    def page(path: str) -> str:
        """Any page of the site as Markdown, by its path, such as /sla/api or /history/2026-07."""
        try:
            return text(path)
        except StatusPageError as error:
            raise ToolError(str(message(error))) from error


def _texts(found: MCPServer) -> None:
    """The Markdown of pages as resources."""

    def resource(path: str) -> str:
        try:
            return text(path)
        except StatusPageError as error:
            raise ResourceError(str(message(error))) from error

    def fixed(name: str, path: str) -> None:
        def read() -> str:
            return resource(path)

        found.resource(f"status://{name}", name=name, mime_type="text/markdown")(read)

    for name, path in (("front", "/"), ("history", "/history"), ("promises", "/sla")):
        fixed(name, path)

    @found.resource("status://incidents/{key}", mime_type="text/markdown")
    def incident_text(key: str) -> str:
        """An incident or planned work."""
        return resource(f"/incidents/{key}")

    @found.resource("status://sla/{sla}/{period}", mime_type="text/markdown")
    def period_text(sla: str, period: str) -> str:
        """A promise in a period."""
        return resource(f"/sla/{sla}/{period}")

    @found.resource("status://changelog/{slug}", mime_type="text/markdown")
    def change_text(slug: str) -> str:
        """A change."""
        return resource(f"/changelog/{slug}")


def _writing(found: MCPServer, secret: str) -> None:
    def write(name: str, publish: bool, /, incident: str = "", **given: Any) -> str:
        body = {key: value for key, value in given.items() if value not in (None, {}, [])}
        parts = {"incident": incident} if incident else {}
        return _told(lambda: kept_or_published(secret, name, body, parts, is_draft=not publish))

    @found.tool(annotations=_WRITES)
    def open_incident(
        title: str,
        body: str,
        components: dict[str, State] | None = None,
        status: Status = "investigating",
        impact: Impact | None = None,
        next_update: str | None = None,
        publish: bool = False,
    ) -> str:
        """Say that something is broken. A draft unless publish is true. next_update: 30m, or a
        time.
        """
        return write(
            *("incidents", publish),
            title=title,
            body=body,
            components=components,
            status=status,
            impact=impact,
            next_update=next_update,
        )

    @found.tool(annotations=_WRITES)
    def update_incident(
        id: str,  # noqa: A002 what everything calls it
        body: str,
        status: Step | None = None,
        components: dict[str, State] | None = None,
        next_update: str | None = None,
        publish: bool = False,
    ) -> str:
        """Say the next word on an incident. A draft unless publish is true."""
        return write(
            *("updates", publish, id),
            body=body,
            status=status,
            components=components,
            next_update=next_update,
        )

    @found.tool(annotations=_WRITES)
    def resolve_incident(id: str, body: str, publish: bool = False) -> str:  # noqa: A002
        """Say that an incident is over. A draft unless publish is true."""
        return write("updates", publish, id, body=body, status="resolved")

    @found.tool(annotations=_WRITES)
    def schedule_maintenance(
        title: str,
        body: str,
        start: str,
        until: str,
        components: list[str],
        publish: bool = False,
    ) -> str:
        """Announce planned work, from and until a time such as 2026-12-06T02:00:00Z. A draft
        unless publish is true.
        """
        given: dict[str, Any] = {"from": start, "until": until, "components": components}
        return write("maintenance", publish, title=title, body=body, **given)

    @found.tool(annotations=_WRITES)
    def write_change(
        title: str,
        body: str = "",
        type: Change = "changed",  # noqa: A002 what everything calls it
        components: list[str] | None = None,
        publish: bool = False,
    ) -> str:
        """Tell of a change in the changelog. A draft unless publish is true."""
        return write("changelog", publish, title=title, body=body, type=type, components=components)
