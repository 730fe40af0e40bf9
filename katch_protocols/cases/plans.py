"""Plans that were made lately, so that a protocol is made ready only once."""

from collections import OrderedDict
from threading import Lock

from katch_protocols.cases.plan import Plan, make_plan
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["plan_of"]

_MOST_PLANS = 64
_plans: OrderedDict[tuple[int, int], Plan] = OrderedDict()
_lock = Lock()


def plan_of(protocol: Protocol, handbook: Handbook) -> Plan:
    """Return a protocol made ready for live cases; made once, and kept for a while.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
    """
    # A plan keeps both nouns alive, so no other object can have their ids.
    key = id(protocol), id(handbook)
    plan = _plans.get(key)
    if plan is None:
        plan = make_plan(protocol, handbook)
        with _lock:
            plan = _plans.setdefault(key, plan)
            while len(_plans) > _MOST_PLANS:
                _plans.popitem(last=False)
    return plan
