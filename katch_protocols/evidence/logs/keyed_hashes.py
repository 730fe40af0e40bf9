"""Keyed hashes of many texts: HMAC-SHA-256, both halves of it one by one (RFC 2104)."""

from hashlib import sha256

import numpy as np

from katch_protocols.evidence.logs import key_loop
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.semantics.object_code import LoopModule

__all__ = ["KEY_BYTES", "KeyedHashes"]

KEY_BYTES = 16
"""So many bytes of a hash are kept."""

_BLOCK = 64
_INNER, _OUTER = (bytes(each ^ pad for each in range(256)) for pad in (0x36, 0x5C))
"""What the bytes of a key become before what is hashed, and before its hash."""
_MANY = 1_024
"""So many texts at once are worth a compiled loop, and loading it."""
_LOOPS = LoopModule(key_loop.__name__)


class KeyedHashes:
    """Hashes texts under one key, each after one beginning.

    The object of Python that makes both halves takes twice as long to copy.
    """

    def __init__(self, key: bytes, begin: bytes) -> None:
        short = key if len(key) <= _BLOCK else sha256(key).digest()
        block = short.ljust(_BLOCK, b"\0")
        self._begins = block.translate(_INNER) + begin, block.translate(_OUTER)
        self._inner, self._outer = map(sha256, self._begins)

    def one(self, text: bytes) -> bytes:
        """Return the first bytes of the hash of a text."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()[:KEY_BYTES]

    def each(self, texts: JoinedTexts) -> bytes:
        """Return those of many texts, one after another."""
        loops = _LOOPS.ready if len(texts) >= _MANY else None
        if loops is None:
            return b"".join(map(self.one, texts))
        found = np.empty((len(texts), KEY_BYTES), np.uint8)
        room = np.empty(key_loop.BEGINS, np.uint64), np.empty(key_loop.DIGEST, np.uint8)
        inner, outer = (np.frombuffer(each, np.uint8) for each in self._begins)
        loops["hash_each"](texts.whole, texts.starts, inner, outer, room, found)
        return found.tobytes()
