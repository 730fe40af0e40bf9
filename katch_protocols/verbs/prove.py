"""prove: what holds in every case that can ever run, and a story where it does not."""

from collections.abc import Mapping
from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.proofs.prove import prove as prove_chart
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.verbs.budgeting import within

__all__ = ["prove"]


@typed
def prove(
    protocol: Protocol,
    *,
    handbook: Handbook | None = None,
    only: Id | None = None,
    as_of: date | None = None,
    budget: Budget | str | None = None,
) -> Mapping[Id, Proof]:
    """Return the proofs of soundness and of every safeguard of ``protocol``, by name.

    Example:
        >>> proofs = prove(handbook.protocols["referral"])
        >>> proofs["soundness"].holds
        True

    Args:
        protocol: what to prove.
        handbook: the one that it was read from, unless another is given.
        only: prove this safeguard (or ``soundness``) alone.
        as_of: the day on which bindings, agencies and waivers are looked at; without it
            all count as in force.
        budget: what it may spend, as ``"60s,4GB"``; 30 seconds of the processor and
            1 GB unless more is given. What it does not decide is ``not-exhausted``.

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
        UnknownNameError: No safeguard of that name binds the protocol.
    """
    book = handbook or Handbook.of(protocol)
    with within(budget):
        return prove_chart(chart(protocol, book), book, only=only, as_of=as_of)
