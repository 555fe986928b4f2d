"""`python -m tests.demo DIR [URL]`: writes the demo and says how much it holds."""

from __future__ import annotations

import sys
from pathlib import Path

from statuspage import clock
from statuspage.errors import StatusPageError
from tests.demo.filling import make_demo


def main() -> int:
    """Write the demo to the folder named on the command line, to be served at the address there."""
    if len(sys.argv) not in (2, 3):
        print("Usage: python -m tests.demo DIR [URL]", file=sys.stderr)
        return 2
    try:
        spoken = make_demo(Path(sys.argv[1]), clock.now(), *sys.argv[2:])
    except StatusPageError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The demo is in {sys.argv[1]}: {spoken[-1]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
