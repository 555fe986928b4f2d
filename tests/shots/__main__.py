"""`python -m tests.shots OUT [PAGES] [--only STATES] ...`: makes the sites and takes pictures."""

from __future__ import annotations

import argparse
import asyncio
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.helpers.states import STATES
from tests.shots.pictures import Look, take
from tests.shots.rendered import State, rendered

_MAKERS = 2


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.shots", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument(
        "pages", nargs="*", help="names (home, incident, desk-new, desk-*) or addresses (/sla)"
    )
    parser.add_argument("--only", default=",".join(STATES), help=f"states of {', '.join(STATES)}")
    parser.add_argument("--width", default="390,1280", help="widths in pixels")
    parser.add_argument("--scheme", default="light,dark", help="light, dark")
    parser.add_argument("--text", type=int, default=100, help="size of text in percent")
    parser.add_argument("--media", default="screen", choices=("screen", "print"))
    parser.add_argument("--forced", action="store_true", help="with forced colours")
    parser.add_argument("--no-script", action="store_true", help="with scripts turned off")
    parser.add_argument(
        "--slices", action="store_true", help="the whole page in pieces of two screens"
    )
    return parser.parse_args()


async def _run(words: argparse.Namespace) -> int:
    look = Look(
        widths=[int(width) for width in words.width.split(",")],
        schemes=words.scheme.split(","),
        text=words.text,
        forced=words.forced,
        media=words.media,
        is_sliced=words.slices,
        has_script=not words.no_script,
    )
    words.out.mkdir(parents=True, exist_ok=True)
    queue: asyncio.Queue[State | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(_MAKERS, get_context("spawn")) as makers:

        async def make(state: str) -> None:
            await queue.put(await loop.run_in_executor(makers, rendered, state, words.pages))

        async def make_all() -> None:
            try:
                await asyncio.gather(*(make(state) for state in words.only.split(",")))
            finally:
                await queue.put(None)

        making = asyncio.create_task(make_all())
        faults = await take(queue, look, words.out)
        await making
    print(f"The pictures are in {words.out}; {faults} faults were met.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_run(_words())))
