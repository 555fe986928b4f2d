"""A small server of IMAP4rev1 (RFC 3501) on a real socket, as far as reading a mailbox needs it.

It keeps its mails in memory; each has its flags. Nobody gets in without the right password.
"""

from __future__ import annotations

import base64
import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

USER, PASSWORD = "ada@acme.example", "pä/ss word"
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')


@dataclass
class KeptMail:
    """A mail in a folder."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class ImapServer:
    """What stands in its folders, and how it behaves."""

    port: int = 0
    capabilities: str = "IMAP4rev1 AUTH=PLAIN MOVE UIDPLUS"
    folders: dict[str, list[KeptMail]] = field(default_factory=lambda: {"INBOX": []})
    fetched: list[int] = field(default_factory=list)
    cut_after: int | None = None  # answers to FETCH, before the line is cut

    @property
    def url(self) -> str:
        user, password = USER.replace("@", "%40"), "p%C3%A4%2Fss%20word"
        return f"imap://{user}:{password}@127.0.0.1:{self.port}/INBOX"

    def put(self, *mails: bytes) -> None:
        for raw in mails:
            uid = 1 + sum(len(one) for one in self.folders.values())
            self.folders["INBOX"].append(KeptMail(uid, raw))

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        return [one.flags for one in self.folders[folder]]


@contextmanager
def imap_server(capabilities: str = ImapServer.capabilities) -> Iterator[ImapServer]:
    """A server on a free port of this machine; it ends with the block."""
    kept = ImapServer(capabilities=capabilities)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _Session(kept, self).run()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()


class _Session:
    def __init__(self, kept: ImapServer, line: socketserver.StreamRequestHandler) -> None:
        self._kept, self._line = kept, line
        self._is_in = False
        self._folder = ""

    def run(self) -> None:
        self._say("* OK ready")
        while text := self._line.rfile.readline().decode().strip():
            tag, command, *given = _words(text)
            if command.upper() == "LOGOUT":
                self._say("* BYE", f"{tag} OK bye")
                return
            if self._kept.cut_after is not None and len(self._kept.fetched) > self._kept.cut_after:
                return
            self._say(f"{tag} {self._answer(command.upper(), given)}")

    def _say(self, *lines: str) -> None:
        self._line.wfile.write("".join(f"{one}\r\n" for one in lines).encode())

    def _answer(self, command: str, given: list[str]) -> str:
        match command:
            case "CAPABILITY":
                self._say(f"* CAPABILITY {self._kept.capabilities}")
                return "OK done"
            case "AUTHENTICATE":
                self._say("+")
                told = base64.b64decode(self._line.rfile.readline()).decode().split("\0")
                self._is_in = told == ["", USER, PASSWORD]
                # Some servers repeat what they were told.
                return "OK in" if self._is_in else f"NO [AUTHENTICATIONFAILED] Not {told[-1]}?"
        if not self._is_in:
            return "NO sign in first"
        match command:
            case "SELECT" | "EXAMINE":
                self._folder = given[0]
                return "OK chosen" if given[0] in self._kept.folders else "NO no such folder"
            case "CREATE":
                is_there = given[0] in self._kept.folders
                self._kept.folders.setdefault(given[0], [])
                return "NO it is there" if is_there else "OK made"
            case "UID":
                return self._by_uid(given[0].upper(), given[1:])
        return "BAD unknown"

    def _by_uid(self, command: str, given: list[str]) -> str:
        mails = self._kept.folders[self._folder]
        if command == "SEARCH" and given[0] == "FROM":
            found = [one for one in mails if b"From: " + given[1].encode() in one.raw]
            self._say("* SEARCH " + " ".join(str(one.uid) for one in found))
            return "OK done"
        if command == "SEARCH":
            new = [one for one in mails if not one.flags & {r"\Seen", r"\Deleted"}]
            self._say("* SEARCH " + " ".join(str(one.uid) for one in new))
            return "OK done"
        one = next(one for one in mails if one.uid == int(given[0]))
        if command == "FETCH":
            self._kept.fetched.append(one.uid)
            raw = one.raw[: int(given[1].partition("<0.")[2].partition(">")[0])]
            head = f"* 1 FETCH (UID {one.uid} BODY[]<0> {{{len(raw)}}}\r\n"
            self._line.wfile.write(head.encode() + raw + b")\r\n")
        elif command == "STORE":
            one.flags |= set(given[2].strip("()").split())
        elif command in ("MOVE", "COPY") and given[1] not in self._kept.folders:
            return "NO [TRYCREATE] no such folder"
        elif command == "COPY":
            self._kept.folders[given[1]].append(KeptMail(one.uid, one.raw, set(one.flags)))
        elif command == "MOVE" and "MOVE" in self._kept.capabilities:
            mails.remove(one)
            self._kept.folders[given[1]].append(one)
        elif command == "EXPUNGE" and r"\Deleted" in one.flags:
            mails.remove(one)
        else:
            return "BAD unknown"
        return "OK done"


def _words(text: str) -> list[str]:
    return [
        quoted.replace('\\"', '"').replace("\\\\", "\\") if quoted else listed or plain
        for quoted, listed, plain in _WORDS.findall(text)
    ]
