"""Runs of random protocols, done again step by step in live cases, and audited.

Every step is allowed, the clock does as much and no more, what is late is late in both,
and a case broke `after A then B within D` where an audit says so.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import katch_protocols as kp
from katch_protocols.errors import KatchError
from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH, Kind
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Arrivals, Run, Scenario, ScenarioPost
from tests.cases.living import bound_by
from tests.evidence.simulations.random_lines import lines, spread, waived
from tests.evidence.simulations.test_compiled import cut
from tests.evidence.simulations.test_live_cases import Replay, end_of, late_in_both
from tests.proofs.random_worlds import ROLES, SEATED, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols


@pytest.fixture(autouse=True)
def _every_run_obeys_littles_law() -> None:
    """Not here: what is left while it waits in a queue begins at no desk."""


BOOKS = timed_protocols("timers and stops, duties and powers")
UNDER_A_CALENDAR = timed_protocols("timers and stops, duties and powers, calendar").map(
    lambda book: book.model_copy(update={"holidays": "KZ"})
)
"""With working days, months, and days of spring on which nobody works."""


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Scenario, Handbook]:
    """Draw a handbook whose sentences have limits, and posts that hold every role."""
    book = draw(BOOKS | UNDER_A_CALENDAR)
    world = World(book)
    rules = [
        draw(sentences("after_then", world, timed=True)),
        draw(sentences(draw(st.sampled_from(("different", "same_person"))), world)),
        *(draw(sentences(draw(st.sampled_from(sorted(SEATED))), world)) for _ in "ab"),
    ]
    first = draw(st.integers(1, 3))
    posts = {
        name: ScenarioPost(
            id=name,
            roles=roles,
            people=draw(st.integers(1, 3)),
            cover=draw(st.sampled_from(("always", "office_hours"))),
        )
        for name, roles in (("one", ROLES[:first]), ("two", ROLES[first:]))
        if roles
    }
    asked = Scenario(
        id="random",
        protocols=("first",),
        arrivals=Arrivals(thousandths=draw(st.integers(1_000, 4_000)), period="week"),
        work={"default": spread(draw)},
        posts=posts,
        **lines(draw, book),
        run=Run(years=1, begins="2025-03-14"),
    )
    return asked, waived(draw, bound_by(book, rules), "2025-03-14", first=1)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(scenarios())
def test_what_is_simulated_is_lived_and_audited_alike(
    drawn: tuple[Scenario, Handbook],
) -> None:
    asked, book = drawn
    try:
        made = planned(asked, book)
    except KatchError:
        reject()
    short = replace(made, plan=cut(made.plan, 20))
    run, live = late_in_both(short, asked, book)
    assert run == live
    store = Runs("today", asked, short).once(0, logs=True)
    broken: Counter[str] = Counter()
    for at in range(0, len(store.record), RECORD_WIDTH):
        kind, *_, kept, _, serial = store.record[at : at + RECORD_WIDTH]
        if kind in {Kind.SENTENCE, Kind.UNANSWERED} and not kept:
            broken[f"simulated-0-{serial}"] = 1
    follower = Replay(book, asked.region)
    end = end_of(short, book)
    audited: Counter[str] = Counter()
    for each in told_cases(short, 0, store):
        case = follower.lived(each, end)
        found = {finding.code for finding in kp.audit([case], book, now=end).findings}
        assert found <= {"late", "overdue", "safeguard"}
        if "safeguard" in found:
            audited[each.reference] = 1
    assert audited == broken
