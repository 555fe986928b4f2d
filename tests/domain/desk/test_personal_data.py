"""What looks personal is found, and what only looks alike is let pass."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.personal_data import personal_data


def places(text: str, *ours: str) -> list[str]:
    return [one.place for one in personal_data([text], ours)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Customer Max Mustermann (max@example.org) told us",
            ["max@example.org", "Max Mustermann"],
        ),
        ("Write to o'neil.j+shop@mail.example.co.uk.", ["o'neil.j+shop@mail.example.co.uk"]),
        ("call +49 30 1234567 now", ["+49 30 1234567"]),
        ("call 030/12345678, (555) 123-4567", ["030/12345678", "(555) 123-4567"]),
        ("paid from DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
        ("card 4111 1111 1111 1111 12 times", ["4111 1111 1111 1111"]),
        ("from 192.0.2.7 and 2001:db8::1", ["192.0.2.7", "2001:db8::1"]),
        ("Mr. Smith and Frau Müller waited", ["Mr. Smith", "Frau Müller"]),
        ("our client Zoë van Dijk", []),
        ("our client Zoë Dijk", ["Zoë Dijk"]),
    ],
)
def test_what_looks_personal_is_found(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "at 2026-11-28 21:23:45, from 12:30:45 to 2026-11-28T21:23:45Z, 28.11.2026 10:30",
        "10.1.2.3, 127.0.0.1, ::1, version 1.2.3.4",
        "Customer Support Portal is slow for Customers in Europe",
        "Write to support@acme.example, security@acme.example.",
        "12,960 answers, 20260701120000, 2,000,000, ticket 1234-567-8901, #0301234567",
        "DE89370400440532013001 and 4111111111111112",  # their check digits are wrong
        "Users see errors. You need do nothing.",
        "Port 5432, 10:00-11:30, 01-02-2026, 030 GB of 12345",
        "https://example.org/0301234567/?at=+49301234567",
    ],
)
def test_what_only_looks_alike_is_let_pass(text: str) -> None:
    assert places(text) == []


def test_what_is_public_anyhow_is_let_pass() -> None:
    assert places("Write to ada@acme.example", "ada@acme.example") == []


def test_each_place_is_told_once() -> None:
    assert places("ada@b.example and ada@b.example") == ["ada@b.example"]
