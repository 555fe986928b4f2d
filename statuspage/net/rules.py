"""Which addresses may be reached, by a name or a redirect.

A rule is asked about each address that a look-up gave, and the connection goes to that very address
and not to the name, so that a name which changes its answer in between (rebinding) opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from statuspage.addresses import is_public_address

AddressRule = Callable[[str], bool]
"""Says of an IP address whether it may be reached."""

RedirectRule = Callable[[str, AddressRule], AddressRule]
"""The rule for what a redirect leads to, by the address that sent it and the rule for that one."""


def anywhere(_: str) -> bool:
    """The rule for what the operator named: any address at all."""
    return True


def to_public(_: str, __: AddressRule) -> AddressRule:
    """Redirects lead into the public internet only."""
    return is_public_address


def from_public_to_public(address: str, rule: AddressRule) -> AddressRule:
    """Redirects lead from the public internet never out of it; inside, they go on as before."""
    return is_public_address if is_public_address(address) else rule
