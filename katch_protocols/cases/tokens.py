"""Opaque tokens: all that a case ever holds of a person or of itself.

A token points into the host's own system. Its letters are few on purpose: no name in
another alphabet, no address and no free text fits, and a bare number (a telephone, a
birth date, a national number) is refused.
"""

import re

from katch_protocols.errors import OpaqueError

__all__ = ["PATTERN", "person_of", "require_opaque"]

PATTERN = r"^(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""What a token looks like; published in the schema of the snapshot too."""

_MATCH = re.compile(PATTERN.removesuffix("$")).fullmatch


def require_opaque(kind: str, token: object) -> str:
    """Return a token that is opaque.

    Raises:
        OpaqueError: It is not; the error does not repeat it.
    """
    if isinstance(token, str) and _MATCH(token):
        return token
    raise OpaqueError(kind)


def person_of(token: str) -> str:
    """Return what two tokens of one person share: ``u2`` and ``U2`` are one person.

    Separation and binding of duty compare this; the log keeps the token as it came.
    """
    return token.lower()
