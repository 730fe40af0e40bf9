"""to_machine: a protocol as a machine of the transitions library."""

from katch_protocols.arguments import typed
from katch_protocols.charts.build import chart
from katch_protocols.machines.build import to_machine as build_machine
from katch_protocols.machines.machine import ProtocolMachine
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["to_machine"]


@typed
def to_machine(
    protocol: Protocol, *, handbook: Handbook | None = None
) -> ProtocolMachine:
    """Return a ``transitions`` machine that runs ``protocol``, with a case begun.

    Example:
        >>> machine = to_machine(handbook.protocols["referral"])
        >>> machine.model.may_make_safe()
        True

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
    """
    return build_machine(chart(protocol, handbook or Handbook.of(protocol)))
