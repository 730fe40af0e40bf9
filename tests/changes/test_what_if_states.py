"""Where no case comes any more: states in which a case rests; what is no duty."""

import pytest

from katch_protocols.changes.what_if import WhatIfs, duties, what_if
from katch_protocols.charts.build import chart
from katch_protocols.errors import UnknownNameError
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


def test_nobody_is_asked_what_is_lost_if_nobody_does_a_signal():
    grown = {"by": "nobody", "to": "closed"}
    states = {
        "told": {"activities": {"look": {"to": "closed"}, "grow_up": grown}},
        "closed": {"final": True},
    }
    protocol = make_protocol({"states": states})
    handbook = make_handbook(protocol)
    made = chart(protocol, handbook)
    assert duties(made, handbook) == ("look",)
    with pytest.raises(UnknownNameError):
        what_if(made, handbook, "grow_up")


def told_without_closing(states, **facts):
    """Return where a case stays for ever, and what is told of the shortest such case.

    Nobody does `close`.
    """
    protocol = make_protocol({"states": states, "facts": facts})
    handbook = make_handbook(protocol)
    found = WhatIfs(chart(protocol, handbook), handbook).of("close")
    steps = [row.activity for row in found.case.case.rows]
    return found.stays, steps, found.case.case.reason.code


def test_a_case_stays_where_it_cannot_go_on_not_where_an_answer_leads_on():
    states = {
        "told": {
            "activities": {
                "look": {"records": ("risk",)},
                "go": {"to": "helped", "when": "risk is known"},
            }
        },
        "helped": {"activities": {"close": {"to": "closed"}}},
        "closed": {"final": True},
    }
    told = told_without_closing(states, **FACTS)
    assert told == (("helped",), ["look", "go"], "stays-for-ever")


def test_a_case_that_goes_round_for_ever_comes_to_no_end_either():
    states = {
        "told": {"activities": {"end_it": {"to": "closed"}, "go": {"to": "asked"}}},
        "asked": {"activities": {"answer": {"to": "helped"}}},
        "helped": {"activities": {"again": {"to": "asked"}, "close": {"to": "closed"}}},
        "closed": {"final": True},
    }
    told = told_without_closing(states)
    assert told == (("asked", "helped"), ["go"], "livelock")
