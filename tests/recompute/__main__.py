"""`python3 -m tests.recompute URL`: says what differs, and ends with 1 if anything does."""

from __future__ import annotations

import sys

from tests.recompute.compare import compare
from tests.recompute.fetched import over_http


def main() -> int:
    """Count a site again that is named on the command line."""
    if len(sys.argv) != 2:
        print("Usage: python3 -m tests.recompute https://status.acme.example", file=sys.stderr)
        return 2
    try:
        report = compare(over_http(sys.argv[1]))
    except (OSError, ValueError) as error:
        print(f"{sys.argv[1]} cannot be counted again: {error}", file=sys.stderr)
        return 2
    for fault in report.faults:
        print(fault)
    print(
        f"{report.figures} figures counted again, {report.on_pages} more places on pages: "
        f"{len(report.faults)} differ."
    )
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
