"""What a store draws by chance: the reference of a case, its salt, its own id."""

import secrets
from re import search

__all__ = ["new_reference", "new_salt", "new_store_id"]

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another one, or for a digit."""

_GROUPS, _SIZE = 4, 4
_SALT = 16


def new_reference() -> str:
    """Return a new reference of a case: 80 bits of chance, in four groups."""
    while True:
        drawn = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _SIZE)]
        groups = ("".join(drawn[at : at + _SIZE]) for at in range(0, len(drawn), _SIZE))
        found = "-".join(groups)
        if search("[a-z]", found):  # else it would look like a telephone
            return found


def new_salt() -> bytes:
    """Return the salt of a case: 128 bits of chance."""
    return secrets.token_bytes(_SALT)


def new_store_id() -> str:
    """Return the identity of a new store."""
    return f"store-{secrets.token_hex(8)}"
