"""What the waivers of a protocol are worth: in force, expired or needless."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol, Waiver
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["WaiverState", "WaiverUse", "is_in_force", "waiver_uses"]


class WaiverState(StrEnum):
    """What a waiver is worth on a day.

    ``needless``: the safeguard is not broken. ``open``: nobody knows, for the safeguard
    was not decided.
    """

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    NEEDLESS = "needless"
    OPEN = "open"


@dataclass(frozen=True)
class WaiverUse(Answerable):
    """A waiver and what it is worth."""

    KEYS = ("protocol", "safeguard", "by=waiver.by", "until=waiver.until", "state")

    protocol: Id
    safeguard: Id
    waiver: Waiver
    state: WaiverState


def is_in_force(waiver: Waiver, as_of: date | None) -> bool:
    """Tell whether a waiver still stands; its last day counts. No day: it does."""
    return as_of is None or as_of <= waiver.until


def waiver_uses(
    protocol: Protocol, proofs: Mapping[Id, Proof], as_of: date | None
) -> tuple[WaiverUse, ...]:
    """Return what each waiver of a protocol is worth, in the order of the file.

    A waiver of a safeguard that does not bind the protocol is left out: a rule of names
    finds it.
    """
    return tuple(
        WaiverUse(protocol.id, name, waiver, _state(waiver, proofs[name], as_of))
        for name, waiver in protocol.waivers.items()
        if name in proofs
    )


def _state(waiver: Waiver, proof: Proof, as_of: date | None) -> WaiverState:
    match proof.verdict:
        case Verdict.HOLDS | Verdict.VACUOUS | Verdict.ENFORCED:
            return WaiverState.NEEDLESS
        case Verdict.NOT_EXHAUSTED | Verdict.UNDEFINED:
            return WaiverState.OPEN
        case Verdict.BROKEN:
            in_force = is_in_force(waiver, as_of)
            return WaiverState.IN_FORCE if in_force else WaiverState.EXPIRED
