"""The call to whatever caches stand in front of a copy: which addresses they must ask for anew.

Its form is that of Cloudflare's cache purge, `{"files": [...]}` or `{"purge_everything": true}`:
https://developers.cloudflare.com/api/resources/cache/methods/purge/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from statuspage.config import Publish
from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.errors import Unreachable
from statuspage.net.exchange import Limits
from statuspage.net.fetch import post
from statuspage.net.rules import anywhere
from statuspage.said import Said, said

AT_ONCE = 100
"""Addresses in one call."""
EVERYTHING = 1000
"""As many addresses, and more, are told as everything: a cache is filled again sooner so."""

_LIMITS = Limits(seconds=10.0, size=100_000)
_JSON = ("Content-Type", "application/json")


def batches(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    """The addresses in as many calls as they need; one that is empty tells everything."""
    if len(addresses) >= EVERYTHING:
        yield ()
        return
    waiting = iter(addresses)
    while batch := tuple(islice(waiting, AT_ONCE)):
        yield batch


def call(publish: Publish, addresses: Sequence[str], environ: Mapping[str, str]) -> None:
    """Tell the hook of some addresses, each whole, or of everything where there is none.

    What it answers is not looked at, as long as its status is good. Raises Unreachable, which
    names no secret.
    """
    if publish.purge is None:
        return
    body = {"files": list(addresses)} if addresses else {"purge_everything": True}
    try:
        url = looked_up(publish.purge, environ)
        headers = [(name, looked_up(text, environ)) for name, text in publish.purge_headers.items()]
    except Unset as error:
        text = said("The environment of this program has no {name}; set it.", name=error.name)
        raise Unreachable(text) from None
    try:
        content = json.dumps(body).encode()
        post(url, content, (*headers, _JSON), _LIMITS, may_reach=anywhere)
    except Unreachable as error:
        # Its address may be a secret; the settings name it well enough.
        params = {**error.said.params, "url": publish.purge}
        what = Said(error.said.key, params, error.said.several)
        raise Unreachable(what, is_permanent=error.is_permanent) from None
