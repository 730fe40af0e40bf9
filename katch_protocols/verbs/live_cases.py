"""open_case, pin: one live case of a protocol, and the hash of what it means."""

from collections.abc import Mapping

from katch_protocols.arguments import typed
from katch_protocols.cases.arguments import When
from katch_protocols.cases.beginning import begun
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.case import Case
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.open_case import open_case as open_compiled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol

__all__ = ["open_case", "pin"]


@typed
def open_case(  # noqa: PLR0913 - all but the first have names
    protocol: Protocol,
    *,
    reference: str | None = None,
    region: Id | None = None,
    at: When,
    handbook: Handbook | None = None,
    opened_by: Opening | None = None,
    by: str | None = None,
    facts: Mapping[Id, str] | None = None,
    salt: bytes | None = None,
) -> Case:
    """Open a case of ``protocol`` in a region.

    Example:
        >>> case = open_case(
        ...     handbook.protocols["referral"], reference="k7q2-9xrm", at=now
        ... )
        >>> case.possible()
        ('make_safe',)

    Args:
        protocol: what the case follows; the case belongs to its present meaning.
        reference: an opaque token for the case, made and kept by the host.
        region: where the child is; left out only where the handbook has no regions.
        at: when; a ``datetime`` with a time zone, or a callable that gives one.
        handbook: the one that the protocol was read from, unless another is given.
        opened_by: what the event of another case opened (one of ``event.opened``); it
            gives the reference, the region and the facts that go along.
        by: the token of whoever opens it; it is written, not asked for a right.
        facts: what is known already: shared facts of the handbook that the protocol
            uses, with their values. A proof counts on those that openers may give.
        salt: at most 64 bytes, drawn by chance and kept with the case; it stands before
            everything that is hashed. Without it whoever knows what is usual can guess
            from a hash what was written.

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems, or with these facts the case would
            never come to rest; ``check`` says which.
        BoundError: The table would be too large.
        UnknownNameError: The handbook has no such region, a fact or a value is not
            known, or another protocol was to be opened.
        ActivityRefusedError: The protocol is not in force at that instant.
        InstantError: The instant has no time zone, or is outside the years 1970 to
            2399.
        OpaqueError: The reference or ``by`` could say who somebody is.
        TypeError: An argument has another type; the error names it.
    """
    if opened_by is not None:
        reference, region = opened_by.reference, opened_by.region
    token = "" if reference is None else reference
    compiled = compiled_case(protocol, handbook)
    beginning = begun(opened_by, by, facts, salt)
    return open_compiled(compiled, token, region, at, beginning)


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
