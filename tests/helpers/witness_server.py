"""A witness as C2SP tlog-witness describes it, over real HTTP; and all that one can do wrong."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from statuspage import clock
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.note import Checkpoint, Verifier, parse_note
from statuspage.domain.record.proofs import is_consistent
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses
from statuspage.store.settings import site

Reply = tuple[int, bytes, dict[str, str]]


class StubWitness:
    """What it saw, and how it answers. `mischief` answers in its place, where there is one."""

    def __init__(self, name: str, log: Verifier | None, seed: int) -> None:
        self.cosigner = Cosigner(f"witness.example/{name}", bytes([seed]) * 32)
        self.name = name
        self.url = ""
        self.log = log
        self.latest: Checkpoint | None = None
        self.asked: list[int] = []  # the old sizes that were told
        self.mischief: Callable[[Checkpoint], Reply] | None = None
        self.hangs = Event()

    @property
    def size(self) -> int:
        return self.latest.size if self.latest else 0

    @property
    def line(self) -> str:
        """Its line of a policy."""
        return f"witness {self.name} {self.cosigner.key} {self.url}\n"

    def answer(self, body: bytes) -> Reply:
        """By the rules, in the order in which they stand there."""
        request, _, checkpoint = body.partition(b"\n\n")
        first, *rows = request.decode().split("\n")
        assert first.startswith("old ")
        old, note = int(first[4:]), parse_note(checkpoint)
        head, proof = note.checkpoint, [b64decode(row, validate=True) for row in rows if row]
        assert len(proof) <= 63
        self.asked.append(old)
        if self.mischief is not None:
            return self.mischief(head)
        if self.log is None or head.origin != self.log.name:
            return 404, b"", {}
        if not note.is_signed_by(self.log):
            return 403, b"", {}
        if old > head.size:
            return 400, b"", {}
        if old != self.size:
            return 409, f"{self.size}\n".encode(), {"Content-Type": "text/x.tlog.size"}
        if self.latest is None:
            if proof:
                return 422, b"", {}
        elif not is_consistent(old, self.latest.root, head.size, head.root, proof):
            return 422, b"", {}
        self.latest = head
        return 200, self.cosign(head), {}

    def cosign(self, head: Checkpoint) -> bytes:
        return self.cosigner.cosign(head, int(clock.timestamp())).line.encode()


@contextmanager
def serving(*stubs: StubWitness) -> Iterator[None]:
    """All of them, each at an address of its own."""
    with ExitStack() as stack:
        for stub in stubs:
            stub.url = stack.enter_context(_served(stub))
        yield


@contextmanager
def _served(stub: StubWitness) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != "/w/add-checkpoint":
                self.send_error(410)
                return
            status, found, headers = stub.answer(body)
            if stub.hangs.is_set():
                ended.wait()
                return
            self.send_response(status)
            for name, text in {"Content-Length": str(len(found)), **headers}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *_: Any) -> None:
            pass

    ended = Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/w/"
    finally:
        ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def name_witnesses(folder: Path, policy: str) -> None:
    """Name the witnesses of a policy in the files of a site; they may be on this machine."""
    (folder / "witnesses.txt").write_text(policy, "utf-8")
    config = folder / "config.toml"
    text = config.read_text("utf-8")
    if "[record]" not in text:
        table = '[record]\nwitnesses = "witnesses.txt"\nallow_private = true\n'
        config.write_text(f"{text}\n{table}", "utf-8")


def cosign_here(now: datetime, *cosigners: Cosigner) -> None:
    """Keep what these say of the newest head of the open store, as if it had come from them."""
    with db.transaction():
        head = signing.head(LIBRARY, site())
        for cosigner in cosigners:
            witnesses.keep(head.size, cosigner.cosign(head, int(now.timestamp())))
        db.raise_topics("cosignatures")
