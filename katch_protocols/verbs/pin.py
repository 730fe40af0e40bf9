"""pin: the hash of what a protocol means."""

from katch_protocols.arguments import typed
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["pin"]


@typed
def pin(protocol: Protocol, *, handbook: Handbook | None = None) -> str:
    """Return the hash of what ``protocol`` means: 64 hexadecimal digits.

    A case belongs to the pin of the protocol that it was opened under: it can be taken
    up under every text with the same pin, and under no other. Titles, notes, sources
    and ``version`` are no part of it, nor who holds a role. There is a pin before the
    protocol is in force.

    Example:
        >>> pin(old.protocols["referral"]) == pin(mended.protocols["referral"])
        True

    Args:
        protocol: whose meaning is hashed.
        handbook: the one that the protocol was read from, unless another is given.

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
        TypeError: An argument has another type; the error names it.
    """
    return compiled_case(protocol, handbook).edition.pin
