"""Limits inside protocols that others run, beside the search hour by hour."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.timing.timed_sentences import prove_within
from tests.interpreter_nodes import UnreadableError
from tests.proofs.timing.clockmaking import Clockmaker, hours
from tests.proofs.timing.test_worst_case import MOST, agree, brute, names, seldom
from tests.proofs.timing.timed import Asked
from tests.strategies import make_world, small_worlds


class _Plain(Clockmaker):
    """Gives limits that count from entry, in every protocol."""

    def deadline(self) -> Deadline | None:
        if self.draw(st.integers(0, 3)) == 0:
            return None
        return Deadline(limit=self.limit())

    def duty(self, plain: Activity) -> dict[str, Any]:
        found = super().duty(plain)
        if "within" in found:
            found["within"] = Deadline(limit=found["within"].limit)
        return found


@st.composite
def running(draw: st.DrawFn, allow: str) -> Handbook:
    """Draw a handbook whose protocol ``first`` runs ``second``; both have limits."""
    world = draw(small_worlds().filter(_runs))
    plain = make_world(world)
    timed = {
        name: _Plain(draw, ["of no clock"], allow=allow).protocol(one)
        for name, one in plain.protocols.items()
    }
    return plain.model_copy(update={"protocols": timed})


def _runs(world: Any) -> bool:
    return "lost" not in world and "runs" in repr(world["first"]["states"])


@seldom(40)
@given(
    st.one_of(running("powers"), running("timers, stops, duties and powers")), st.data()
)
def test_what_runs_inside_keeps_its_own_limits(
    handbook: Handbook, data: st.DataObject
) -> None:
    try:
        made = chart(handbook.protocols["first"], handbook)
        assume(most_configurations(made) <= 5_000)
        found, every, early = names(handbook)
        first = data.draw(st.sampled_from(early), label="after")
        then = data.draw(st.sampled_from(every), label="then")
        most = data.draw(st.integers(1, MOST), label="within")
        rule = AfterThen(event=first, later=then, within=hours(most))
        worst = brute(handbook, Asked(first, then))
        answer = prove_within(rule, found, handbook)
    except (BoundError, UnreadableError):
        assume(condition=False)
        raise
    agree(answer, worst, most, exact=False)
