"""All that is proved and measured of one protocol, for everybody who tells it."""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.bounds import SOUNDNESS, VAST
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["Judgement", "are_settled", "judge", "proofs_of"]

_OPEN = frozenset({Verdict.NOT_EXHAUSTED, Verdict.UNDEFINED})


class Judgement(Struct, frozen=True):
    """The proofs of a protocol by id, soundness first, and its numbers."""

    proofs: Mapping[Id, Proof]
    measures: Measures


def are_settled(proofs: Mapping[Id, Proof]) -> bool:
    """Tell whether every proof is decided, so that to look further changes nothing.

    A check looks at fewer cases than a proof; what it decides there stays decided.
    """
    return bool(proofs) and all(each.verdict not in _OPEN for each in proofs.values())


def proofs_of(
    chart: Chart, handbook: Handbook, known: Mapping[Id, Proof] | None = None
) -> Mapping[Id, Proof]:
    """Return the proofs of a protocol, as pages tell them.

    ``known`` proofs of a check are taken over if all is decided, or the budget is met.
    Of a vast protocol no more is looked at than a check does: it would decide nothing.
    Every binding and waiver counts as in force.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
    """
    if known and (are_settled(known) or _are_all(known)):
        return known
    if not ProofSession(chart, Holders(handbook)).is_vast:
        return prove(chart, handbook)
    return known or prove(chart, handbook, limit=VAST)


def _are_all(known: Mapping[Id, Proof]) -> bool:
    """Tell whether more cannot be had: the budget is met, or the protocol is vast."""
    if any(each.is_over_budget for each in known.values()):
        return True
    soundness = known.get(SOUNDNESS)
    return soundness is not None and soundness.configurations > VAST


def judge(
    chart: Chart, handbook: Handbook, known: Mapping[Id, Proof] | None = None
) -> Judgement:
    """Prove and measure a protocol, so that the same handbook gives the same judgement.

    ``known`` are proofs of a check, as in ``proofs_of``; it raises as that does.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    return Judgement(proofs_of(chart, handbook, known), measure(chart, handbook))
