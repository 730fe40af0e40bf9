"""Nobody is responsible for a signal, and whoever holds the state is told."""

from katch_protocols.charts.chart import EntryKind
from katch_protocols.duties.responsibility import responsibility
from tests.making import make_handbook, make_protocol

STATES = {
    "open": {"held_by": "officer", "activities": {"pass_on": {"to": "care"}}},
    "care": {
        "held_by": "nurse",
        "activities": {"close": {"to": "over"}, "dies": {"by": "nobody", "to": "over"}},
    },
    "over": {"final": True},
}
ANYWHERE = {"grows": {"by": "nobody"}}


def test_who_has_which_part_in_a_signal():
    plain = {"states": STATES, "activities": ANYWHERE}
    handbook = make_handbook(make_protocol(plain))
    answer = responsibility(handbook)
    found = {each.activity: each for each in answer.raci}
    dies, grows = found["dies"], found["grows"]
    assert dies.kind is grows.kind is EntryKind.SIGNAL
    assert dict(dies.names) == {
        "responsible": (),
        "accountable": (),
        "with": (),
        "consulted": (),
        "informed": ("nurse",),
    }
    assert grows.names["informed"] == ("officer", "nurse")
    assert dies.limit is None
    assert answer.gaps == ()
