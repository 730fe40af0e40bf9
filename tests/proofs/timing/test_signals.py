"""A signal may never come: no deadline is kept by one, and no sentence counts on it."""

import pytest

from katch_protocols.proofs.verdicts import Verdict
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_sentences import prove

AWAY = {"by": "nobody", "to": "over"}
ACT = {"to": "over"}


@pytest.mark.parametrize(
    ("ways", "verdict"),
    [
        ({"act": ACT}, Verdict.HOLDS),
        ({"away": AWAY}, Verdict.BROKEN),
        ({"act": ACT, "away": AWAY}, Verdict.HOLDS),
    ],
)
def test_a_deadline_bounds_only_where_somebody_can_keep_it(ways, verdict):
    states = {"told": {"activities": ways}, "over": {"final": True}}
    handbook = make_timed(states, {"told": "3 days"})
    assert prove(handbook, "after told then over within 3 days").verdict is verdict


def test_the_wait_for_a_signal_is_bounded_by_the_clock():
    states = {
        "told": {"activities": {"away": AWAY}, "after": {"3 days": "over"}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"told": "3 days"})
    assert (
        prove(handbook, "after told then over within 3 days").verdict is Verdict.HOLDS
    )
