"""Random protocols whose states have deadlines, timers and rules of pauses."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.model.activities import Activity, Target
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import OnPause, State, StateKind, Timer
from tests.making import make_handbook, make_protocol
from tests.strategies_authors import FACTS, MEASURED, PAPERS, Author, Shape

__all__ = ["hours", "spans", "timed_protocols"]

CHANCE = st.booleans()
SHAPE = Shape("abcd", "uv", "first", depth=2)


def hours(amount: int) -> Duration:
    return Duration(amount=amount, unit=Unit.HOURS)


def spans() -> st.SearchStrategy[Duration]:
    """Draw a span of a few days, in any unit."""
    return st.sampled_from(
        [
            *(Duration(amount=n, unit=Unit.DAYS) for n in (1, 2, 3, 4)),
            *(Duration(amount=n, unit=Unit.WORKING_DAYS) for n in (1, 2, 3)),
            *(hours(n) for n in (23, 24, 48, 72, 96)),
            Duration(amount=1, unit=Unit.WEEKS),
            Duration(amount=1, unit=Unit.MONTHS),
        ]
    )


class Clockmaker:
    """Gives the states of a random protocol deadlines, timers and rules of pauses."""

    def __init__(self, draw: st.DrawFn, events: list[str], *, allow: str) -> None:
        self.draw, self.events, self.allow = draw, events, allow

    def limit(self) -> Duration:
        """Draw a limit: of hours, or of every unit that a calendar reckons."""
        if "calendar" in self.allow:
            return self.draw(spans())
        return hours(self.draw(st.integers(1, 3)))

    def protocol(self, plain: Protocol) -> Protocol:
        states = {name: self.state(one) for name, one in plain.states.items()}
        acts = {name: self.activity(act) for name, act in plain.activities.items()}
        return plain.model_copy(update={"states": states, "activities": acts})

    def state(self, plain: State, around: tuple[str, ...] = ()) -> State:
        inside = (*around, plain.id)
        update: dict[str, Any] = {
            part: {
                name: self.state(one, inside)
                for name, one in getattr(plain, part).items()
            }
            for part in ("states", "parallel")
        }
        update |= {
            "after": (*self.timers(plain), *self.again(plain, around)),
            "activities": {
                name: self.activity(act) for name, act in plain.activities.items()
            },
        }
        if plain.kind not in {StateKind.CHOICE, StateKind.FINAL}:
            update["within"] = self.deadline()
            rules = [OnPause.KEEP_RUNNING, OnPause.RESTART]
            rules += [OnPause.STOP] if "stops" in self.allow else []
            update["on_pause"] = self.draw(st.sampled_from(rules))
        return plain.model_copy(update=update)

    def activity(self, plain: Activity) -> Activity:
        plain = plain.model_copy(update={"may": False, "within": None, "every": None})
        if plain.is_signal:  # nothing in it speaks of a duty
            return plain
        if "powers" in self.allow and self.draw(st.integers(0, 3)) == 0:
            plain = plain.model_copy(update={"may": True})
        if "duties" in self.allow and not plain.may:
            plain = plain.model_copy(update=self.duty(plain))
        if plain.handover is None:
            return plain
        handover = plain.handover.model_copy(update={"within": self.deadline()})
        return plain.model_copy(update={"handover": handover})

    def duty(self, plain: Activity) -> dict[str, Any]:
        """Give an activity a limit of its own, or let it recur."""
        found: dict[str, Any] = {}
        kind = self.draw(st.integers(0, 5))
        if kind < 2:
            within = Deadline(limit=self.limit())
            if self.draw(st.integers(0, 3)) == 0:
                names = [name for name in self.events if name != plain.id]
                start = self.draw(st.sampled_from(names))
                within = within.model_copy(update={"start": start})
            found["within"] = within
        if kind in {1, 2} and plain.to is None and plain.handover is None:
            found["every"] = Deadline(limit=self.limit())
        return found

    def timers(self, plain: State) -> tuple[Timer, ...]:
        if "timers" not in self.allow:
            return ()
        return tuple(Timer(limit=self.limit(), to=timer.to) for timer in plain.after)

    def again(self, plain: State, around: tuple[str, ...]) -> Iterator[Timer]:
        """Let the clock take up again, as it was, a state that it leaves by that."""
        passing = plain.kind in {StateKind.CHOICE, StateKind.FINAL}
        if "again" in self.allow and around and not passing and self.draw(CHANCE):
            to = Target(state=self.draw(st.sampled_from(around)), resume=True)
            yield Timer(limit=self.limit(), to=to)

    def deadline(self) -> Deadline | None:
        if "alone" in self.allow or self.draw(st.integers(0, 7)) == 0:
            return None
        start = None
        if self.draw(st.integers(0, 3)) == 0:
            start = self.draw(st.sampled_from(self.events))
        return Deadline(limit=self.limit(), start=start)


@st.composite
def timed_protocols(draw: st.DrawFn, allow: str = "") -> Handbook:
    author = Author(draw, SHAPE)
    plain = author.protocol()
    author.fill(outer_acts=())
    protocol = make_protocol(
        {**plain, "facts": {**FACTS, "consent": ("given",)}, "documents": PAPERS},
        name="first",
    )
    made = make_handbook(protocol, measured=MEASURED)
    counted = chart(protocol, made).counted
    events = [*author.acts, *author.states, *counted, *counted]
    timed = Clockmaker(draw, events, allow=allow).protocol(protocol)
    return make_handbook(timed, measured=MEASURED)
