"""`make bench`: prints what running, a visitor's request and a rendering cost, as ratios."""

from __future__ import annotations

from tests.bench import (
    beside,
    bucket,
    footprint,
    history,
    probes,
    record,
    rendering,
    storage,
    throughput,
)


def main() -> None:
    """Run every benchmark."""
    rendering.main()
    footprint.main()
    record.main()
    probes.main()
    throughput.main()
    beside.main()
    storage.main()
    history.main()
    bucket.main()


if __name__ == "__main__":
    main()
