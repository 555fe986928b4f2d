"""Asks the site at an address by arez, whenever a line comes in; prints what it has understood."""

import asyncio
import json
import sys

from arez.statuspage import StatusPage


async def main(address: str) -> None:
    """One line of JSON for each that comes in."""
    async with StatusPage(address) as page:
        for _ in sys.stdin:
            found = await page.get_status()
            told = {
                "status": {"description": found.status, "indicator": found.impact},
                "components": [[one.name, one.status] for one in found.components],
                "groups": [[one.name, one.status, len(one.components)] for one in found.groups],
                "open": [[one.name, one.status, len(one.updates)] for one in found.incidents],
                "work": [[one.name, one.status] for one in found.maintenances],
                "touched": [one.name for one in found.components if one.incidents],
            }
            print(json.dumps(told), flush=True)


asyncio.run(main(sys.argv[1]))
