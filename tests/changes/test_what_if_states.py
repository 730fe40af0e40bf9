"""Where no case comes any more: states in which a case rests, no choices."""

from katch_protocols.changes.what_if import WhatIfs
from katch_protocols.charts.build import chart
from tests.making import make_handbook, make_protocol

STATES = {
    "told": {"activities": {"look": {"records": ("risk",), "to": "asked"}}},
    "asked": {"decide": [("risk is high", "helped"), (None, "closed")]},
    "helped": {"activities": {"help": {"to": "closed"}}},
    "closed": {"final": True},
}
FACTS = {"risk": ("high", "low")}


def test_a_choice_is_no_place_to_which_a_case_no_longer_comes():
    protocol = make_protocol({"states": STATES, "facts": FACTS})
    handbook = make_handbook(protocol)
    found = WhatIfs(chart(protocol, handbook), handbook).of("look")
    assert found.states == ("helped",)
