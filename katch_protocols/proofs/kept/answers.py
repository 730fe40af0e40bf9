"""Answers about the world of a proof: each is found once, and kept where one wants it.

An answer lies under the digest of all that it depends on: the world that its proof saw,
what was asked, how far it looked, and the library that answered.
"""

from katch_protocols.proofs.kept.answer_cache import Plain, current
from katch_protocols.proofs.kept.canonical import digest_of
from katch_protocols.proofs.kept.world import ProofWorld

__all__ = ["KeptAnswer"]


class KeptAnswer:
    """The answer to one question about a world, where somebody wants it kept."""

    def __init__(self, world: ProofWorld, *asked: object) -> None:
        """Say what is asked, and all that the answer depends on beside the world."""
        self._cache = cache = current()
        self._digest = ""
        if cache is not None:
            self._digest = digest_of(cache.version, world.digest, asked)

    def find(self) -> Plain | None:
        """Return it, if it is kept."""
        return None if self._cache is None else self._cache.find(self._digest)

    def put(self, answer: Plain) -> None:
        """Keep it."""
        if self._cache is not None:
            self._cache.put(self._digest, answer)
