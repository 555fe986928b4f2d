"""Servers of Mastodon and of Bluesky, as far as an account that posts asks them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from threading import Thread
from typing import Any

from tests.helpers.sites import a_table

TOKEN, HANDLE = "token-hunter2", "status.acme.example"
DID = "did:plc:acme"
Told = dict[str, Any]
Answer = tuple[int, Told | list[Told]]


@dataclass
class SocialServer:
    """What it holds, and what it was asked."""

    port: int = 0
    password: str = field(default_factory=token_hex)  # of the account on Bluesky
    posts: dict[str, Told] = field(default_factory=dict)  # by the name each was given
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    before: list[tuple[int, Told, dict[str, str]]] = field(default_factory=list)
    """Answers it gives first, one to each request, instead of doing anything."""
    once_posted: Callable[[], object] = lambda: None
    """Called between taking a post and answering it."""
    keys: dict[str, str] = field(default_factory=dict)
    sessions: int = 0
    access: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """What opens the accounts."""
        return {"TOKEN": TOKEN, "PASSWORD": self.password}

    def table(self, form: str) -> str:
        """A hook for the settings, whose account is here."""
        keys = {"id": "toots", "format": form, "url": self.url}
        keys["secret"] = "env:TOKEN" if form == "mastodon" else "env:PASSWORD"
        if form == "bluesky":
            keys["account"] = f"@{HANDLE}"
        return a_table("hooks", **keys) + "allow_private = true\n"

    @property
    def texts(self) -> list[str]:
        return [post.get("status") or post["text"] for post in self.posts.values()]

    def count(self, path: str) -> int:
        return sum(path in asked for _, asked in self.asked)

    def answer(self, method: str, path: str, headers: dict[str, str], body: Told) -> Answer:
        if path.startswith("/xrpc/"):
            return self._bluesky(path.rpartition(".")[2], headers, body)
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "1", "acct": "acme"}
        if path.startswith("/api/v1/accounts/1/statuses?"):
            held = [{"id": name, "content": post["status"]} for name, post in self.posts.items()]
            return 200, held[::-1]
        if method == "PUT":
            return self._edit(path.rpartition("/")[2], body)
        return self._post(headers.get("idempotency-key", ""), body)

    def _post(self, key: str, body: Told) -> Answer:
        if key in self.keys:
            return 200, {"id": self.keys[key]}
        if body.get("in_reply_to_id", "") not in {"", *self.posts}:
            return 404, {"error": "The post you are trying to reply to does not exist."}
        if len(body["status"]) > 500:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
        name = str(100 + len(self.posts))
        self.posts[name] = body
        self.keys[key] = name
        self.once_posted()
        return 200, {"id": name, "content": "x" * 40_000}

    def _edit(self, name: str, body: Told) -> Answer:
        if name not in self.posts:
            return 404, {"error": "Record not found"}
        self.posts[name] |= body
        return 200, {"id": name}

    def _bluesky(self, method: str, headers: dict[str, str], body: Told) -> Answer:
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if method == "createSession":
            if (body["identifier"], body["password"]) != (HANDLE, self.password):
                told = "Invalid identifier or password"
                return 401, {"error": "AuthenticationRequired", "message": told}
            return self._session()
        if method == "refreshSession":
            return self._session() if bearer == f"r{self.sessions}" else (401, {"error": "x"})
        if bearer != self.access:
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        return self._put(body)

    def _session(self) -> Answer:
        self.sessions += 1
        self.access = f"a{self.sessions}"
        names = {"did": DID, "accessJwt": self.access, "refreshJwt": f"r{self.sessions}"}
        return 200, names

    def _put(self, body: Told) -> Answer:
        record, rkey = body["record"], body["rkey"]
        is_right = re.fullmatch("[234567abcdefghij][234567a-z]{12}", rkey) is not None
        is_right &= body["repo"] == DID and len(record["text"]) <= 300
        for end in record.get("reply", {}).values():
            is_right &= end["uri"] in self.posts and end["cid"] == cid(self.posts[end["uri"]])
        for facet in record["facets"]:
            index = facet["index"]
            shown = record["text"].encode()[index["byteStart"] : index["byteEnd"]].decode()
            is_right &= shown == facet["features"][0]["uri"]
        if not is_right:
            return 400, {"error": "InvalidRequest", "message": "Invalid app.bsky.feed.post record"}
        uri = f"at://{DID}/app.bsky.feed.post/{rkey}"
        is_new = uri not in self.posts
        self.posts[uri] = record
        if is_new:
            self.once_posted()
        return 200, {"uri": uri, "cid": cid(record)}


def cid(record: Told) -> str:
    """The name of a record's words."""
    return f"bafy{sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()}"


@contextmanager
def social_server() -> Iterator[SocialServer]:
    """One that serves both on loopback."""
    held = SocialServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            held.asked.append((self.command, self.path))
            held.headers.append(headers)
            more: dict[str, str] = {}
            if held.before:
                status, told, more = held.before.pop(0)
            else:
                status, told = held.answer(
                    self.command, self.path, headers, json.loads(text or b"{}")
                )
            data = json.dumps(told).encode()
            with suppress(OSError):  # whoever asked may be gone
                self.send_response(status)
                for name, value in {**more, "Content-Length": str(len(data))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held.port = server.server_port
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
