"""Random small handbooks in which the protocol ``first`` uses every construct.

Valid by construction: every name is found, two entries of one act are never possible at
once. Only settling may fail to end, and a composite may have no way out. ``first`` may
run ``second`` and use the fragment ``lost``; then ``second`` may borrow it.

Half of them have less than 28 states and activities, one in twenty more than 90. What
takes long draws none of more than ``LARGEST``, unless ``KATCH_EXAMPLES`` asks for more
than usual: then every size is drawn.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from katch_protocols.model.handbook import Handbook
from tests.making import make_fragment, make_handbook, make_protocol
from tests.strategies_authors import (
    FACTS,
    MEASURED,
    PAPERS,
    Author,
    Plain,
    Shape,
    places,
)

__all__ = [
    "LARGEST",
    "handbooks",
    "make_world",
    "small_handbooks",
    "small_worlds",
    "worlds",
]

LARGEST = None if float(os.environ.get("KATCH_EXAMPLES", "1")) > 1 else 50
"""How many states and activities a world has at most that is looked at for long."""

FIRST = Shape("abcde", "uvw", "first", depth=3)
SECOND = Shape("klm", "xy", "second", depth=2)

SHARED = {"consent": ("given", "refused")}
"""The facts of the handbook itself."""


OPENINGS = (*(("second", ""),) * 6, ("second", "first"), ("first", ""))
"""Of which protocol the first opens cases, and of which the second."""

SIGNS = (*(False,) * 7, True)
"""Whether a checklist gives the values of a fact."""


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Draw two protocols and a fragment as plain data, as ``make_world`` takes them."""
    # Seldom each opens the other, or the first itself.
    other, back = draw(st.sampled_from(OPENINGS))
    second = Author(draw, SECOND, other=back)
    inner = second.protocol()
    ends = tuple(n for n, state in inner["states"].items() if state.get("final"))
    first = Author(draw, FIRST, ends=ends, other=other)
    outer = first.protocol()
    second.fill(outer_acts=first.acts)
    first.fill(outer_acts=())
    world = {"first": outer, "second": inner, "signs": draw(st.sampled_from(SIGNS))}
    if draw(st.booleans()):
        world["lost"] = first.fragment()
        outer["use"] = ("lost",)
        runs = [path for path, state in first.places() if "runs" in state]
        # The fragment speaks of the first state of ``first``, so ``second`` can only
        # borrow it where it runs inside that state.
        if runs and all(path[0] == FIRST.top[0] for path in runs):
            inner["use"] = ("lost",)
    return world


def small_worlds() -> st.SearchStrategy[dict[str, Any]]:
    """Draw worlds of at most ``LARGEST`` states and activities."""
    return worlds().filter(lambda world: LARGEST is None or size(world) <= LARGEST)


def size(world: Mapping[str, Any]) -> int:
    """Return how many states and activities ``first`` has, with those it runs."""
    second = _size(world["second"], 0)
    return _size(world["first"], second) + len(world.get("lost", ())) * 2


def _size(plain: Plain, run: int) -> int:
    states = [state for _, state in places(plain["states"])]
    acts = sum(len(state.get("activities", ())) for state in states)
    runs = sum("runs" in state for state in states)
    return len(states) + acts + len(plain["activities"]) + runs * run


def make_world(world: Mapping[str, Any]) -> Handbook:
    """Make the handbook that a drawn world describes."""
    fragments = ("lost",) if "lost" in world else ()
    facts = {**FACTS, "d": "signs"} if world.get("signs") else FACTS
    is_elsewhere = any("another" in opened for opened in _opened(world))
    return make_handbook(
        *(
            make_protocol(
                {**world[name], "facts": facts, "documents": PAPERS}, name=name
            )
            for name in ("first", "second")
        ),
        fragments=tuple(make_fragment(world[name], name=name) for name in fragments),
        facts=SHARED,
        measured=MEASURED,
        checklists={"signs": FACTS["d"]} if world.get("signs") else {},
        regions=("here", "there") if is_elsewhere else (),
    )


def _opened(plain: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is opened anywhere."""
    for key, value in plain.items():
        if key == "opens":
            yield value
        elif isinstance(value, Mapping):
            yield from _opened(value)


def handbooks() -> st.SearchStrategy[Handbook]:
    """Draw a handbook with the protocols ``first`` and ``second``, of any size."""
    return worlds().map(make_world)


def small_handbooks() -> st.SearchStrategy[Handbook]:
    """Draw a handbook of a small world."""
    return small_worlds().map(make_world)
