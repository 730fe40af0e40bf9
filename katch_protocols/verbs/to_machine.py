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
    protocol: Protocol,
    *,
    model: object | None = None,
    handbook: Handbook | None = None,
) -> ProtocolMachine:
    """Return a ``transitions`` machine that runs ``protocol``, with a case begun.

    ``model`` is your own object, of any class: it becomes the case, and each activity a
    method of it. It is given ``state`` (as ``transitions`` keeps it), ``facts``,
    ``documents``, ``happened`` and ``history``; one that has a ``state`` carries on.
    Without it the case is ``machine.model``.

    Example:
        >>> machine = to_machine(handbook.protocols["referral"])
        >>> machine.model.may_make_safe()
        True

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        WrongTypeError: An argument has another type, or the model can hold nothing.
    """
    book = handbook or Handbook.of(protocol)
    return build_machine(chart(protocol, book), model=model)
