"""The proofs of every protocol, with the places where their safeguards are written."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.findings import Path
from katch_protocols.model.waivers import Waiver
from katch_protocols.proofs.prove import SOUNDNESS
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.proofs.waivers import WaiverUse, waiver_uses
from katch_protocols.rules.context import Context

__all__ = ["Proven", "path_of", "proven", "uses"]


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof of a safeguard, where it is written, and what waives it there."""

    proof: Proof
    path: Path
    waiver: Waiver | None

    @property
    def facts(self) -> dict[str, str]:
        """The names that every wording needs."""
        return {"safeguard": self.proof.safeguard, "protocol": self.proof.protocol}


def proven(context: Context) -> Iterator[Proven]:
    """Yield the proof of each safeguard in each protocol that it binds."""
    for name, proofs in context.proofs.items():
        waivers = context.handbook.protocols[name].waivers
        for safeguard, proof in proofs.items():
            if safeguard != SOUNDNESS:
                path = path_of(context, proof)
                yield Proven(proof, path, waivers.get(safeguard))


def uses(context: Context) -> Iterator[WaiverUse]:
    """Yield what each waiver is worth on the day of the check."""
    for name, proofs in context.proofs.items():
        protocol = context.handbook.protocols[name]
        yield from waiver_uses(protocol, proofs, context.as_of)


def path_of(context: Context, proof: Proof) -> Path:
    """Return where a safeguard is written: the protocol, a fragment, the handbook.

    Soundness is written nowhere: then the protocol.
    """
    book, name = context.handbook, proof.safeguard
    protocol = book.protocols[proof.protocol]
    if name == SOUNDNESS:
        return ("protocols", protocol.id)
    if name in protocol.safeguards:
        return ("protocols", protocol.id, "safeguards", name)
    for used in protocol.use:
        if name in book.fragments[used].safeguards:
            return ("fragments", used, "safeguards", name)
    return ("safeguards", name)
