"""A function that sends ready bytes on the server that `statuspage serve` uses, with its settings.

`python -m tests.bench.bare PORT PROCESSES FILE`; the file holds the answers by Accept-Encoding.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from statuspage.cli.running.supervisor import supervise
from statuspage.web.front import Answer, Served
from statuspage.web.server import listen

Ready = dict[str, tuple[list[tuple[str, str]], bytes]]
"""Accept-Encoding as asked -> the headers and the body of the answer."""


def application(ready: Ready) -> Callable[[dict[str, Any]], Answer]:
    """Sends what it was given, or 304 to whoever has it."""
    tags = {asked: dict(headers)["ETag"] for asked, (headers, _) in ready.items()}

    def answer(environ: dict[str, Any]) -> Answer:
        asked = environ.get("HTTP_ACCEPT_ENCODING", "")
        headers, body = ready[asked if asked in ready else "identity"]
        if environ.get("HTTP_IF_NONE_MATCH") == tags.get(asked, ""):
            return "304 Not Modified", list(headers), []
        return "200 OK", list(headers), [body]

    return answer


def main(port: int, processes: int, file: Path) -> None:
    """Serve until asked to stop."""
    ready: Ready = pickle.loads(file.read_bytes())

    def serve() -> None:
        listen("127.0.0.1", port, lambda: Served(lambda _, __: [], application(ready)))

    supervise({f"bare {number}": serve for number in range(processes)})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
