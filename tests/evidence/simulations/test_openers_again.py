"""Runs of random protocols that open cases of another, done again in live cases."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.errors import KatchError
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Arrivals, Run, Scenario, ScenarioPost
from tests.cases.living import bound_by
from tests.evidence.simulations.random_lines import lines, spread
from tests.evidence.simulations.test_compiled import cut
from tests.evidence.simulations.test_live_cases import Replay
from tests.proofs.random_worlds import BY_PEOPLE, ROLES, SEATED, World, sentences
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
    posts = {
        name: ScenarioPost(
            id=name,
            roles=draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)),
            people=draw(st.integers(0, 3)),
            cover=draw(st.sampled_from(("always", "office_hours"))),
        )
        for name in ("one", "two", "three")[: draw(st.integers(0, 3))]
    }
    asked = Scenario(
        id="random",
        protocols=("first", "second"),
        region="here" if book.regions else None,
        arrivals=Arrivals(thousandths=draw(st.integers(1_000, 4_000)), period="week"),
        work={"default": spread(draw)},
        waits={act: spread(draw) for act in world.done if draw(st.booleans())},
        posts=posts,
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
    first = datetime.combine(short.time.begins, time(), ZoneInfo(book.timezone))
    end = first + timedelta(seconds=short.plan.horizon)
    for each in told_cases(short, 0, store):
        follower.follow(each)
        case = follower.cases[each.reference]
        case.advance(end - timedelta(microseconds=1))
        assert [(event.activity, event.at) for event in case.events] == [
            (event.activity, event.at) for event in each.events
        ]
