"""A small referral, and the machine that runs it."""

from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.machines.build import to_machine
from katch_protocols.machines.machine import ProtocolMachine
from tests.making import make_handbook, make_protocol
from tests.walking import go

__all__ = ["END", "FACTS", "REFERRAL", "machine_of"]

END = {"final": True}
FACTS = {"danger": ("present", "absent")}
SCREEN = {"records": ["danger"], "to": "triage"}
TRIAGE = {"decide": [("danger is present", "urgent"), (None, "calm")]}
REFERRAL = {
    "reported": {"activities": {"screen": SCREEN}},
    "triage": TRIAGE,
    "urgent": go(close="closed"),
    "calm": go(close="closed"),
    "closed": END,
}


def machine_of(states: dict[str, Any], **rest: Any) -> ProtocolMachine:
    model = rest.pop("model", None)
    protocol = make_protocol({"states": states, "facts": FACTS, **rest})
    return to_machine(chart(protocol, make_handbook(protocol)), model=model)
