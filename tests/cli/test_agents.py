"""`mcp` as a process, asked by the client of the official SDK over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client

from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from tests.helpers.telling import ADA

pytestmark = pytest.mark.slow


def asked(site: Path, act: Callable[[Client], Awaitable[None]], token: str = "") -> None:
    """Start the program, and do something with it."""
    command = ["-m", "statuspage", "--config", str(site / "config.toml"), "mcp"]
    environ = {**os.environ, "STATUSPAGE_TOKEN": token}
    started = StdioServerParameters(command=sys.executable, args=command, env=environ)

    async def run() -> None:
        async with Client(started) as client:
            await act(client)

    asyncio.run(run())


async def told(client: Client, tool: str, **given: Any) -> Any:
    """What a tool gives, as JSON; the words of its refusal otherwise."""
    found = await client.call_tool(tool, given)
    text = found.content[0].text  # type: ignore[union-attr]
    return text if found.is_error else json.loads(text)


@pytest.fixture
def key(store: Path) -> str:
    """An open incident."""
    declared = {"api": ComponentState.MAJOR_OUTAGE}
    return open_incident("API is down", NewUpdate("Calls fail.", components=declared), ADA).key


def test_everybody_may_read_and_nobody_write_without_a_token(store: Path, key: str) -> None:
    async def act(client: Client) -> None:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        assert {"state", "incident", "sla_period", "search", "page"} <= set(tools)
        assert "open_incident" not in tools
        assert all(one.annotations and one.annotations.read_only_hint for one in tools.values())
        found = await told(client, "state")
        assert found["lines"][1]["text"] == "API is down"
        assert set(found) == {"as_of", "state", "lines"}
        assert all(set(one) <= {"text", "url", "next_update"} for one in found["lines"])
        assert (await told(client, "incident", id=key))["title"] == "API is down"
        assert "nothing" in str(await told(client, "incident", id="nothing"))
        assert await told(client, "search", words="calls FAIL") == [
            {"title": "API is down", "path": f"/incidents/{key}"}
        ]
        [text] = (await client.read_resource(f"status://incidents/{key}")).contents
        assert "# API is down" in text.text  # type: ignore[union-attr]
        page = await client.call_tool("page", {"path": "/sla"})
        assert "API availability" in page.content[0].text  # type: ignore[union-attr]
        hidden = await client.call_tool("page", {"path": "/admin"})
        assert hidden.is_error

    asked(store, act)


def test_a_token_drafts_and_publishes_only_when_told(store: Path, key: str) -> None:
    token = create_token("claude", ["incidents"], [])

    async def act(client: Client) -> None:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        assert tools["open_incident"].annotations is not None
        assert tools["open_incident"].annotations.read_only_hint is False
        await told(client, "update_incident", id=key, body="We found it.", status="identified")
        words = {"title": "Search is slow", "body": "We look.", "publish": True}
        made = await told(
            client, "open_incident", **words, components={"search": "degraded_performance"}
        )
        assert made["title"] == "Search is slow"
        wrong = await told(client, "open_incident", title="", body="", publish=True)
        assert "title" in str(wrong)
        lone = await told(client, "open_incident", title="Slow", publish=True)
        assert lone == 'body: "body" is missing; add it'
        odd = await told(client, "open_incident", **words | {"components": {"api": "bad"}})
        assert str(odd).startswith('components.api: "api" must be one of operational, ')
        assert "scope changelog" in str(await told(client, "write_change", title="Faster"))
        revoke_token("claude")
        assert "revoked" in str(await told(client, "resolve_incident", id=key, body="Over."))

    asked(store, act, token)
    with db.snapshot():
        assert len(incidents.by_key(key).updates) == 1
        [draft] = drafts.all_drafts()
        assert draft.writers == ("claude",)
        assert any(one.title == "Search is slow" for one in incidents.open_ones())
        verbs = {one.verb for one in audit.newest(20) if one.who == "claude"}
        assert len(verbs) > 1
        assert "save draft" in verbs
