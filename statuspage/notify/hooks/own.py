"""The hooks of the settings: where each is, with what stands in the environment."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote

from statuspage.addresses import is_public_address
from statuspage.config import Hook, Settings
from statuspage.config.hooks import SOCIAL
from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.domain.telling.signing import is_signing_secret
from statuspage.errors import NotFound, Unreachable
from statuspage.net.connect import OUTSIDE
from statuspage.net.names import web_address
from statuspage.net.proxy import outside_for
from statuspage.net.rules import anywhere
from statuspage.notify.hooks.sending import Receiver
from statuspage.said import Said, said


def hook_of(settings: Settings, key: str) -> Hook:
    """The hook with this id. Raises NotFound."""
    found = next((one for one in settings.hooks if one.id == key), None)
    if found is None:
        raise NotFound(said("There is no hook '{hook}' in config.toml.", hook=key))
    return found


def address_of(hook: Hook, environ: Mapping[str, str]) -> str:
    """Where it is, be it a secret. Raises Unreachable where the environment does not say it."""
    return _looked_up(hook.url, environ)


def receiver_of(hook: Hook, environ: Mapping[str, str]) -> Receiver:
    """How it is called. Raises Unreachable, which names variables and none of their values.

    Where the environment names a proxy, that decides what may be reached.
    """
    address = address_of(hook, environ)
    url = web_address(address)
    if url is None:
        raise _fault(said("The address given in the environment is not a web address."))
    outside = outside_for(url)
    secrets = [] if hook.format in SOCIAL else [hook.secret, hook.former_secret]
    is_free = hook.allow_private or outside is not OUTSIDE
    return Receiver(
        url=address,
        shown=hook.id,
        secrets=[_secret(one, environ) for one in secrets if one],
        headers=_headers(hook, url, environ),
        may_reach=anywhere if is_free else is_public_address,
        is_ours=True,
        outside=outside,
    )


def account_secret(hook: Hook, environ: Mapping[str, str]) -> str:
    """What opens the account that posts. Raises Unreachable where the environment lacks it."""
    return _looked_up(hook.secret or "", environ).strip()


def _headers(hook: Hook, url: SplitResult, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those of the settings, and what the name and the password in an address mean."""
    found = [(name, _looked_up(text, environ)) for name, text in hook.headers.items()]
    if url.username is None or "authorization" in {name.lower() for name, _ in found}:
        return found
    pair = f"{unquote(url.username)}:{unquote(url.password or '')}"
    return [*found, ("Authorization", f"Basic {b64encode(pair.encode()).decode()}")]


def _secret(named: str, environ: Mapping[str, str]) -> str:
    found = _looked_up(named, environ)
    if not is_signing_secret(found):
        raise _fault(
            said(
                "{name} holds no secret to sign with: that is whsec_ and 24 to 64 bytes in base64.",
                name=named.removeprefix("env:"),
            )
        )
    return found


def _looked_up(text: str, environ: Mapping[str, str]) -> str:
    try:
        return looked_up(text, environ)
    except Unset as error:
        missing = said("The environment of this program has no {name}; set it.", name=error.name)
        raise _fault(missing) from None


def _fault(text: Said) -> Unreachable:
    return Unreachable(text, kind="ours", is_ours=True)
