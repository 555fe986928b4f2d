"""Response headers that every answer carries, public or not."""

from __future__ import annotations

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)
_HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")


def security_headers(*, is_https: bool) -> list[tuple[str, str]]:
    """The headers for a site served over https, or over plain http."""
    return [*_ALWAYS, _HTTPS_ONLY] if is_https else list(_ALWAYS)
