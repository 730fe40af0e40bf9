"""Answers about the world of a proof: each is found once, and kept where one wants it.

An answer lies under the digest of all that it depends on: the world that its proof saw,
what was asked, how far it looked, and the library that answered.
"""

from katch_protocols.proofs.kept.canonical import digest_of
from katch_protocols.proofs.kept.shelf import Plain, Shelf, current
from katch_protocols.proofs.kept.world import ProofWorld

__all__ = ["kept", "put"]


def kept(world: ProofWorld, *asked: object) -> Plain | None:
    """Return the answer that is kept of a question about a world, if there is one."""
    shelf = current()
    return None if shelf is None else shelf.find(_digest(shelf, world, asked))


def put(world: ProofWorld, *asked: object, answer: Plain) -> None:
    """Keep the answer to a question about a world, where somebody wants it."""
    shelf = current()
    if shelf is not None:
        shelf.put(_digest(shelf, world, asked), answer)


def _digest(shelf: Shelf, world: ProofWorld, asked: tuple[object, ...]) -> str:
    return digest_of(shelf.version, world.digest, asked)
