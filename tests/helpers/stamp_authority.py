"""A time-stamping authority on this machine: openssl's own, behind a small HTTP server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.helpers.wanted import need

_CONFIG = """\
[tsa]
default_tsa = here
[here]
dir = {folder}
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class StampAuthority:
    """What it answers is chosen by `mood`: "good", "other", "refuses", "garbage" or "broken"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mood = "good"
        self.url = ""
        self.asked = 0
        folder.mkdir()
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        self.root = folder / "root.pem"
        root_key, root = _certified("Test root", None)
        key, leaf = _certified("Test authority", (root_key, root))
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "leaf.key").write_bytes(plain)

    def answer(self, query: bytes) -> tuple[int, bytes]:
        """The status and the body for a question."""
        self.asked += 1
        if self.mood == "broken":
            return 503, b""
        if self.mood == "garbage":
            return 200, b"<html>"
        if self.mood == "refuses":
            query = query[:-3]
        if self.mood == "other":
            query = query.replace(query[24:30], b"another"[:6])
        return 200, self._stamped(query)

    def _stamped(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        command = [need("openssl"), "ts", "-reply", "-config", str(self.folder / "tsa.cnf")]
        files = ["-queryfile", "query.tsq", "-signer", "leaf.pem", "-inkey", "leaf.key"]
        subprocess.run(
            [*command, *files, "-out", "reply.tsr"],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def stamping(folder: Path) -> Iterator[StampAuthority]:
    """An authority that answers by HTTP."""
    authority = StampAuthority(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/tsa"
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def name_authority(folder: Path, authority: StampAuthority) -> None:
    """Name an authority in the files of a site, with its certificate beside them."""
    (folder / "root.pem").write_bytes(authority.root.read_bytes())
    config = folder / "config.toml"
    table = f'[record]\ntimestamps = "{authority.url}"\ntimestamps_ca = "root.pem"\n'
    config.write_text(f"{config.read_text('utf-8')}\n{table}allow_private = true\n", "utf-8")


_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


def _certified(name: str, issuer: _Pair | None) -> _Pair:
    """A key and its certificate: a root, or by one for time stamps alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    by = key if issuer is None else issuer[0]
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[1].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    if issuer is not None:
        usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return key, builder.sign(by, hashes.SHA256())
