"""What a bucket refuses, in words that say the mend.

Of what a server answers only the code is told: the rest may hold the names of keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from statuspage.config import BucketPlace
from statuspage.errors import SourceError
from statuspage.publish.bucket.access import KEY, REGION, SECRET, TOKEN, endpoint
from statuspage.said import Said, said

_CODE = re.compile(r"<Code>\s*([A-Za-z0-9.]{1,60})\s*</Code>")
_STATUS = re.compile(r"status code: ([0-9]{3})\b")
_METADATA = ("169.254.169.254", "169.254.170.2", "fd00:ec2::254")  # where roles are asked for
_KEYS = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidSecurity")
_EXPIRED = ("ExpiredToken", "TokenRefreshRequired", "RequestExpired")
_CLOCK = ("RequestTimeTooSkewed",)
_REGIONS = (
    *("PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed"),
    *("IllegalLocationConstraintException", "InvalidRegion"),
)
_FULL = ("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage")
_BUSY = ("SlowDown", "TooManyRequests", "ServiceUnavailable", "RequestLimitExceeded", "Throttling")


def refusal(bucket: BucketPlace, error: BaseException, environ: Mapping[str, str]) -> SourceError:
    """What obstore raised, in one plain line."""
    text = str(error)
    code, status = _found(_CODE, text), _found(_STATUS, text)
    return SourceError(_words(bucket, text, code, status, environ))


def is_missing(error: BaseException) -> bool:
    """Whether a thing in the bucket is not there, as opposed to the bucket itself."""
    return isinstance(error, FileNotFoundError) and _found(_CODE, str(error)) != "NoSuchBucket"


def _words(
    bucket: BucketPlace, text: str, code: str, status: str, environ: Mapping[str, str]
) -> Said:
    target = str(bucket)
    server = endpoint(environ) or "AWS"
    if any(address in text for address in _METADATA) or "Missing" in text[:60]:
        return said(
            "There is no key for {target}; set {key} and {secret} in the environment of the "
            "program, or give its machine a role.",
            target=target,
            key=KEY,
            secret=SECRET,
        )
    if code == "NoSuchBucket" or (status == "404" and not code):
        return said(
            "There is no bucket {name} at {server}; create it, or name another server in "
            "{variable}.",
            name=bucket.name,
            server=server,
            variable="AWS_ENDPOINT_URL",
        )
    if code in _REGIONS or "redirect without LOCATION" in text or status in ("301", "307"):
        return said(
            "{target} is in another region; set {variable} to it.", target=target, variable=REGION
        )
    found = _of_the_key(target, server, code, status) or _of_the_server(
        target, server, code, status
    )
    if found is not None:
        return found
    if code or status:
        return said("{target} answers with {code}.", target=target, code=code or status)
    if "InvalidCertificate" in text:
        return said(
            "The certificate of {server} is not one that this machine trusts; name that of its "
            "authority in {variable}.",
            server=server,
            variable="SSL_CERT_FILE",
        )
    if "dns error" in text:
        return said("The name in {server} is not known.", server=server)
    if "Timeout" in text or "TimedOut" in text:
        return said("{server} takes too long to answer.", server=server)
    if "error sending request" in text or "Connect" in text:
        return said("{server} cannot be reached.", server=server)
    return said("{server} does not answer as S3 does.", server=server)


def _of_the_key(target: str, server: str, code: str, status: str) -> Said | None:
    if code in _KEYS or (status == "401" and not code):
        return said(
            "{server} does not know the key; see {key}, {secret} and {token}.",
            server=server,
            key=KEY,
            secret=SECRET,
            token=TOKEN,
        )
    if code in _EXPIRED:
        return said("The key for {target} has expired; set a new one.", target=target)
    if code in _CLOCK:
        return said(
            "The clock of this machine is not right, so {server} refuses it.", server=server
        )
    if status == "403":
        return said(
            "The key may not do this in {target}; it needs to read, write, delete and list there.",
            target=target,
        )
    return None


def _of_the_server(target: str, server: str, code: str, status: str) -> Said | None:
    if code in _FULL or status == "507":
        return said("{target} is full.", target=target)
    if code in _BUSY or status in ("429", "503"):
        return said("{server} is too busy at the moment.", server=server)
    if status == "501":
        return said(
            "{server} cannot write under a condition (If-Match), which a copy in a bucket needs.",
            server=server,
        )
    return None


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
