"""Whom a connection believes, and what it proves itself with: contexts of TLS made from files.

A file is read again when it has changed, so a renewed certificate needs no restart.
"""

from __future__ import annotations

import functools
import ssl
from pathlib import Path


def trusting(authority: str, certificate: str = "", key: str = "") -> ssl.SSLContext:
    """A context that believes the system's authorities and one of ours, and shows a certificate.

    Each is the name of a PEM file, "" for none; the key may stand in the certificate's file. Raises
    OSError (ssl.SSLError among them) for a file that cannot be used.
    """
    files = [name for name in (authority, certificate, key) if name]
    return _made(
        authority, certificate, key, tuple(Path(name).stat().st_mtime_ns for name in files)
    )


@functools.lru_cache(64)
def _made(authority: str, certificate: str, key: str, _: tuple[int, ...]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(authority)
        # One certificate that signed itself, or a single link of a chain, may be all there is.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if certificate:
        # A password cannot be asked for here: a key that needs one is refused at once.
        context.load_cert_chain(certificate, key or None, password=lambda: b"")
    return context
