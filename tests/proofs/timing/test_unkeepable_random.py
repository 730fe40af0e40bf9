"""Deadlines that no case keeps, beside a search hour by hour in which all may be late."""

from hypothesis import HealthCheck, assume, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.semantics.compile import compile_chart
from tests.interpreter import UnendingError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError

OFTEN = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


class _Leaving(Search):
    """Cases in which the clock alone waits: after how many hours each state is left."""

    def __init__(self, handbook: Handbook) -> None:
        protocol = handbook.protocols["first"]
        super().__init__(protocol, handbook, Asked("", ""), 1)
        self.asked_of = {
            path: limit.limit.amount
            for path, limit in self.limits.items()
            if limit.start is None
        }
        self.limits, self.events, self.duties = {}, {}, []

    def soonest(self) -> dict[str, int | None]:
        """Return of each state that is entered after how many hours it may be left."""
        found: dict[str, int | None] = {}
        for moment in self.reached():
            if self.steps.complete(moment.now):
                continue
            for path in self.asked_of.keys() & moment.now.active:
                before = found.setdefault(path, None)
                age = dict(moment.ages)[path]
                if (before is None or age < before) and self._is_left(moment, path):
                    found[path] = age
        return found

    def _is_left(self, moment: Moment, path: str) -> bool:
        for move, after, log in self._steps(moment.now):
            begun = {state for one in log for state in self._begun(*one)}
            is_left = path not in after.active or path in begun
            if is_left and self._is_due(moment, move):
                return True
        return False


@OFTEN
@given(timed_protocols("timers and powers"))
def test_what_is_told_is_kept_in_no_case_and_the_rest_in_some(
    handbook: Handbook,
) -> None:
    found = chart(handbook.protocols["first"], handbook)
    assume(not found.problems and not compile_chart(found).endless)
    told = {each.state for each in unkeepable_deadlines(found, handbook)}
    try:
        search = _Leaving(handbook)
        soonest = search.soonest()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    for state, least in soonest.items():
        limit = search.asked_of[state]
        print("ROW", state in told, least is None or "late" if least is None or least > limit else "kept", bool(chart(handbook.protocols["first"], handbook)and compile_chart(found).layout.resumed))
        if least is not None and state in told:
            assert least > limit
