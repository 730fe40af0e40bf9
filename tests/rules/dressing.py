"""Random small handbooks that say what is asked about: powers, limits, outcomes."""

from typing import Any

from hypothesis import strategies as st

from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import Outcome, State, StateKind
from tests.proofs.timing.clockmaking import hours
from tests.strategies import make_world, small_worlds

__all__ = ["dressed_handbooks"]

OUTCOMES = (
    (Outcome.ADVERSE,),
    (Outcome.ADVERSE, Outcome.ADVERSE, Outcome.PROTECTED),
    (Outcome.ADVERSE, Outcome.TRANSFERRED, Outcome.NOT_APPLICABLE, Outcome.PROTECTED),
)


class Dresser:
    """Gives a drawn protocol powers and limits, and its ends an outcome."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.powers = draw(st.sampled_from((0, 50, 90)))
        self.outcomes = draw(st.sampled_from(OUTCOMES))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) < percent

    def protocol(self, plain: Protocol | Fragment) -> Any:
        states = {
            name: self.state(one, at_top=True) for name, one in plain.states.items()
        }
        acts = {name: self.activity(one) for name, one in plain.activities.items()}
        return plain.model_copy(update={"states": states, "activities": acts})

    def state(self, plain: State, *, at_top: bool = False) -> State:
        update: dict[str, Any] = {
            "activities": {n: self.activity(one) for n, one in plain.activities.items()}
        }
        for key in ("states", "parallel"):
            inner = getattr(plain, key)
            update[key] = {name: self.state(one) for name, one in inner.items()}
        if plain.final and at_top:
            update["outcome"] = self.draw(st.sampled_from(self.outcomes))
        if plain.kind not in {StateKind.CHOICE, StateKind.FINAL} and self.chance(50):
            update["within"] = Deadline(limit=hours(self.draw(st.integers(1, 3))))
        return plain.model_copy(update=update)

    def activity(self, plain: Activity) -> Activity:
        if plain.is_signal:
            return plain
        if self.chance(self.powers):
            return plain.model_copy(update={"may": True, "within": None, "every": None})
        return plain.model_copy(update={"may": False})


@st.composite
def dressed_handbooks(draw: st.DrawFn) -> Handbook:
    """Draw a handbook whose protocols have powers, limits and outcomes."""
    plain = make_world(draw(small_worlds()))
    dresser = Dresser(draw)
    parts = {
        key: {name: dresser.protocol(one) for name, one in getattr(plain, key).items()}
        for key in ("protocols", "fragments")
    }
    return plain.model_copy(update=parts)
