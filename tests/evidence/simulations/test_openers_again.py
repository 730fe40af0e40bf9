"""Runs of random protocols that open cases of another, done again in live cases."""

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.errors import KatchError
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Arrivals, Run, Scenario
from tests.cases.living import bound_by
from tests.evidence.simulations.random_lines import lines, posts, spread
from tests.evidence.simulations.test_compiled import cut
from tests.evidence.simulations.test_live_cases import Replay, end_of
from tests.proofs.random_worlds import BY_PEOPLE, SEATED, World, sentences
from tests.strategies import make_world, small_worlds


@pytest.fixture(autouse=True)
def _every_run_obeys_littles_law() -> None:
    """Not here: what is left while it waits in a queue begins at no desk."""


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Scenario, Handbook]:
    """Draw two protocols, sentences about the people of one, and posts for all."""
    book = make_world(draw(small_worlds()))
    world = World(book)
    kinds = draw(st.lists(st.sampled_from(sorted({*BY_PEOPLE, *SEATED})), max_size=3))
    rules = [draw(sentences(kind, world)) for kind in kinds]
    asked = Scenario(
        id="random",
        protocols=("first", "second"),
        region="here" if book.regions else None,
        arrivals=Arrivals(thousandths=draw(st.integers(1_000, 4_000)), period="week"),
        work={"default": spread(draw)},
        waits={act: spread(draw) for act in world.done if draw(st.booleans())},
        posts=posts(draw),
        **lines(draw, book),
        run=Run(years=1, begins="2025-01-06"),
    )
    return asked, bound_by(book, rules)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(scenarios())
def test_every_simulated_step_of_two_protocols_is_allowed(
    drawn: tuple[Scenario, Handbook],
) -> None:
    asked, book = drawn
    try:
        made = planned(asked, book)
    except KatchError:
        reject()
    short = replace(made, plan=cut(made.plan, 30))
    store = Runs("today", asked, short).once(0, logs=True)
    follower = Replay(book, asked.region)
    for each in told_cases(short, 0, store):
        follower.lived(each, end_of(short, book))
