"""What the errors of sockets and of TLS say, and whose fault they are."""

from __future__ import annotations

import errno
import ssl

from statuspage.errors import Unreachable
from statuspage.said import Said, said

_OUR_LIMITS = {
    errno.EMFILE: said("this process has too many open files"),
    errno.ENFILE: said("this machine has too many open files"),
    errno.ENOBUFS: said("this machine has no buffers left"),
    errno.ENOMEM: said("this machine has no memory left"),
    errno.EADDRNOTAVAIL: said("this machine has no address or port left to connect from"),
    errno.EACCES: said("this machine does not allow the connection"),
    errno.EPERM: said("this machine does not allow the connection"),
}


def unreachable(error: OSError) -> Unreachable:
    """The same in words."""
    # TLS numbers its errors in a way of its own.
    ours = None if isinstance(error, ssl.SSLError) else _OUR_LIMITS.get(error.errno or 0)
    if ours is not None:
        return Unreachable(said("Could not ask: {why}.", why=ours), kind="ours", is_ours=True)
    kind, text = _words(error)
    return Unreachable(text, kind=kind)


def _words(error: OSError) -> tuple[str, Said]:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message.rstrip(".")
        return "certificate", said("The certificate is not valid: {why}.", why=why)
    if isinstance(error, ssl.SSLError):
        why = (error.reason or "the connection was cut").lower().replace("_", " ")
        return "tls", said("TLS failed: {why}.", why=why)
    if isinstance(error, ConnectionRefusedError):
        return "refused", said("The connection was refused; nothing is listening there.")
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return "cut", said("The other side closed the connection.")
    text = said("The connection failed: {why}.", why=error.strerror or str(error))
    return "connection", text
