"""Soundness on random protocols: as every place of the second interpreter tells it."""

from hypothesis import HealthCheck, Phase, assume, given, settings

from katch_protocols.proofs.soundness import prove_soundness
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.semantics.explore import explore
from tests.proofs.random_worlds import LIMIT, World, random_worlds
from tests.proofs.spreading import Spread
from tests.proofs.telling import Case

DRAWN = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
GOOD = {"protected", "done", "transferred", "not_applicable"}


def leading_to(spread: Spread, goals: set[int]) -> set[int]:
    """Return the places from which some case comes to one of the goals."""
    found, size = set(goals), -1
    while size != len(found):
        size = len(found)
        for place, steps in enumerate(spread.steps):
            if any(after in found for after, _ in steps):
                found.add(place)
    return found


def shortest(cases: list[Case]) -> int | None:
    return min((len(case.moves) for case in cases), default=None)


class Places:
    """Which places are lost, which can only end badly, which are dead ends."""

    def __init__(self, spread: Spread) -> None:
        numbered = list(enumerate(spread.cases))
        ends = {place for place, case in numbered if case.ended}
        good = {place for place in ends if spread.cases[place].outcome in GOOD}
        ending, well = leading_to(spread, ends), leading_to(spread, good)
        lost = {place for place, _ in numbered} - ending
        self.lost = [case for place, case in numbered if place not in ending]
        self.dead = [
            case
            for place, case in numbered
            if place not in ending and not spread.steps[place]
        ]
        self.bad = [
            case
            for place, case in numbered
            if place in ending - well - leading_to(spread, lost) and not case.ended
        ]
        self.events = {event.name for case in spread.cases for event in case.events} | {
            event.name
            for steps in spread.steps
            for _, events in steps
            for event in events
        }


@DRAWN
@given(random_worlds())
def test_every_trap_is_found_and_none_is_invented(world: World) -> None:
    spread = Spread.of(world.teller, frozenset())
    assume(spread.is_whole)
    places = Places(spread)
    found = prove_soundness(explore(world.study.table, limit=LIMIT))
    assert (found.trap is None) == (not places.lost)
    if found.trap is not None:
        case = world.replayed(Answer(Verdict.BROKEN, 0, found.trap))
        if places.dead:
            assert found.trap.reason.code == "dead-end"
            assert len(case.moves) == shortest(places.dead)
        else:
            assert found.trap.reason.code == "livelock"
            assert case.now in {lost.now for lost in places.lost}
    assert (found.bad_trap is None) == (not places.bad)
    if found.bad_trap is not None:
        case = world.replayed(Answer(Verdict.BROKEN, 0, found.bad_trap))
        assert len(case.moves) == shortest(places.bad)


@DRAWN
@given(random_worlds())
def test_what_never_occurs_is_named(world: World) -> None:
    spread = Spread.of(world.teller, frozenset())
    assume(spread.is_whole)
    happened = Places(spread).events
    idle = prove_soundness(explore(world.study.table, limit=LIMIT)).idle
    assert set(idle.states) == set(world.states) - happened
    written = {name for name in idle.activities if not name.startswith("clock(")}
    assert written == set(world.acts) - happened
