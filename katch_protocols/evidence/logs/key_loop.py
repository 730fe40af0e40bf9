"""Keyed hashes of many references, as a compiled loop over the OpenSSL of Python.

It is compiled (``semantics/object_code.py``). To ask ``hashlib`` for each half of an
HMAC takes ten times as long as SHA-256 does.
"""

from collections.abc import Mapping

from katch_protocols.semantics.loop_calls import Array, Asked, Taken

__all__ = ["ASKS", "BEGINS", "DIGEST", "LOOPS"]

LOOPS: Mapping[str, tuple[Taken, ...]] = {
    "hash_each": (
        Array("uint8"),
        Array("int64"),
        *[Array("uint8")] * 2,
        (Array("uint64", 2), Array("uint8")),
        Array("uint8", 2),
    )
}
"""What the loop takes."""

ASKS = Asked(
    module="_hashlib",
    functions={"SHA256_Init": 1, "SHA256_Update": 3, "SHA256_Final": 2},
)
"""What the loop asks of OpenSSL (``openssl/sha.h``): what has begun stands first."""

BEGINS = (3, 16)
"""How many hashes have begun at once, and in how many words of 64 bits each has room.

Those of both halves of an HMAC, and the one that goes on; ``SHA256_CTX`` takes
fourteen words.
"""

_INNER, _OUTER, _NOW = range(3)

DIGEST = 32
"""How many bytes a hash has."""


def _go_on(begun, half):
    """Go on with what one half begins with."""
    for at in range(begun.shape[1]):
        begun[_NOW, at] = begun[half, at]


def hash_each(whole, starts, inner, outer, room, found):
    """Write the first bytes of the HMAC of each text; return how many there are.

    ``whole`` are the bytes of all texts, ``starts`` where each begins, and the end.
    ``inner`` and ``outer`` are what both halves begin with (RFC 2104). There is room
    for what has begun, and for one hash.
    """
    begun, digest = room
    at_inner, at_outer = begun[_INNER].ctypes.data, begun[_OUTER].ctypes.data
    now, done = begun[_NOW].ctypes.data, digest.ctypes.data
    # Bound to functions of C when this is compiled.
    SHA256_Init(at_inner)
    SHA256_Update(at_inner, inner.ctypes.data, len(inner))
    SHA256_Init(at_outer)
    SHA256_Update(at_outer, outer.ctypes.data, len(outer))
    for number in range(len(starts) - 1):
        first = starts[number]
        _go_on(begun, _INNER)
        SHA256_Update(now, whole.ctypes.data + first, starts[number + 1] - first)
        SHA256_Final(done, now)
        _go_on(begun, _OUTER)
        SHA256_Update(now, done, DIGEST)
        SHA256_Final(done, now)
        for at in range(found.shape[1]):
            found[number, at] = digest[at]
    return len(starts) - 1
