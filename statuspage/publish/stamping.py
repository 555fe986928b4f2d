"""Asking an authority for a time stamp, and reading one (RFC 3161), by the extra `stamps`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from statuspage.errors import StatusPageError, Unreachable, message
from statuspage.net.deliver import deliver
from statuspage.net.exchange import Limits
from statuspage.net.fetch import request_of
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule
from statuspage.said import said

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_LIMITS = Limits(seconds=15.0, size=65_536, redirects=0)
_SHA256 = "2.16.840.1.101.3.4.2.1"
_QUERY = ("Content-Type", "application/timestamp-query")


def is_able() -> bool:
    """Whether the package that reads stamps is here."""
    try:
        _library()
    except StatusPageError:
        return False
    return True


def ask(
    url: str, data: bytes, may_reach: AddressRule, roots: Sequence[Certificate] = ()
) -> tuple[datetime, bytes]:
    """The time that an authority puts on some bytes, and its answer in DER.

    With `roots` it must lead to one of these certificates. Raises StatusPageError.
    """
    rfc = _library()
    asked = (
        rfc.TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(rfc.HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    request = Request(request_of(url).url, "POST", (_QUERY,), asked.as_bytes())
    answer = deliver(request, _LIMITS, may_reach=may_reach, is_read=True)
    if answer.status != 200:
        raise Unreachable(said("It answers with status {status}.", status=answer.status))
    try:
        return stamped_at(answer.body, data, roots, nonce=asked.nonce), answer.body
    except ValueError as error:
        raise StatusPageError(message(error)) from error


def stamped_at(
    token: bytes, data: bytes, roots: Sequence[Certificate] = (), *, nonce: int | None = None
) -> datetime:
    """The time that a stamp puts on some bytes.

    Without `roots` nobody knows who made it. Raises ValueError where it stamps something else,
    answers another question, or does not lead to one of the roots.
    """
    rfc = _library()
    try:
        answer = rfc.decode_timestamp_response(token)
        status, why = answer.status, answer.status_string
        if status == rfc.PKIStatus.GRANTED:
            found = answer.tst_info
            imprint, hashed_by = found.message_imprint, found.message_imprint.hash_algorithm
    except ValueError as error:
        raise ValueError(said("the stamp cannot be read: {error}", error=str(error))) from error
    if status != rfc.PKIStatus.GRANTED:
        raise ValueError(said("the authority refuses: {why}", why=", ".join(why) or str(status)))
    if hashed_by.dotted_string != _SHA256 or imprint.message != sha256(data).digest():
        raise ValueError(said("the stamp is of something else"))
    if nonce is not None and found.nonce != nonce:
        raise ValueError(said("the stamp answers another question"))
    if roots:
        _check(answer, data, roots)
    at: datetime = found.gen_time
    return at


def authorities(pem: bytes) -> Sequence[Certificate]:
    """The certificates of a file. Raises ValueError."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise ValueError(said("it holds no certificates in PEM")) from error


def _check(answer: Any, data: bytes, roots: Sequence[Certificate]) -> None:
    rfc = _library()
    try:
        rfc.VerifierBuilder(roots=list(roots)).build().verify_message(answer, data)
    except (rfc.VerificationError, ValueError) as error:
        raise ValueError(said("the stamp does not lead to the authority named")) from error


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise StatusPageError(
            said("Time stamps need one more package: pip install 'statuspage[stamps]'.")
        ) from error
    return rfc3161_client
