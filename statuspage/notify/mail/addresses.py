"""Addresses of mail as servers take them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def deliverable(address: str) -> str:
    """An address whose domain is written in ASCII; what stands before the @ stays as it is.

    Nobody is asked whether it exists; what is no address stays as it is, and servers refuse it.
    """
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{validate_email(address, check_deliverability=False).ascii_domain}"
    except EmailNotValidError:
        return address
