"""Plans that were made lately, so that a protocol is made ready only once."""

from collections import OrderedDict
from threading import Lock

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.cases.plan import Plan, make_plan
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["plan_of"]

_MOST_PLANS = 64
_plans: OrderedDict[tuple[int, int], Plan] = OrderedDict()
_lock = Lock()


def plan_of(protocol: Protocol, handbook: Handbook | None = None) -> Plan:
    """Return a protocol made ready for live cases; made once, and kept for a while.

    Without a handbook it is the one that the protocol was read from.

    Raises:
        TypeError: It is no protocol, or no handbook.
        NoHandbookError: The protocol was made alone and no handbook is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
    """
    given: object = protocol
    if not isinstance(given, Protocol):
        raise wrong_type("protocol", "a Protocol", given)
    given = home = Handbook.of(protocol) if handbook is None else handbook
    # A plan keeps both nouns alive, so no other object can have their ids.
    key = id(protocol), id(home)
    plan = _plans.get(key)
    if plan is None:
        if not isinstance(given, Handbook):
            raise wrong_type("handbook", "a Handbook", given)
        plan = make_plan(protocol, home)
        with _lock:
            plan = _plans.setdefault(key, plan)
            while len(_plans) > _MOST_PLANS:
                _plans.popitem(last=False)
    return plan
