"""Several flows out of what is no gateway: the gateway that they mean is put in."""

from katch_protocols.exchange.bpmn.file_parts import (
    ElementRead,
    FlowOut,
    ScopeRead,
    said,
)
from katch_protocols.exchange.incoming import Incoming

__all__ = ["put_in_gateways"]

_SEVERAL = frozenset({"inclusiveGateway", "complexGateway"})
"""Gateways of whose flows several may be taken."""


def put_in_gateways(scope: ScopeRead, incoming: Incoming) -> None:
    """Make plain what its flows mean, and note where of several only one is taken here.

    BPMN 2.0.2, 10.3 and 13.2.1: all flows out of an activity or event are taken, of
    those with conditions each whose condition holds. A task whose flows have none stays
    as it is: they run side by side.
    """
    for node in list(scope.nodes.values()):
        if len(node.after) <= 1:
            continue
        conditional = any(arrow.condition for arrow in node.after)
        if node.kind.endswith("Gateway"):
            several = node.kind in _SEVERAL
        else:
            several = conditional
            if conditional or not node.is_task:
                _put_in(node, scope, conditional=conditional)
        if several:
            incoming.skip(node.line, said(node), "inclusive")


def _put_in(node: ElementRead, scope: ScopeRead, *, conditional: bool) -> None:
    kind = "inclusiveGateway" if conditional else "parallelGateway"
    own = f"{node.id} {kind}"
    gateway = ElementRead(own, kind, "", node.line, lane=node.lane)
    gateway.default, gateway.after, gateway.before = node.default, node.after, [node.id]
    for arrow in node.after:
        before = scope.nodes[arrow.target].before
        before[before.index(node.id)] = own
    node.after = [FlowOut("", own, "", "", node.line)]
    scope.nodes[own] = gateway
