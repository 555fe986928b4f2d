"""Who sends a push, in a header that its key signs (VAPID, RFC 8292)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from statuspage.domain.telling.browser import base64url
from statuspage.domain.vocabulary.site import Site
from statuspage.notify.push.encryption import point

_GOOD_FOR = timedelta(hours=12)  # RFC 8292, section 2: a day at most
_HALF = 32  # bytes of each number of a signature (RFC 7518, section 3.4)


def subject_of(site: Site) -> str:
    """Whom a push service asks when something is wrong: a mail address, or a page by https.

    "" where the site names neither.
    """
    contact = site.contact
    if "@" in contact and "://" not in contact:
        return f"mailto:{contact}"
    return next((one for one in (contact, site.url) if one.startswith("https://")), "")


def authorization(endpoint: str, site: Site, key: EllipticCurvePrivateKey, now: datetime) -> str:
    """The header for what is sent to an endpoint."""
    url = urlsplit(endpoint)
    subject = subject_of(site)
    claims = {
        "aud": f"{url.scheme}://{url.netloc}",
        "exp": int((now + _GOOD_FOR).timestamp()),
        **({"sub": subject} if subject else {}),
    }
    text = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    numbers = decode_dss_signature(key.sign(text.encode(), ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(_HALF) for number in numbers)
    return f"vapid t={text}.{base64url(signature)}, k={base64url(point(key))}"


def _part(claims: dict[str, object]) -> str:
    return base64url(json.dumps(claims, separators=(",", ":")).encode())
